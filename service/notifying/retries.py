"""When to try again: exponential, with full jitter, over about three days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

SCHEDULE_SECONDS = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 64_800, 86_400)
"""Mean delay after the first failed attempt, the second, …: 70 hours in all. After the last nothing is tried again."""

LONGEST_RETRY_AFTER = timedelta(hours=24)


def delay_after(attempt: int, random: Callable[[], float]) -> timedelta | None:
    """Give how long to wait after failed attempt n (from 1), or None when that was the last.

    Full jitter: anything from nothing to twice the mean. Half jitter still bunches the calls of one outage.
    """
    if attempt > len(SCHEDULE_SECONDS):
        return None
    return timedelta(seconds=2 * SCHEDULE_SECONDS[attempt - 1] * random())


def read_retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header (seconds or a date), capped at a day; None when there is none to be read."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        asked = timedelta(seconds=int(text[:9]))
    else:
        try:
            asked = parsedate_to_datetime(text) - now
        except (ValueError, TypeError):
            return None
    return min(max(asked, timedelta(0)), LONGEST_RETRY_AFTER)
