"""Moments as callers write them: a day is accepted wherever a moment is, and is its midnight in UTC."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from litestar.params import QueryParameter
from msgspec import Meta

from service.errors import Invalid

_EDGE_YEARS = (1, 9999)
"""A zone's hours may lead out of the calendar; times of these years are refused altogether."""
KNOWN_ON = "known_on"
UNDERSTOOD = "This takes a day as 2022-11-20, or a time as 2022-11-20T10:15:00Z."

MomentText = Annotated[
    str, Meta(max_length=40, examples=["2022-11-20T10:15:00Z"], extra_json_schema={"format": "date-time"})
]
"""A field of a body that holds a day or a moment, as text."""


_LAST_OF_DAY = timedelta(days=1) - timedelta(microseconds=1)


def moment_parameter(description: str) -> QueryParameter:
    """Describe a query parameter that holds a day or a moment."""
    return QueryParameter(max_length=40, description=description, schema_extra={"format": "date-time"})


def read_moment(text: str, pointer: str) -> datetime:
    """Read a day or a moment into UTC; without a zone it is UTC.

    Args:
        text: ISO 8601, "2022-11-20" or "2022-11-20T10:15:00+02:00".
        pointer: JSON pointer of the field, or the parameter's name.

    Raises:
        Invalid: It is neither, or lies at the edges of the calendar.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(UNDERSTOOD, pointer) from None
    if moment.year in _EDGE_YEARS:
        raise Invalid(f"The year {moment.year} lies at the edge of the calendar. {UNDERSTOOD}", pointer)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_known_on(text: str, now: datetime) -> datetime:
    """Read the time of which something is to be told as it was known then; a day is its end, today is now.

    Args:
        text: ISO 8601, "2022-11-20" or "2022-11-20T10:15:00+02:00".
        now: What is later is not known yet.

    Raises:
        Invalid: It is neither, or has not come yet.
    """
    moment = read_moment(text, KNOWN_ON)
    if moment > now:
        raise Invalid(f"{moment.isoformat()} has not come yet. {UNDERSTOOD}", KNOWN_ON)
    return min(now, moment + _LAST_OF_DAY) if _is_day(text) else moment


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text.strip()))
    except ValueError:
        return False
