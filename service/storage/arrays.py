"""Arrays of arrays: a list for each row travels as the text of one."""

from collections.abc import Iterable
from datetime import date


def array_of(values: Iterable[object]) -> str:
    """Write numbers or dates as PostgreSQL reads an array of them."""
    return "{" + ",".join(map(_written, values)) + "}"


def _written(value: object) -> str:
    """Write the edges of time as the driver does, which has no last day but one without end."""
    if value == date.max:
        return "infinity"
    return "-infinity" if value == date.min else str(value)
