"""A function a feature: what two claims say, how far they agree on it, and a sentence. The docstrings are published.

Each answers a score from 0 to 1, the two values that were used, a sentence, and whether the two are kept apart by it.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from service.claim import Accuracy, Metric, Period, PeriodKind, Place, QuantityKind, Status, Subject, Unit
from service.matching.things import same_thing

LONG_SPAN = timedelta(days=27)
"""From a first to a last day 28 days apart: spans that long may differ by a day at their ends."""
DAY = timedelta(days=1)
_SHORTEST_TOTAL, _WEEK = 3, 7
_SHORT = timedelta(days=26)
_NIGHT = 3
"""A night, or a night and the days around it."""


class Evidence(Struct, frozen=True):
    """What one feature says of two claims."""

    score: float
    values: tuple[str | None, str | None]
    reason: str
    separates: bool = False
    may_be_lifted: bool = False
    """Of what separates by the words of the metrics: whether all words and figures together may bring it together."""

    @property
    def is_certain(self) -> bool:
        """Whether nothing can bring the two together."""
        return self.separates and not self.may_be_lifted


def compare_units(one: tuple[QuantityKind, Unit], other: tuple[QuantityKind, Unit]) -> Evidence:
    """Figures of different dimension or kind are never compared: percent and people, a level and a change."""
    (our_kind, our_unit), (their_kind, their_unit) = one, other
    values = (_unit_name(our_unit), _unit_name(their_unit))
    if our_kind is not their_kind:
        values = (our_kind.value, their_kind.value)
        return Evidence(0.0, values, f"A {values[0]} is not a {values[1]}.", separates=True)
    if our_unit.dimension != their_unit.dimension:
        return Evidence(0.0, values, f"{values[0]} cannot be compared with {values[1]}.", separates=True)
    ours, theirs = our_unit.thing, their_unit.thing
    if ours == theirs:
        return Evidence(1.0, values, "The units can be compared.")
    if ours is None or theirs is None:
        return Evidence(0.9, values, "Only one says what is counted.")
    likeness = same_thing(ours, theirs)
    if likeness is None:
        return Evidence(0.0, (ours, theirs), f"One counts {ours}, the other {theirs}.", separates=True)
    return Evidence(likeness, (ours, theirs), f"One counts {ours}, the other {theirs}.")


def _unit_name(unit: Unit) -> str:
    return unit.thing or unit.name or unit.dimension


def compare_periods(one: Period, other: Period) -> Evidence:
    """The same span (a day's difference at the ends of a month or more is notation), or the same day.

    "28 April to 10 May" and "as of 10 May" may be one, if all words are and the figures are near: a total may be older.
    So may a day or some days and their month, and a night and the day with which it ends.
    """
    values = (_dates(one), _dates(other))
    if one.is_fiscal_start_unknown is not other.is_fiscal_start_unknown and not _is_same_fiscal_year(one, other):
        return Evidence(0.0, values, "One is a fiscal year whose first day nobody told.", separates=True)
    if one.start == other.start and one.end == other.end:
        if not _same_kind(one, other):
            return Evidence(0.0, values, "A state at a moment is not what happened during a span.", separates=True)
        return _with_doubts(one, other, values)
    if _nearly_same_span(one, other):
        return Evidence(0.9, values, "The spans differ by a day at most.")
    if one.kind is PeriodKind.AS_OF and other.kind is PeriodKind.AS_OF and one.end == other.end:
        return Evidence(0.9, values, "The same day; one is given less exactly.")
    if is_counted_since(one, other) or is_counted_since(other, one):
        return Evidence(0.95, values, "The total is told to begin with the span, and they end on one day.")
    told_otherwise = _told_otherwise(one, other) or _told_otherwise(other, one)
    reason = told_otherwise or f"{values[0]} is not {values[1]}."
    return Evidence(0.0, values, reason, separates=True, may_be_lifted=told_otherwise is not None)


def _told_otherwise(one: Period, other: Period) -> str | None:
    """Say why two periods that are not the same may be told of one thing."""
    if is_total_up_to(one, other):
        return "The span ends with the day of the total, which may be the total of that span."
    if is_within_month(one, other):
        return "One is told by the month, the other by days within it; it may be one thing."
    if is_night(one, other):
        return "One tells the day, the other the night or the days that end with it."
    return None


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def is_month(period: Period) -> bool:
    """Whether it is a whole month of the calendar."""
    return period.start.day == 1 and period.end == end_of_month(period.start)


def is_short(period: Period) -> bool:
    """Whether it is some days of a month, or one: no month."""
    return period.end - period.start < _SHORT


def is_within_month(days: Period, month: Period) -> bool:
    """Whether one is told by its days and the other by their month: "9 August 2022" and "August 2022".

    A month's last day has figures of its own: what stands at its end.
    """
    return is_month(month) and is_short(days) and month.start <= days.start < month.end and days.end <= month.end


def is_night(day: Period, night: Period) -> bool:
    """Whether two tell one night or so by its last day: "12 March", "night of 11-12 March"."""
    days = (night.end - night.start).days + 1
    return day.end == night.end and night.start <= day.start and 1 < days <= _NIGHT


def _same_kind(one: Period, other: Period) -> bool:
    """A bare day may be read either way."""
    return one.kind is other.kind or one.start == one.end


def _with_doubts(one: Period, other: Period, values: tuple[str, str]) -> Evidence:
    if one.since is not None and other.since is not None and one.since != other.since:
        return Evidence(0.0, values, f"One counts since {one.since}, the other since {other.since}.", separates=True)
    if one.assumed or other.assumed:
        return Evidence(0.8, values, "The same, but one period was only assumed from the publication.")
    if one.kind is not other.kind or one.since != other.since:
        return Evidence(0.95, values, "The same day, put differently.")
    return Evidence(1.0, values, "The same period.")


def _is_same_fiscal_year(one: Period, other: Period) -> bool:
    """Two years that are both told as fiscal ones ("2018/19"), of which one is known to begin when the other may."""
    is_fiscal = one.accuracy is Accuracy.FISCAL_YEAR and other.accuracy is Accuracy.FISCAL_YEAR
    return is_fiscal and (one.start, one.end) == (other.start, other.end)


def is_total_up_to(span: Period, total: Period) -> bool:
    """Whether a span of single days ends with the day of a running total: "28 April to 10 May", "as of 10 May".

    Weeks, months, years, what comes back as they do ("12 months to 1 September", "24 hours to 9 July") and what is
    counted since the first of a month have figures of their own beside the total. A total that is told to begin on
    another day is another one.
    """
    if span.kind is not PeriodKind.DURING or total.kind is not PeriodKind.AS_OF or span.end != total.end:
        return False
    if total.start != total.end or span.accuracy is not Accuracy.SPAN or _comes_back(span):
        return False
    return total.since is None or abs(total.since - span.start) <= DAY


def is_counted_since(span: Period, total: Period) -> bool:
    """Whether a total is told to be of that span: "so far this year" on 10 May, and "1 January to 10 May"."""
    is_total = total.kind is PeriodKind.AS_OF and total.start == total.end
    return is_total and span.kind is PeriodKind.DURING and (total.since, total.end) == (span.start, span.end)


def _comes_back(span: Period) -> bool:
    """Whether it is as long as a day, a week, some weeks or some months, or begins with a month."""
    days = (span.end - span.start).days + 1
    return span.start.day == 1 or days < _SHORTEST_TOTAL or days % _WEEK == 0 or (span.end + DAY).day == span.start.day


def _nearly_same_span(one: Period, other: Period) -> bool:
    if one.kind is PeriodKind.AS_OF or other.kind is PeriodKind.AS_OF:
        return False
    if one.end - one.start < LONG_SPAN or other.end - other.start < LONG_SPAN:
        return False
    return abs(one.start - other.start) <= DAY and abs(one.end - other.end) <= DAY


def _dates(period: Period) -> str:
    if period.start == period.end:
        return f"{'as of ' if period.kind is PeriodKind.AS_OF else ''}{period.end}"
    return f"{period.start}/{period.end}"


def compare_subjects(one: Subject | None, other: Subject | None, place: str | None) -> Evidence:
    """The same subject in any of its names; one that says more than the other counts less; a missing one is a doubt.

    A country in the subject that is the place of both claims anyway does not count.
    """
    if one is None and other is None:
        return Evidence(1.0, (None, None), "Neither names a subject.")
    if one is None or other is None:
        return Evidence(0.6, (_key(one), _key(other)), "Only one names a subject.")
    values = (one.key, other.key)
    if one.key == other.key:
        return Evidence(1.0, values, "The same subject.")
    ours, theirs = set(one.key.split()) - {place}, set(other.key.split()) - {place}
    if ours == theirs:
        return Evidence(0.95, values, "The same subject, its country being the place.")
    if ours and theirs and (ours < theirs or theirs < ours):
        return Evidence(0.75, values, "One subject is named more closely than the other.")
    return Evidence(0.0, values, f"{one.as_given} is not {other.as_given}.", separates=True)


def _key(subject: Subject | None) -> str | None:
    return subject.key if subject else None


def compare_places(one: Place | None, other: Place | None, *, same_subject: bool) -> Evidence:
    """The same place by its code. One may leave it out if the subjects are the same; a city is not its country."""
    if one is None and other is None:
        return Evidence(1.0, (None, None), "Neither names a place.")
    if one is None or other is None:
        values = (one.name if one else None, other.name if other else None)
        if same_subject:
            return Evidence(0.6, values, "Only one names a place, the subjects being the same.")
        return Evidence(0.0, (values[0] or "none", values[1] or "none"), "Only one names a place.", separates=True)
    if one.key == other.key and one.has_two_readings:
        return Evidence(0.2, (one.name, other.name), f"Both say {one.name}, which is a country and a state of another.")
    if one.key == other.key:
        return Evidence(1.0, (one.name, other.name), "The same place.")
    return Evidence(0.0, (one.name, other.name), f"{one.name} is not {other.name}.", separates=True)


def compare_statuses(one: Status, other: Status) -> Evidence:
    """A projection and a report are two kinds of statement: together they are a matter for a person."""
    values = (one.value, other.value)
    if (one is Status.PROJECTED) is (other is Status.PROJECTED):
        return Evidence(1.0 if one is other else 0.9, values, "Both are reports, or both are projections.")
    return Evidence(0.0, values, "One is a projection.")


def compare_wordings(one: tuple[Metric, Subject | None], other: tuple[Metric, Subject | None]) -> Evidence:
    """The same words as given count a shade more than other words for the same; it only breaks ties."""
    values = (_wording(*one), _wording(*other))
    likeness = 1.0 if values[0] == values[1] else round(ratio(*values) / 100.0, 4)
    return Evidence(likeness, values, f"As given they are {likeness:.0%} alike.")


def _wording(metric: Metric, subject: Subject | None) -> str:
    named = f", {subject.as_given}" if subject else ""
    return f"{metric.as_given}{named}".casefold()


def compare_times(one: datetime, other: datetime) -> Evidence:
    """Published together counts a shade more than published years apart; it only breaks ties."""
    apart = abs((one - other).total_seconds())
    values = (one.date().isoformat(), other.date().isoformat())
    return Evidence(_nearness(apart), values, f"Published {apart / 86_400:.0f} days apart.")


def nearness(one: datetime, other: datetime) -> float:
    """1 for two moments that are one, 1/2 for a hundred days between them, and on towards 0."""
    return _nearness(abs((one - other).total_seconds()))


def _nearness(seconds: float) -> float:
    return 1.0 / (1.0 + seconds / 8_640_000)
