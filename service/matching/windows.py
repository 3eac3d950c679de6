"""Under which last days a comparable claim can stand: no fewer than `compare_periods` allows."""

from datetime import date

from service.claim import Period, PeriodKind
from service.matching.features import DAY, LONG_SPAN, end_of_month, is_month, is_short


def last_days(period: Period) -> tuple[date, ...]:
    """Give those days, ascending: one day's leeway for spans of 28 days or more, a month beside each of its days.

    Total: beyond the first and the last day that there are, no claim can stand.
    """
    days = {period.end}
    if is_month(period):
        days |= {period.start.replace(day=day) for day in range(1, period.end.day)}
    elif is_short(period):
        days.add(end_of_month(period.end))
    if period.kind is PeriodKind.DURING and period.end - period.start >= LONG_SPAN:
        days |= {max(period.end, date.min + DAY) - DAY, min(period.end, date.max - DAY) + DAY}
    return tuple(sorted(days))
