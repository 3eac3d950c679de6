"""Two claims that the words of their metrics leave apart, weighed by all that they say: what the topic can lift.

Nothing that certainly separates is weighed: another dimension, period, country, town or qualifier. A pair that
passes is given its chance by the readable model, and its place on the scale on which words are scored.
"""

from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from service.claim import Metric, Period, Place, Quantity
from service.matching.axes import measure_axes, said_by, what_separates
from service.matching.contrasts import are_in_contrast
from service.matching.figures import measure_figures
from service.matching.model import Weights, chance, model, weigh
from service.matching.periods import measure_frequencies, measure_periods
from service.matching.phrases import compare_phrases
from service.matching.places import measure_places, places_apart, where
from service.matching.wording import Numbers, Wording, beside, measure_words
from service.topic import Topic

CONFIRMED_AT, SUGGESTED_AT = 0.80, 0.65
"""Where the thresholds of the model stand on the scale of scores."""
_CAP = 0.79
"""What is uncertain for a person to see is suggested at most."""
_TOP = 0.99
_UNLIKE = 0.4
"""Counted things further apart in meaning may be two."""
_MOST_WORDS = 5


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
    separator: str | None
    often: frozenset[str]
    """Frequencies that only one of them says."""


def lift(one: Told, other: Told) -> Lift | None:
    """All their words together, in whatever field, by a model learnt from facts that editors entered twice: the chance.

    Only where the words of the metrics confirm nothing, and nothing certain separates: another unit, period, country,
    town or qualifier. None where too little speaks for it.
    """
    numbers = weighable(one, other) if one.topic.key <= other.topic.key else weighable(other, one)
    if numbers is None:
        return None
    in_force = model()
    found = chance(weigh(in_force.terms, numbers))
    if found < in_force.weights.suggested_threshold:
        return None
    score = score_of(found, in_force.weights)
    is_open = _is_open(numbers)
    if is_open and not (_names_something(one) and _names_something(other)):
        return None
    if is_open or numbers["things_unlike"] > _UNLIKE or numbers["axes_weakened"] >= 1.0:
        score = min(score, _CAP)
    return Lift(score, found, _reason(one.topic, other.topic))


def weighable(one: Told, other: Told) -> Numbers | None:
    """All numbers of two claims; None where qualifiers, countries or towns keep them apart for certain."""
    here, there = where(one.place, one.topic), where(other.place, other.topic)
    if places_apart(here, there) or _is_other_metric(one.metric.phrase, other.metric.phrase):
        return None
    if are_in_contrast(one.topic, other.topic):
        return None
    compared = compare_topics(one.topic, other.topic)
    if compared.separator is not None or compared.numbers["opposites"] or compared.numbers["only_one_says_flow"]:
        return None
    places = measure_places(here, there, one.topic, other.topic)
    if _are_two_places(one.place, other.place, places) or _names_other_countries(places):
        return None
    return {
        **compared.numbers,
        **measure_figures(one.quantity, other.quantity),
        **measure_periods(one.period, other.period),
        **measure_frequencies(one.period, other.period, compared.often),
        **places,
        "subject_on_one_side": float(one.has_subject != other.has_subject),
    }


@lru_cache(maxsize=32_768)
def compare_topics(one: Topic, other: Topic) -> ComparedTopics:
    """Compare what the words of two topics say. Pure."""
    wording = beside(one, other)
    ours, theirs = (said_by(topic).get("frequency", frozenset()) for topic in (one, other))
    numbers = {**measure_words(wording), **measure_axes(wording)}
    return ComparedTopics(wording, numbers, what_separates(wording), ours ^ theirs)


def score_of(found: float, weights: Weights) -> float:
    """Put a chance on the scale of scores, on which the model's thresholds stand at those of the policy."""
    low, high = weights.suggested_threshold, weights.confirmed_threshold
    if found >= high:
        return CONFIRMED_AT + (_TOP - CONFIRMED_AT) * (found - high) / (1.0 - high)
    return SUGGESTED_AT + (_CAP - SUGGESTED_AT) * (found - low) / (high - low)


def _is_other_metric(one: str, other: str) -> bool:
    """Whether both metrics say something on one axis that differs; what one of them says elsewhere is no difference."""
    first, second = sorted((one, other))
    _, separator, _ = compare_phrases(first, second)
    return separator is not None and not separator.endswith(" and none")


def _are_two_places(one: Place | None, other: Place | None, numbers: Numbers) -> bool:
    """A town is not its country, nor another town; it is the same with and without its country."""
    return one is not None and other is not None and one.key != other.key and not numbers["same_within"]


def _names_other_countries(numbers: Numbers) -> bool:
    return bool(numbers["each_names_another"] or numbers["named_countries_differ"])


def _names_something(told: Told) -> bool:
    return told.has_subject or any(word.kind != "word" for word in told.topic.words if word.field == "metric")


def _is_open(numbers: Numbers) -> bool:
    """Whether only one side has a place that the other does not say, and no name that both say tells where it is."""
    is_lone = numbers["within_one_of_two"] or numbers["within_lone"] or numbers["country_on_one_side"]
    return bool(is_lone) and not numbers["within_said"] and not numbers["names_shared"]


def _reason(one: Topic, other: Topic) -> str:
    """Say what both say and what only one says; one sentence for both orders but for first and second."""
    wording = compare_topics(one, other).wording
    both = [word.word.surface for word in wording.ours if word.is_shared]
    said = [f"both say {', '.join(dict.fromkeys(both[:_MOST_WORDS]))}"] if both else []
    for which, side in (("first", wording.ours), ("second", wording.theirs)):
        alone = [word.word.surface for word in side if not word.is_shared]
        if alone:
            said.append(f"only the {which} says {', '.join(dict.fromkeys(alone[:_MOST_WORDS]))}")
    return f"All their words together: {'; '.join(said)}."
