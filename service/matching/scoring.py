"""The readable list: feature and weight; then score and band.

Each feature may take away up to its weight: the score is the product of 1 - weight × (1 - score of the feature). So the
score of two claims is never above that of their phrases, and a single feature never carries a match.
"""

from typing import Annotated

from msgspec import Meta, Struct

from service.claim import Claim, Comparison, Feature, Sameness
from service.matching import features
from service.matching.features import Evidence
from service.matching.phrases import DIGITS, PhraseComparison, band_of, compare_metrics
from service.matching.sameness import outrank
from service.policy import Policy

WEIGHTS = {
    "metric": 1.0,
    "unit": 0.3,
    "period": 0.2,
    "subject": 0.35,
    "place": 0.35,
    "status": 0.3,
    "wording": 0.01,
    "published": 0.01,
}
TOP = 0.999
"""No pair is certain."""


def compare(claim: Claim, other: Claim, policy: Policy, judged: Sameness | None = None) -> Comparison:
    """Say whether two claims speak of the same metric and period, feature by feature. Symmetric but for the order.

    The separator names what is not comparable, as "unit: percent and people"; then the band is null. What a desk has
    judged of the two metrics outranks their words.
    """
    phrases = outrank(compare_metrics(claim.metric, other.metric, policy), claim.metric, other.metric, judged)
    found = _evidence(claim, other)
    score = TOP * phrases.score
    for name, evidence in found.items():
        score *= 1.0 - WEIGHTS[name] * (1.0 - evidence.score)
    separator = phrases.separator or next((_separator(name, one) for name, one in found.items() if one.separates), None)
    said = _metric_evidence(claim, other, phrases, judged)
    listed = tuple(_feature(name, one) for name, one in (("metric", said), *found.items()))
    return Comparison(
        score=round(score, DIGITS), band=band_of(score, separator, policy), features=listed, separator=separator
    )


def _evidence(claim: Claim, other: Claim) -> dict[str, Evidence]:
    country = claim.place.key if claim.place and other.place and claim.place.key == other.place.key else None
    subject = features.compare_subjects(claim.subject, other.subject, country)
    same_subject = claim.subject is not None and other.subject is not None and not subject.separates
    return {
        "unit": features.compare_units(claim.quantity, other.quantity),
        "period": features.compare_periods(claim.period, other.period),
        "subject": subject,
        "place": features.compare_places(claim.place, other.place, same_subject=same_subject),
        "status": features.compare_statuses(claim.status, other.status),
        "wording": features.compare_wordings(claim, other),
        "published": features.compare_times(claim, other),
    }


def _feature(name: str, evidence: Evidence) -> Feature:
    return Feature(
        name=name, score=evidence.score, weight=WEIGHTS[name], values=evidence.values, reason=evidence.reason
    )


def _separator(name: str, evidence: Evidence) -> str:
    return f"{name}: {evidence.values[0]} and {evidence.values[1]}"


def _metric_evidence(claim: Claim, other: Claim, phrases: PhraseComparison, judged: Sameness | None) -> Evidence:
    values = (claim.metric.phrase, other.metric.phrase)
    score = phrases.score
    if phrases.separator is not None:
        return Evidence(score, values, f"They are different metrics ({phrases.separator}).", separates=True)
    if claim.metric.phrase == other.metric.phrase:
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
