"""Under which last days a comparable claim can stand: no fewer than `compare_periods` allows."""

from datetime import date

from service.claim import Period, PeriodKind
from service.matching.features import DAY, LONG_SPAN


def end_window(period: Period) -> tuple[date, date]:
    """Give the first and the last of those days: one day's leeway for spans of 28 days or more.

    Total: beyond the first and the last day that there are, no claim can stand.
    """
    if period.kind is not PeriodKind.DURING or period.end - period.start < LONG_SPAN:
        return period.end, period.end
    return max(period.end, date.min + DAY) - DAY, min(period.end, date.max - DAY) + DAY
