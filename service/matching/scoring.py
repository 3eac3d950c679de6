"""The readable list: feature and weight; then score and band.

Each feature may take away up to its weight: the score is the product of 1 - weight × (1 - score of the feature). So the
score of two claims is never above that of their phrases, and a single feature never carries a match.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Raw, Struct
from msgspec.structs import replace

from service.claim import (
    Band,
    Claim,
    Comparison,
    Feature,
    Metric,
    Period,
    Place,
    QuantityKind,
    Sameness,
    Status,
    Subject,
    Unit,
)
from service.matching import features
from service.matching.equivalence import outrank
from service.matching.events import comes_once_a_year, events_of, is_announced
from service.matching.features import Evidence
from service.matching.lifting import Lift, Told, chance_of, doubt, lift
from service.matching.phrases import DIGITS, PhraseComparison, band_of, compare_metrics
from service.matching.windows import last_days
from service.policy import Policy
from service.reading.topic import read_topic

WEIGHTS = {
    "metric": 1.0,
    "unit": 0.3,
    "period": 0.2,
    "subject": 0.35,
    "place": 0.35,
    "status": 0.3,
    "wording": 0.01,
    "published": 0.01,
    "topic": 1.0,
}
TOP = 0.999
"""No pair is certain."""

LIFTED_BELOW = 0.82
"""Above, the words of the metric confirm a match at whatever moments."""
FOR_A_PERSON = 0.75
"""A projection beside a report is suggested at most, and so is a place that can be either of two."""
_PUBLISHED = WEIGHTS["published"]
_ANY_POLICY = Policy()
_encode = msgspec.json.Encoder().encode


def compare(
    claim: Claim, other: Claim, policy: Policy, judged: Sameness | None = None, *, near: bool = True
) -> Comparison:
    """Say whether two claims speak of the same metric and period, feature by feature. Symmetric but for the order.

    The separator names what is not comparable, as "unit: percent and people"; then the band is null. What a desk has
    judged of the two metrics outranks their words. Topics that are no neighbours, not `near`, lift nothing.
    """
    likeness = likeness_of(claim, other, judged, near=near)
    score, band, _ = likeness.beside(claim.published_at, other.published_at, policy)
    published = compare_publications(claim.published_at, other.published_at)
    return Comparison(score, band, (*likeness.features, published), likeness.separator)


Placed = tuple[float, Band | None, bool]
"""Score and band of two claims of certain moments; and whether it is their topics, no words, that bring them there."""


class Likeness(Struct, eq=False):
    """How much two claims speak of the same, whenever they were published: all features but that one.

    One likeness holds for all claims that say the same, so it is worked out and written once.
    """

    score: float
    """By the words of the metric."""
    apart: str | None
    """What keeps the two apart, if their topics do not bring them together."""
    features: tuple[Feature, ...]
    may_be_lifted: bool = False
    lift: float = 0.0
    """By the whole topic; 0 where it does not bring them together."""
    most: float = 1.0
    """The words of the metric count for so much at most."""
    encoded: tuple[Raw, ...] = ()

    @property
    def separator(self) -> str | None:
        """What keeps the two apart; None where they match."""
        return None if self.lift else self.apart

    @property
    def written(self) -> tuple[Raw, ...]:
        """The features as JSON, written when they are first asked for."""
        if not self.encoded:
            self.encoded = tuple(Raw(_encode(one)) for one in self.features)
        return self.encoded

    def beside(self, ours: datetime, theirs: datetime, policy: Policy) -> Placed:
        """Give the score and the band of two such claims, published at these moments."""
        moment = 1.0 - _PUBLISHED * (1.0 - features.nearness(ours, theirs))
        score = min(self.score, self.most) * moment
        band = band_of(score, self.apart, policy)
        lifted = self.lift * moment
        if band is Band.CONFIRMED or not lifted or (self.apart is None and lifted <= score):
            return round(score, DIGITS), band, False
        return round(lifted, DIGITS), band_of(lifted, None, policy), True


def likeness_of(claim: Claim, other: Claim, judged: Sameness | None = None, *, near: bool = True) -> Likeness:
    """Compare all that two claims say but for the moments of their publication. No threshold of theirs plays a part.

    Args:
        claim: One of the two.
        other: The other.
        judged: What a desk has judged of the two metrics.
        near: Whether their topics are neighbours, so that all their words together may bring them nearer.
    """
    likeness = _compare_said(_said_by(claim), _said_by(other), judged)
    if judged is not None:
        return likeness
    if likeness.score >= _ANY_POLICY.confirmed_threshold:
        held = _held_back(likeness, claim, other)
        if held is not likeness or not likeness.may_be_lifted:
            return held
    return _lifted(likeness, claim, other) if near and likeness.may_be_lifted else likeness


def compare_publications(ours: datetime, theirs: datetime) -> Feature:
    """Give the feature that a likeness lacks."""
    return _feature("published", features.compare_times(ours, theirs))


def chance_between(claim: Claim, other: Claim) -> float | None:
    """The chance that two claims are of one thing, by the model; None where something certain keeps them unweighed."""
    found = chance_of(told_by(claim), told_by(other))
    return None if found is None else round(found, DIGITS)


def evidence_of(claim: Claim, other: Claim) -> dict[str, Evidence]:
    """Give what each feature but the metric's says of two claims, by its name."""
    return _evidence(_said_by(claim), _said_by(other))


def told_by(claim: Claim) -> Told:
    """Give all of a claim that its topic is weighed by."""
    return Told(
        read_topic(claim),
        claim.metric,
        claim.quantity,
        claim.period,
        claim.place,
        has_subject=claim.subject is not None,
    )


def last_days_of(claim: Claim) -> tuple[date, ...]:
    """Under which last days a claim can stand that may be compared with this one, ascending."""
    topic = read_topic(claim)
    of_event = bool(events_of(topic)) or is_announced(topic)
    return last_days(claim.period, of_event=of_event, of_year=comes_once_a_year(topic))


class _Said(NamedTuple):
    """All of a claim that is compared, but for its figure and the moment of its publication."""

    metric: Metric
    kind: QuantityKind
    unit: Unit
    period: Period
    subject: Subject | None
    place: Place | None
    status: Status


def _said_by(claim: Claim) -> _Said:
    quantity = claim.quantity
    return _Said(claim.metric, quantity.kind, quantity.unit, claim.period, claim.subject, claim.place, claim.status)


def _lifted(likeness: Likeness, claim: Claim, other: Claim) -> Likeness:
    """Let the topic weigh what the words leave apart; what they confirm needs no lift."""
    found = lift(told_by(claim), told_by(other))
    if found is None:
        return likeness
    is_for_a_person = _is_projection_beside_report(claim, other) or _may_be_elsewhere(claim, other)
    score = min(found.score, FOR_A_PERSON) if is_for_a_person else found.score
    return replace(likeness, lift=score, features=(*likeness.features, _topics(found, claim, other)), encoded=())


def _held_back(likeness: Likeness, claim: Claim, other: Claim) -> Likeness:
    """Leave to a person what the words of the metrics confirm, where one side's subject says more than the other's."""
    ours, theirs = (one.subject.key if one.subject else None for one in (claim, other))
    if likeness.apart is not None or ours == theirs:
        return likeness
    found = doubt(told_by(claim), told_by(other))
    if found is None:
        return likeness
    return replace(likeness, most=found.score, features=(*likeness.features, _topics(found, claim, other)), encoded=())


def _topics(found: Lift, claim: Claim, other: Claim) -> Feature:
    texts = read_topic(claim).text, read_topic(other).text
    return Feature(
        name="topic", score=round(found.chance, DIGITS), weight=WEIGHTS["topic"], values=texts, reason=found.reason
    )


def _is_projection_beside_report(claim: Claim, other: Claim) -> bool:
    return (claim.status is Status.PROJECTED) is not (other.status is Status.PROJECTED)


def _may_be_elsewhere(claim: Claim, other: Claim) -> bool:
    return any(one.place is not None and one.place.has_two_readings for one in (claim, other))


@lru_cache(maxsize=8192)
def _compare_said(ours: _Said, theirs: _Said, judged: Sameness | None) -> Likeness:
    """Compare, and keep the outcome.

    What is said of one metric, place and period is said again and again, with other figures.
    """
    phrases = outrank(compare_metrics(ours.metric, theirs.metric, _ANY_POLICY), ours.metric, theirs.metric, judged)
    found = _evidence(ours, theirs)
    score = TOP * phrases.score
    for name, evidence in found.items():
        score *= 1.0 - WEIGHTS[name] * (1.0 - evidence.score)
    separator = phrases.separator or next((_separator(name, one) for name, one in found.items() if one.separates), None)
    said = _metric_evidence(ours.metric, theirs.metric, phrases, judged)
    listed = tuple(_feature(name, one) for name, one in (("metric", said), *found.items()))
    may_be_lifted = score < LIFTED_BELOW or separator is not None
    if any(found[name].is_certain for name in ("unit", "period")):
        may_be_lifted = False
    return Likeness(score, separator, listed, may_be_lifted)


def _evidence(ours: _Said, theirs: _Said) -> dict[str, Evidence]:
    country = ours.place.key if ours.place and theirs.place and ours.place.key == theirs.place.key else None
    subject = features.compare_subjects(ours.subject, theirs.subject, country)
    same_subject = ours.subject is not None and theirs.subject is not None and not subject.separates
    return {
        "unit": features.compare_units((ours.kind, ours.unit), (theirs.kind, theirs.unit)),
        "period": features.compare_periods(ours.period, theirs.period),
        "subject": subject,
        "place": features.compare_places(ours.place, theirs.place, same_subject=same_subject),
        "status": features.compare_statuses(ours.status, theirs.status),
        "wording": features.compare_wordings((ours.metric, ours.subject), (theirs.metric, theirs.subject)),
    }


def _feature(name: str, evidence: Evidence) -> Feature:
    return Feature(
        name=name, score=evidence.score, weight=WEIGHTS[name], values=evidence.values, reason=evidence.reason
    )


def _separator(name: str, evidence: Evidence) -> str:
    return f"{name}: {evidence.values[0]} and {evidence.values[1]}"


def _metric_evidence(one: Metric, other: Metric, phrases: PhraseComparison, judged: Sameness | None) -> Evidence:
    values = (one.phrase, other.phrase)
    score = phrases.score
    if phrases.separator is not None:
        return Evidence(score, values, f"They are different metrics ({phrases.separator}).", separates=True)
    if one.phrase == other.phrase:
        return Evidence(score, values, "The same metric.")
    if judged is Sameness.SAME:
        return Evidence(score, values, "The same metric, as the desk has judged.")
    ours, theirs = (", ".join(side) or "nothing" for side in phrases.left)
    return Evidence(score, values, f"Only the first says {ours}; only the second says {theirs}.")


class FeatureDescription(Struct, frozen=True):
    """One feature as it is weighed."""

    name: Annotated[str, Meta(description="As in the `features` of a match.", examples=["unit"])]
    weight: Annotated[float, Meta(description="The share of the score that it can take away.", examples=[0.3])]
    description: Annotated[
        str,
        Meta(
            description="What it compares.",
            examples=["Figures of different dimension or kind are never compared: percent and people."],
        ),
    ]


class MatchingDescription(Struct, frozen=True):
    """How matching works at present: features, weights, thresholds, and the version that answers carry."""

    version: Annotated[str, Meta(description="The policy's version; conflicts carry it too.", examples=["1"])]
    confirmed_threshold: Annotated[
        float, Meta(description="From this score on a match is `confirmed` and raises conflicts.", examples=[0.8])
    ]
    suggested_threshold: Annotated[
        float, Meta(description="From this score on a match is `suggested` and waits for a person.", examples=[0.65])
    ]
    score: Annotated[
        str,
        Meta(
            description="How the features make the score, in words.",
            examples=["Each feature may take away up to its weight."],
        ),
    ]
    features: Annotated[tuple[FeatureDescription, ...], Meta(description="In the order in which matches list them.")]


def describe(policy: Policy) -> MatchingDescription:
    """What GET /v1/matching answers."""
    described = {
        "metric": compare_metrics,
        "unit": features.compare_units,
        "period": features.compare_periods,
        "subject": features.compare_subjects,
        "place": features.compare_places,
        "status": features.compare_statuses,
        "wording": features.compare_wordings,
        "topic": lift,
        "published": features.compare_times,
    }
    return MatchingDescription(
        version=policy.version,
        confirmed_threshold=policy.confirmed_threshold,
        suggested_threshold=policy.suggested_threshold,
        score=" ".join((__doc__ or "").split("\n\n")[1].split()),
        features=tuple(
            FeatureDescription(name, WEIGHTS[name], " ".join((function.__doc__ or "").split()))
            for name, function in described.items()
        ),
    )
