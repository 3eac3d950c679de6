"""A function a feature: what two claims say, how far they agree on it, and a sentence. The docstrings are published.

Each answers a score from 0 to 1, the two values that were used, a sentence, and whether the two are kept apart by it.
"""

from datetime import datetime

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from service.claim import Metric, Period, PeriodKind, Place, QuantityKind, Status, Subject, Unit
from service.matching.tellings import is_counted_since, is_nearly_same_span, is_same_fiscal_year, told_in_two_ways
from service.matching.things import same_thing
from service.matching.unsaid import is_unsaid


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
    if is_unsaid(one, other):
        return Evidence(0.0, values, "One leaves its unit unsaid.", separates=True, may_be_lifted=True)
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
    So may a day or some days and their month, and a night and the day with which it ends. What is told more loosely, as
    a fiscal year whose first day nobody told, waits for a person.
    """
    values = (_dates(one), _dates(other))
    is_same = one.start == other.start and one.end == other.end
    if one.is_fiscal_start_unknown is not other.is_fiscal_start_unknown and not is_same_fiscal_year(one, other):
        return _otherwise(one, other, values, "One is a fiscal year whose first day nobody told.")
    if is_same and _same_kind(one, other):
        return _with_doubts(one, other, values)
    if is_same:
        return _otherwise(one, other, values, "A state at a moment is not what happened during a span.")
    if is_nearly_same_span(one, other):
        return Evidence(0.9, values, "The spans differ by some days at most.")
    if one.kind is PeriodKind.AS_OF and other.kind is PeriodKind.AS_OF and one.end == other.end:
        return Evidence(0.9, values, "The same day; one is given less exactly.")
    if is_counted_since(one, other) or is_counted_since(other, one):
        return Evidence(0.95, values, "The total is told to begin with the span, and they end on one day.")
    return _otherwise(one, other, values, f"{values[0]} is not {values[1]}.")


def _otherwise(one: Period, other: Period, values: tuple[str, str], reason: str) -> Evidence:
    """Separate two periods; where they may be told of one thing, all words and figures together may bring it back."""
    told = told_in_two_ways(one, other)
    if told is None:
        return Evidence(0.0, values, reason, separates=True)
    return Evidence(0.0, values, told.reason, separates=True, may_be_lifted=True)


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


def _dates(period: Period) -> str:
    if period.start == period.end:
        return f"{'as of ' if period.kind is PeriodKind.AS_OF else ''}{period.end}"
    return f"{period.start}/{period.end}"


def compare_subjects(one: Subject | None, other: Subject | None, place: str | None) -> Evidence:
    """The same subject in any of its names; one that says more than the other counts less; a missing one is a doubt.

    A country in the subject that is the place of both claims anyway does not count, but beside another country: of
    the war in Ukraine the losses of the Russian army are not those of the Ukrainian one.
    """
    if one is None and other is None:
        return Evidence(1.0, (None, None), "Neither names a subject.")
    if one is None or other is None:
        return Evidence(0.6, (_key(one), _key(other)), "Only one names a subject.")
    values = (one.key, other.key)
    if one.key == other.key:
        return Evidence(1.0, values, "The same subject.")
    if _are_of_two_countries(one.key, other.key):
        return Evidence(0.0, values, f"{one.as_given} is not {other.as_given}.", separates=True)
    ours, theirs = set(one.key.split()) - {place}, set(other.key.split()) - {place}
    if ours == theirs:
        return Evidence(0.95, values, "The same subject, its country being the place.")
    if ours and theirs and (ours < theirs or theirs < ours):
        return Evidence(0.75, values, "One subject is named more closely than the other.")
    return Evidence(0.0, values, f"{one.as_given} is not {other.as_given}.", separates=True)


def _are_of_two_countries(one: str, other: str) -> bool:
    """Whether both keys hold a country, and not one of them is the same; other words of a key are in small letters."""
    ours, theirs = ({word for word in key.split() if word.isupper()} for key in (one, other))
    return bool(ours and theirs) and ours.isdisjoint(theirs)


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
