"""Two periods beside each other that nothing keeps apart."""

from service.claim import Period
from service.matching.features import is_night, is_total_up_to, is_within_month
from service.matching.wording import Numbers

_YEAR = 360
_DAYS_IN_MONTH = range(28, 32)
_IMPLIED = {
    "annual": range(360, 368),
    "monthly": _DAYS_IN_MONTH,
    "quarterly": range(88, 93),
    "half_yearly": range(180, 186),
    "weekly": range(7, 8),
}


def measure_periods(one: Period, other: Period) -> Numbers:
    """The same span or nearly so, and how long it is; days and their month. Other periods are not weighed."""
    same, days = (one.start, one.end) == (other.start, other.end), days_in(one)
    return {
        "same_period": float(same and one.kind is other.kind),
        "same_days_other_kind": float(same and one.kind is not other.kind),
        "same_day": float(same and days <= 2),  # noqa: PLR2004 - a night counts as a day
        "same_month": float(same and days in _DAYS_IN_MONTH),
        "same_year": float(same and days > _YEAR),
        "total_up_to_day": float(is_total_up_to(one, other) or is_total_up_to(other, one)),
        "day_in_month": float(is_within_month(one, other) or is_within_month(other, one)),
        "night": float(not same and (is_night(one, other) or is_night(other, one))),
        "period_assumed": float(one.assumed or other.assumed),
    }


def measure_frequencies(one: Period, other: Period, only_one_says: frozenset[str]) -> Numbers:
    """Whether "annual" or "monthly", said on one side only, is what the period says anyway."""
    length = max(days_in(one), days_in(other))
    odd = any(length not in _IMPLIED.get(often, range(0)) for often in only_one_says)
    return {"frequency_not_implied": float(odd)}


def days_in(period: Period) -> int:
    """How many days a period has."""
    return (period.end - period.start).days + 1
