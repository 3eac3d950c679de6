"""A period as text that reads back to the same days: ISO 8601 wherever it has a notation."""

from service.claim import Period, PeriodKind
from service.reading.period.days import Days, half_of, month_of, quarter_of, week_around, year_of


def show_period(period: Period) -> str:
    """Write a period: "2022-11", "2022-Q3", "2022-10-01/2022-11-15", "as of 2022-11-20 since 2022-02-24"."""
    days = _span(period)
    if period.kind is PeriodKind.DURING:
        return days
    since = "" if period.since is None else f" since {period.since.isoformat()}"
    return f"as of {days}{since}"


def _span(period: Period) -> str:
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    quarter, half = (start.month + 2) // 3, (start.month + 5) // 6
    notations = (
        (year_of(start.year), f"{start.year:04}"),
        (half_of(start.year, half), f"{start.year:04}-H{half}"),
        (quarter_of(start.year, quarter), f"{start.year:04}-Q{quarter}"),
        (month_of(start.year, start.month), f"{start.year:04}-{start.month:02}"),
        (week_around(start), "{:04}-W{:02}".format(*start.isocalendar()[:2])),
    )
    for days, text in notations:
        if isinstance(days, Days) and (days.start, days.end) == (start, end):
            return text
    return f"{start.isoformat()}/{end.isoformat()}"
