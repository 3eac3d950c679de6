"""Two periods beside each other, with the slack that people allow themselves."""

from service.claim import Period
from service.matching.wording import Numbers

_MONTH, _QUARTER, _YEAR = 31, 92, 360
_DAYS_IN_MONTH = range(28, 32)
_IMPLIED = {
    "annual": range(360, 368),
    "monthly": _DAYS_IN_MONTH,
    "quarterly": range(88, 93),
    "half_yearly": range(180, 186),
    "weekly": range(7, 8),
}


def measure_periods(one: Period, other: Period) -> Numbers:
    """The same span, one within the other, a day apart; long and short ones."""
    same = (one.start, one.end) == (other.start, other.end)
    ours, theirs = days_in(one), days_in(other)
    shared = (min(one.end, other.end) - max(one.start, other.start)).days + 1
    whole = (max(one.end, other.end) - min(one.start, other.start)).days + 1
    apart = abs((one.end - other.end).days)
    within = 0 < shared == min(ours, theirs) and not same
    longest = max(ours, theirs)
    return {
        "same_period": float(same and one.kind is other.kind),
        "same_days_other_kind": float(same and one.kind is not other.kind),
        "same_last_day": float(apart == 0 and not same),
        "a_day_apart": float(apart == 1 and shared <= 0),
        "within_a_month": float(within and longest <= _MONTH),
        "within_a_quarter": float(within and _MONTH < longest <= _QUARTER),
        "period_shared": max(0, shared) / whole,
        "periods_apart": float(shared <= 0 and apart > 1),
        "longer_than_a_quarter": float(longest > _QUARTER and not same),
        "long_shared": max(0, shared) / whole if longest > _QUARTER and not same else 0.0,
        "same_day": float(same and ours <= 2),  # noqa: PLR2004 - a night counts as a day
        "same_month": float(same and ours in _DAYS_IN_MONTH),
        "same_year": float(same and ours > _YEAR),
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
