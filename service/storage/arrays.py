"""Arrays of arrays: a list for each row travels as the text of one."""

from collections.abc import Iterable


def array_of(values: Iterable[object]) -> str:
    """Write numbers or dates as PostgreSQL reads an array of them."""
    return "{" + ",".join(map(str, values)) + "}"
