"""When people are not to be disturbed, and when a digest is due. Pure."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from service.errors import Invalid

_WRITTEN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)(?:\s+(\S{1,60}))?")
_UTC = ZoneInfo("UTC")
_EXAMPLE = 'Write them as "22:00-07:00 Europe/Berlin".'


class QuietHours(Struct, frozen=True):
    """From one time of the day to another, over midnight or not, in a time zone."""

    begin: time
    end: time
    zone: ZoneInfo

    def end_after(self, now: datetime) -> datetime | None:
        """Give when the quiet hours end, if it is quiet now."""
        here = now.astimezone(self.zone)
        at, is_over_midnight = here.time(), self.begin > self.end
        is_quiet = (at >= self.begin or at < self.end) if is_over_midnight else self.begin <= at < self.end
        if not is_quiet:
            return None
        day = here.date() + timedelta(days=1) if is_over_midnight and at >= self.begin else here.date()
        return datetime.combine(day, self.end, self.zone)


def read_zone(text: str) -> ZoneInfo:
    """Read the name of a time zone, as Europe/Berlin; nothing is UTC. Raises Invalid."""
    try:
        return ZoneInfo(text.strip() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(f'"{text[:80]}" is no time zone. Name one as "Europe/Berlin".', "time_zone") from None


def read_quiet_hours(text: str, zone: ZoneInfo = _UTC) -> QuietHours | None:
    """Read "22:00-07:00 Europe/Berlin"; without a zone it is the desk's, nothing is no quiet hours. Raises Invalid."""
    if not text.strip():
        return None
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise Invalid(f'"{text[:80]}" are no quiet hours. {_EXAMPLE}', "quiet_hours")
    begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if begin == end:
        raise Invalid(f'"{text[:80]}" begin when they end. {_EXAMPLE}', "quiet_hours")
    try:
        return QuietHours(begin, end, ZoneInfo(found[5]) if found[5] else zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(f'"{found[5]}" is no time zone. {_EXAMPLE}', "quiet_hours") from None


def next_digest(since: datetime, minutes: int, zone: ZoneInfo = _UTC) -> datetime:
    """Give when what has waited since then is due: at the next full so many minutes of the desk's day, or at once."""
    if minutes <= 0:
        return since
    here = since.astimezone(zone)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = -((midnight - here) // timedelta(minutes=minutes)) * minutes
    # By the wall clock: on the night when clocks are changed a day is no 24 hours.
    due = (midnight + timedelta(minutes=minute)).astimezone(UTC)
    return max(due, since)
