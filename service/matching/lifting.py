"""Two claims that the words of their metrics leave apart, weighed by all that they say: what the topic can lift.

Nothing that certainly separates is weighed: another dimension, period, country, town or qualifier. A pair that
passes is given its chance by the readable model, and its place on the scale on which words are scored.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from service.claim import Metric, Period, Place, Quantity
from service.matching.ages import tell_other_ages
from service.matching.aligning import Aligned, both_say_their_own
from service.matching.axes import are_opposites, heard_of, measure_axes, said_by, what_separates
from service.matching.contrasts import are_in_contrast
from service.matching.doubts import is_another_by_subject, is_another_period, is_for_a_person, is_open
from service.matching.events import name_one_event
from service.matching.figures import count_another, measure_figures
from service.matching.meaning import measure_meaning
from service.matching.model import Weights, chance, model
from service.matching.own_words import (
    OWN,
    measure_own_words,
    measure_said_alone,
    measure_unheard_of,
    measured_apart,
    name_others,
    share_a_name,
    strongest_in_metric,
)
from service.matching.periods import is_told_of_these, measure_frequencies, measure_periods
from service.matching.phrases import differ
from service.matching.places import measure_places, places_apart, where
from service.matching.profiles import profile_of
from service.matching.sides import side_of
from service.matching.wording import Numbers, Wording, beside, measure_words
from service.policy import Policy
from service.topic import Topic

_DEFAULT = Policy()
CONFIRMED_AT, SUGGESTED_AT = _DEFAULT.confirmed_threshold, _DEFAULT.suggested_threshold
"""Where the thresholds of the model stand on the scale of scores."""
MOST_SUGGESTED = CONFIRMED_AT - 0.01
"""What is uncertain for a person to see is suggested at most."""
_TOP = 0.99
_SAID_BY_FIGURES = frozenset({"measure"})
_SAYS_MORE = frozenset({"frequency", "power"})
"""Axes on which a second value says more and nothing else: "power generation capacity", annual growth of hourly pay."""
_WHEREABOUTS = frozenset({"hospitalised"})
_TO_COME = frozenset({"forecast", "target"})
_VOTES = frozenset({"vote", "voteshare"})
_MOST_WORDS = 5
_ENOUGH = 3
_MOST_OWN = 2
"""Two topics of which each says more words of its own are no neighbours."""
_MEANT_AT_LEAST = 0.3
"""How far a measure of one side is to be found on the other, or a person decides."""
_LEAST_COVERED = 0.2
"""Of what the one that is covered less tells, so much the other has to tell too."""
_DESIGNATOR = re.compile(r"(?<![^\W_])(?:\d+|[A-Z])(?![^\W_])")
"""A number or a letter that tells one of a kind from another, as in "Model 3"."""


_NO_SUMS = frozenset({"per", "price", "statistic", "flow"})
_PRICES = frozenset({"price", "wage", "salary", "rent", "pension", "fee", "fare", "premium", "cost", "bill"})
_CASES = frozenset({"case", "infection", "infections", "infect", "patient"})


class Told(NamedTuple):
    """All of a claim that the topic weighs."""

    topic: Topic
    metric: Metric
    quantity: Quantity
    period: Period
    place: Place | None
    has_subject: bool


class Lift(Struct, frozen=True):
    """Where the topic puts a pair."""

    score: float
    chance: float
    reason: str


class ComparedTopics(Struct, frozen=True, eq=False):
    """Two topics compared: the dear part, which is kept."""

    wording: Wording
    numbers: Numbers
    often: frozenset[str]
    """Frequencies that only one of them says."""
    is_one_forecast: bool
    """Whether one tells what is to come, and the other what was."""

    @property
    def lone(self) -> float:
        """What the subject of one tells and the other leaves out."""
        sides = ((self.wording.ours, self.wording.one), (self.wording.theirs, self.wording.other))
        return max(
            (word.left for words, side in sides for word in words if word.word.form in side.subject), default=0.0
        )


def lift(one: Told, other: Told) -> Lift | None:
    """All their words together, in whatever field, by a model learnt from facts that editors entered twice: the chance.

    Only where the words of the metrics confirm nothing, and nothing certain separates: another unit, period, country,
    town or qualifier. None where too little speaks for it.
    """
    compared = compare_topics(*_by_key(one.topic, other.topic))
    numbers = weighable(*_in_order(one, other)) if compared is not None else None
    if compared is None or numbers is None or is_another_period(numbers):
        return None
    in_force = model()
    found = chance(in_force.weigh(numbers))
    if found < in_force.weights.suggested_threshold:
        return None
    score = score_of(found, in_force.weights)
    if is_open(numbers) and not all(map(_tells_of_what, (one, other))):
        return None
    if is_for_a_person(numbers, found):
        score = min(score, MOST_SUGGESTED)
    ours, theirs = compared.wording.ours, compared.wording.theirs
    return Lift(score, found, _reason(ours, theirs) if one.topic.key <= other.topic.key else _reason(theirs, ours))


def chance_of(one: Told, other: Told) -> float | None:
    """The model's chance that two claims are of one thing; None where something certain keeps them unweighed."""
    compared = compare_topics(*_by_key(one.topic, other.topic))
    numbers = weighable(*_in_order(one, other)) if compared is not None else None
    return None if numbers is None else chance(model().weigh(numbers))


def doubt(one: Told, other: Told) -> Lift | None:
    """Where a pair that the words of the metrics confirm is put, if a subject of the two says more than the other's.

    "Asylum applications" of Germany and of Afghans in Germany have one metric, place and period; so have profits of an
    airline and of its holidays. Then the whole topic has to make it likely that the two are one. None where it does,
    and where that subject tells nothing more.
    """
    if not is_doubtful(one, other):
        return None
    numbers, in_force = weighable(*_in_order(one, other)), model()
    found = chance(in_force.weigh(numbers)) if numbers is not None else 0.0
    if found >= in_force.weights.confirmed_threshold and numbers is not None and not is_another_by_subject(numbers):
        return None
    which = "first" if one.has_subject else "second"
    said = "Their subjects differ" if one.has_subject is other.has_subject else f"Only the {which} gives a subject"
    reason = f"{said}, which may make it another figure: a person decides."
    return Lift(MOST_SUGGESTED, found, reason)


def is_doubtful(one: Told, other: Told) -> bool:
    """Whether what their subjects and countries say may make two figures of one metric two things."""
    compared = compare_topics(*_by_key(one.topic, other.topic))
    names_the_same = where(one.place, one.topic).named == where(other.place, other.topic).named
    return compared is None or compared.lone > OWN or not names_the_same


def _in_order(one: Told, other: Told) -> tuple[Told, Told]:
    return (one, other) if one.topic.key <= other.topic.key else (other, one)


def _by_key(one: Topic, other: Topic) -> tuple[Topic, Topic]:
    return (one, other) if one.key <= other.key else (other, one)


def weighable(one: Told, other: Told) -> Numbers | None:
    """All numbers of two claims; None where qualifiers, countries or towns keep them apart for certain."""
    here, there = where(one.place, one.topic), where(other.place, other.topic)
    figures = measure_figures(one.quantity, other.quantity)
    in_percent = bool(figures["in_percent"])
    if places_apart(here, there) or _is_other_metric(one.metric.phrase, other.metric.phrase, in_percent=in_percent):
        return None
    compared = compare_topics(one.topic, other.topic)
    if compared is None:
        return None
    places = measure_places(here, there, one.topic, other.topic)
    if _names_other_countries(places):
        return None
    two_places = _are_two_places(one.place, other.place, places)
    counted, is_one_event = bool(figures["counted"]), name_one_event(one.topic, other.topic)
    names_one = share_a_name(compared.wording)
    may_lie_there = (here.country is None or there.country is None) and bool(figures["figures_near"])
    if two_places and not (names_one or is_one_event or may_lie_there):
        return None
    is_beside_country = is_one_event and not (here.within and there.within)
    may_be_within = bool(figures["figures_near"]) and (names_one or is_beside_country)
    frequencies = measure_frequencies(one.period, other.period, compared.often)
    is_forecast = compared.is_one_forecast and not figures["counted"]  # "planned job cuts" are those announced
    if figures["unit_unsaid"] and not figures["figures_near"]:
        return None
    metrics = one.metric, other.metric
    topics = one.topic, other.topic
    if not is_told_of_these(one.period, other.period, metrics, topics, counted=counted):
        return None
    return {
        **compared.numbers,
        **figures,
        **measure_periods(one.period, other.period),
        **frequencies,
        **places,
        "two_places": float(two_places),
        "two_places_apart": float(two_places and not may_be_within),
        "one_forecast": float(is_forecast),
        "one_event": float(is_one_event),
        "counts_cases": float(_count_cases(compared.wording)),
        "larger_says_more": float(_is_larger_by_more_words(compared.wording, one.quantity, other.quantity)),
        "smaller_says_more": float(
            counted and _is_smaller_by_more_words(compared.wording, one.quantity, other.quantity)
        ),
        "growth_since_when": float(frequencies["frequency_not_implied"] and _speak_of_gdp(compared.wording)),
        "counts_another": count_another(compared.wording, one.quantity, other.quantity),
        "certainty_in_doubt": float(
            compared.numbers["only_one_says_certainty"]
            and not (figures["figures_near"] and _count_cases(compared.wording))
        ),
        "country_of_its_own": float(_is_of_its_own(here.named ^ there.named, compared.numbers)),
        "subject_on_one_side": float(one.has_subject != other.has_subject),
    }


def may_be_one(one: Topic, other: Topic) -> bool:
    """Whether two topics may speak of one thing, whatever is claimed of them: only such are neighbours.

    They may not where words of theirs are opposites or qualify differently, and where each side says several words of
    its own that the other has no counterpart for. What is left is weighed, with the figures, when claims are compared.
    """
    return _compare(*_by_key(one, other)) is not None


@lru_cache(maxsize=32_768)
def compare_topics(one: Topic, other: Topic) -> ComparedTopics | None:
    """Compare what the words of two topics say; None where they cannot speak of one thing. Pure."""
    return _compare(one, other)


def _compare(one: Topic, other: Topic) -> ComparedTopics | None:
    if both_say_their_own(side_of(one), side_of(other), OWN, _MOST_OWN):
        return None
    if are_in_contrast(one, other) or _have_other_designators(one, other) or tell_other_ages(one, other):
        return None
    wording = beside(one, other)
    axes = measure_axes(wording)
    if what_separates(wording) is not None or are_opposites(wording):
        return None
    if axes["only_one_says_flow"] or measure_unheard_of(wording):
        return None
    words = measure_words(wording)
    if words["covered_least"] < _LEAST_COVERED:
        return None
    said = heard_of(one, other)
    ours, theirs = (side.get("frequency", frozenset()) for side in said)
    outlooks = [side.get("outlook", frozenset()) for side in said]
    numbers = {
        **words,
        **axes,
        **measure_own_words(wording),
        **measure_meaning(wording),
        "measured_apart": float(measured_apart(wording, _MEANT_AT_LEAST)),
        "of_others": float(name_others(wording)),
        **measure_said_alone(wording),
    }
    return ComparedTopics(
        wording,
        numbers,
        ours ^ theirs,
        is_one_forecast=not _TO_COME.isdisjoint(outlooks[0] ^ outlooks[1]),
    )


def score_of(found: float, weights: Weights) -> float:
    """Put a chance on the scale of scores, on which the model's thresholds stand at those of the policy."""
    low, high = weights.suggested_threshold, weights.confirmed_threshold
    if found >= high:
        return CONFIRMED_AT + (_TOP - CONFIRMED_AT) * (found - high) / (1.0 - high)
    return SUGGESTED_AT + (MOST_SUGGESTED - SUGGESTED_AT) * (found - low) / (high - low)


def _have_other_designators(one: Topic, other: Topic) -> bool:
    ours, theirs = (set(_DESIGNATOR.findall(topic.text)) for topic in (one, other))
    return bool(ours - theirs) and bool(theirs - ours)


def _is_other_metric(one: str, other: str, *, in_percent: bool) -> bool:
    """Whether both metrics say something on one axis that differs; what one of them says elsewhere is no difference.

    "Turnout" and "number of demonstrators" differ in how they are measured by their words alone: the figures, which
    are of one kind and dimension, tell that better. Votes in per cent are a share of the votes.
    """
    ours, theirs = profile_of(one).groups, profile_of(other).groups
    both = (ours.keys() & theirs.keys()) - _SAID_BY_FIGURES
    return any(
        differ(group, ours[group], theirs[group])
        and not _says_more(group, ours[group] ^ theirs[group], ours[group] & theirs[group])
        and not (in_percent and ours[group] | theirs[group] == _VOTES)
        for group in both
    )


def _says_more(group: str, odd: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether what only one says comes to what both say: of the injured one says that they are in hospital."""
    return bool(shared) and (group in _SAYS_MORE or odd <= _WHEREABOUTS)


def _are_two_places(one: Place | None, other: Place | None, numbers: Numbers) -> bool:
    """Two towns, or a town beside the whole country, unless the other side names the town elsewhere.

    Where both name the same event or body, and the figures are near, one place may lie within the other.
    """
    if one is None or other is None or one.key == other.key or numbers["same_within"]:
        return False
    return not (numbers["within_said"] and numbers["within_on_one_side"])


def _is_of_its_own(more: frozenset[str], numbers: Numbers) -> bool:
    """Whether one names a country that the other does not, and each says a word of its own."""
    return bool(more) and numbers["own_strongest_less"] >= OWN


def _names_other_countries(numbers: Numbers) -> bool:
    return bool(numbers["each_names_another"] or numbers["named_countries_differ"])


def _tells_of_what(told: Told) -> bool:
    """Whether a claim has a place, a subject or a name, or else says so much that it can be of one thing only."""
    said = {word.form for word in told.topic.words if word.field == "metric"}
    is_named = any(word.kind != "word" for word in told.topic.words if word.field == "metric")
    return told.place is not None or told.has_subject or is_named or len(said) >= _ENOUGH


def _speak_of_gdp(wording: Wording) -> bool:
    """Whether it is of output: its growth is told since the quarter before or since a year before."""
    return any(word.word.form == "gdp" for word in (*wording.ours, *wording.theirs))


def _is_larger_by_more_words(wording: Wording, one: Quantity, other: Quantity) -> bool:
    """Whether the larger of two sums of money is the one whose metric says more of its own: then it is no part."""
    if not one.unit.dimension.startswith("money:") or "/" in one.unit.dimension or _tells_a_price(wording):
        return False
    more, less = _by_words(wording, one, other)
    return more.stated.low is not None and less.stated.high is not None and more.stated.low > less.stated.high >= 0


def _is_smaller_by_more_words(wording: Wording, one: Quantity, other: Quantity) -> bool:
    """Whether what is counted less is what its metric says more of: then it may be a part."""
    more, less = _by_words(wording, one, other)
    return more.stated.high is not None and less.stated.low is not None and more.stated.high < less.stated.low


def _by_words(wording: Wording, one: Quantity, other: Quantity) -> tuple[Quantity, Quantity]:
    """Give first the quantity of which the metric says more of its own."""
    ours, theirs = strongest_in_metric(wording)
    return (one, other) if ours > theirs else (other, one)


def _tells_a_price(wording: Wording) -> bool:
    """Whether it is no sum: a price, a pay or what is told of the average, of which a part may be the larger."""
    said = (*said_by(wording.one.topic).items(), *said_by(wording.other.topic).items())
    axes = {axis for axis, values in said if values}
    return bool(axes & _NO_SUMS) or any(word.word.form in _PRICES for word in (*wording.ours, *wording.theirs))


def _count_cases(wording: Wording) -> bool:
    """Whether cases of an illness are counted: those that are told are the confirmed ones, unless they are probable."""
    said = {value for side in (wording.one, wording.other) for value in said_by(side.topic).get("certainty", ())}
    return said <= {"confirmed"} and any(word.word.form in _CASES for word in (*wording.ours, *wording.theirs))


def _reason(ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> str:
    """Say what both say and what only one says; one sentence for both orders but for first and second."""
    both = [word.word.surface for word in ours if word.is_shared]
    said = [f"both say {', '.join(dict.fromkeys(both[:_MOST_WORDS]))}"] if both else []
    for which, side in (("first", ours), ("second", theirs)):
        alone = [word.word.surface for word in side if not word.is_shared]
        if alone:
            said.append(f"only the {which} says {', '.join(dict.fromkeys(alone[:_MOST_WORDS]))}")
    return f"All their words together: {'; '.join(said)}."
