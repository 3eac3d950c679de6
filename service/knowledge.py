"""The nouns of what is known about a dispute beyond its positions: why figures differ, and where they come from.

None of it is a verdict: it explains a gap, with the chance that the explanation is a coincidence.
"""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.claim import Period


class CauseName(Enum):
    """Why two figures may differ. docs/disputes.md gives the exact test of each."""

    STALE = "stale"
    OTHER_DAY = "other_day"
    OTHER_YEAR = "other_year"
    OTHER_METRIC = "other_metric"
    INCREASE = "increase"
    SUM_OF_TWO = "sum_of_two"
    FACTOR_1000 = "factor_1000"
    ABOUT_1000 = "about_1000"
    POWER_OF_TEN = "power_of_ten"
    ABOUT_10 = "about_10"
    DIGIT_DROPPED = "digit_dropped"
    DIGITS_SWAPPED = "digits_swapped"
    ONE_DIGIT = "one_digit"
    CUT_OFF = "cut_off"
    SIGN_LOST = "sign_lost"
    UNIT = "unit"
    PER_TIME = "per_time"


class Likelihood(Enum):
    """How much a cause is worth: `likely` is wrong on one in fifty at most, `possible` is worth a look."""

    LIKELY = "likely"
    POSSIBLE = "possible"


class Cause(Struct, frozen=True):
    """A named, tested explanation of a gap, with its chance of being a coincidence."""

    name: Annotated[CauseName, Meta(description="Which test the figures pass; docs/disputes.md gives each.")]
    likelihood: Annotated[Likelihood, Meta(description="What it is worth.")]
    says: Annotated[str, Meta(description="In short.", examples=["33 = 14 + 19"])]
    sentence: Annotated[
        str,
        Meta(
            description="In one sentence.",
            examples=["33 is the sum of two of the other figures: 33 = 14 + 19."],
        ),
    ]
    chance: Annotated[
        str,
        Meta(
            description="How often figures with nothing to do with each other pass all the tests that were made here, "
            "as measured on real figures: the chance of a coincidence.",
            examples=["1 in 15"],
        ),
    ]
    figures: Annotated[
        tuple[str, ...], Meta(description="The figures that it explains, as printed.", examples=[["33", "14", "19"]])
    ]
    sources: Annotated[
        tuple[str, ...],
        Meta(description="Who says them, in the same order.", examples=[["JHU", "WHO", "ECDC"]]),
    ]
    claim_ids: Annotated[
        tuple[UUID, ...],
        Meta(description="The claims, in the same order, and the one outside of the dispute that explains it, if any."),
    ] = ()


class OriginKind(Enum):
    """What makes claims one origin; `source` when a claim stands for itself."""

    CLAIMANT = "claimant"
    TEXT = "text"
    SOURCE = "source"


class Origin(Struct, frozen=True):
    """Where figures come from: claims that quote one claimant or carry one text are one origin."""

    kind: Annotated[OriginKind, Meta(description="What makes these claims one.")]
    name: Annotated[str, Meta(description="Whose figure it is, or who published it first.", examples=["Gen. Milley"])]
    sources: Annotated[tuple[str, ...], Meta(description="Who publishes it, the earliest first.")]
    figures: Annotated[tuple[str, ...], Meta(description="What is said, as printed, each once.")]
    claim_ids: Annotated[tuple[UUID, ...], Meta(description="Its claims, the earliest first.")]


class Carrier(Struct, frozen=True):
    """A claim in force that still carries a figure which its origin has corrected or withdrawn."""

    claim_id: Annotated[UUID, Meta(description="The claim.")]
    source: str
    figure: Annotated[str, Meta(description="The figure that was withdrawn, as it is still printed.")]
    origin: Annotated[str, Meta(description="Who gave it and has withdrawn it.", examples=["health ministry"])]
    now: Annotated[str | None, Meta(description="What the origin gives now; null when it gives nothing.")]
    withdrawn_at: Annotated[datetime, Meta(description="When the origin published the correction.")]
    corrected_by: Annotated[UUID, Meta(description="The claim that took the figure's place.")]
    sentence: Annotated[
        str,
        Meta(
            description="In one sentence.",
            examples=["alpha wire still carries 152, which the health ministry has corrected to 148."],
        ),
    ]


class WithdrawnNews(Struct, frozen=True):
    """Who still carries a figure after its origin has corrected or withdrawn it, and of what."""

    metric: Annotated[str, Meta(description="What is measured, as given.", examples=["COVID-19 deaths"])]
    subject: Annotated[str | None, Meta(description="Of whom or what, as given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    period: Period
    carrier: Annotated[Carrier, Meta(description="The claim in force that carries it, and the correction.")]


class PrintedWords(Struct, frozen=True):
    """A dispute in a sentence for print."""

    language: Annotated[str, Meta(description="Of the sentence.", examples=["en"])]
    text: Annotated[
        str,
        Meta(
            description="The sentence, with its date, and each figure with who says it.",
            examples=["COVID-19 deaths, Switzerland, as of 18 March 2020: 14 according to WHO; 19 according to ECDC"],
        ),
    ]
    untranslated: Annotated[
        tuple[str, ...], Meta(description="Words of the sentence that stand as a source gave them: to be translated.")
    ] = ()


class Knowledge(Struct, frozen=True):
    """What is known about a dispute, worked out when it is asked for."""

    causes: tuple[Cause, ...]
    origins: tuple[Origin, ...]
    still_carried: tuple[Carrier, ...]
    words_for_print: tuple[PrintedWords, ...]
    claims_looked_at: int


class Relation(Enum):
    """What claims of different things have to do with each other in arithmetic."""

    RATE_AND_TOTAL = "rate_and_total"
    SHARE_AND_COUNT = "share_and_count"
    RATIO_AND_LEVELS = "ratio_and_levels"
    CHANGE_AND_ENDS = "change_and_ends"
    PARTS_AND_WHOLE = "parts_and_whole"
    SHARES_ABOVE_100 = "shares_above_100"


class EvidenceClaim(Struct, frozen=True):
    """A claim of a set that cannot all be true."""

    claim_id: Annotated[UUID, Meta(description="The claim.")]
    source: str
    metric: Annotated[str, Meta(description="What is measured, as given.", examples=["children killed"])]
    figure: Annotated[str, Meta(description="As printed.", examples=["4,324"])]
    url: str | None


class Evidence(Struct, frozen=True):
    """Claims that cannot all be true together, as few as that takes, with the arithmetic. No verdict on any of them."""

    relation: Annotated[Relation, Meta(description="What they have to do with each other.")]
    claims: Annotated[tuple[EvidenceClaim, ...], Meta(description="Without any one of them the others can be true.")]
    arithmetic: Annotated[
        str,
        Meta(
            description="Written out, with what each figure can mean: a round number is taken as rounded, up to 5 %.",
            examples=["700 per day over 31 days is 20,615 to 22,785; 12,000 (losses, beta news) is given."],
        ),
    ]
