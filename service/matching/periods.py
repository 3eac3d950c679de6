"""Two periods beside each other that nothing keeps apart."""

import tomllib

from service.claim import Metric, Period
from service.matching.events import comes_once_a_year, is_announced, name_one_event
from service.matching.tellings import days_in, told_in_two_ways
from service.matching.things import LEXICON
from service.matching.wording import Numbers
from service.reading.words import cut
from service.topic import Topic

STATES = frozenset(tomllib.loads((LEXICON / "states.toml").read_text(encoding="utf-8"))["words"])
"""What is said of a figure that stands at a moment, so that a month's is that of its end."""
_YEAR = 360
_DAYS_IN_MONTH = range(28, 32)
_IMPLIED = {
    "annual": range(360, 368),
    "monthly": _DAYS_IN_MONTH,
    "quarterly": range(88, 93),
    "half_yearly": range(180, 186),
    "weekly": range(7, 8),
}
_AS = {
    "fiscal": ("same_period", "same_year"),
    "year_to_month": ("same_period", "same_month", "year_to_month"),
    "day_of_event": ("night",),
    "since_first": ("total_up_to_day",),
    "end_of_span": ("same_days_other_kind",),
    "end_of_month": ("day_in_month",),
    "up_to_year": ("total_up_to_day",),
    "vague_start": ("total_up_to_day",),
    "turn_of_year": ("same_period", "same_day"),
    "vague_end": ("total_up_to_day",),
    "in_part": ("day_in_month",),
    "announced": ("night",),
    "in_year": ("day_in_month",),
}
"""By which numbers a telling is weighed that has none of its own."""


def measure_periods(one: Period, other: Period) -> Numbers:
    """The same span or nearly so, and how long it is; what is told in two ways. Other periods are not weighed."""
    same, days = (one.start, one.end) == (other.start, other.end), days_in(one)
    numbers = {
        "same_period": float(same and one.kind is other.kind),
        "same_days_other_kind": float(same and one.kind is not other.kind),
        "same_day": float(same and days <= 2),  # noqa: PLR2004 - a night counts as a day
        "same_month": float(same and days in _DAYS_IN_MONTH),
        "same_year": float(same and days > _YEAR),
        "total_up_to_day": 0.0,
        "day_in_month": 0.0,
        "night": 0.0,
        "year_to_month": 0.0,
        "period_is_loose": 0.0,
        "period_is_vague": 0.0,
        "period_assumed": float(one.assumed or other.assumed),
    }
    told = told_in_two_ways(one, other)
    if told is None:
        return numbers
    as_told = dict.fromkeys(_AS.get(told.name, (told.name,)), 1.0)
    return {**numbers, **as_told, "period_is_loose": float(told.is_loose), "period_is_vague": float(told.is_vague)}


def measure_frequencies(one: Period, other: Period, only_one_says: frozenset[str]) -> Numbers:
    """Whether "annual" or "monthly", said on one side only, is what the period says anyway."""
    length = max(days_in(one), days_in(other))
    odd = any(length not in _IMPLIED.get(often, range(0)) for often in only_one_says)
    return {"frequency_not_implied": float(odd)}


def is_told_of_these(
    one: Period, other: Period, metrics: tuple[Metric, Metric], topics: tuple[Topic, Topic], *, counted: bool
) -> bool:
    """Whether two periods that are told in two ways can be one of what is measured.

    "The year to May" is May on a year ago where prices are told, a state stands at a month's end, fiscal years are
    those of money and shares, the days behind an event tell of it, and what is announced is so on each day. What comes
    back once a year is told by its year.
    """
    told = told_in_two_ways(one, other)
    match None if told is None else told.name:
        case "year_to_month":
            return all(map(_is_price, metrics))
        case "end_of_month" | "end_of_span":
            return all(map(_is_state, metrics))
        case "day_of_event":
            return name_one_event(*topics) or all(map(is_announced, topics))
        case "announced":
            return all(map(is_announced, topics))
        case "in_year":
            return all(map(comes_once_a_year, topics))
        case "fiscal":
            return not counted
        case _:
            return True


def _is_price(metric: Metric) -> bool:
    return any("inflation" in word or "price" in word for word in metric.phrase.split())


def _is_state(metric: Metric) -> bool:
    return not STATES.isdisjoint(cut(metric.as_given.casefold()))
