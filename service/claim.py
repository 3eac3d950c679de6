"""The nouns: what a claim is, what a comparison of two of them says.

Everything here is immutable. A claim is stored and answered in exactly this shape, so that the bytes that were stored
are the bytes that are answered: the structs are described where they are defined, and the API document takes its
descriptions from here. Decimals travel as JSON strings; no float touches a figure (scores are no figures).
"""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, NewType
from uuid import UUID

from msgspec import Meta, Struct

ClaimId = NewType("ClaimId", UUID)


class Term(Enum):
    """A word of a closed list. Its members are single objects, so they hash as such, at a tenth of the usual cost."""

    __hash__ = object.__hash__


class Approximator(Term):
    """The word before the figure, folded to what it does to the bounds."""

    EXACT = "exact"
    ABOUT = "about"
    ALMOST = "almost"
    JUST_OVER = "just_over"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    BETWEEN = "between"
    VAGUE = "vague"


class QuantityKind(Term):
    """A level is never compared with a change, nor a rate with either."""

    LEVEL = "level"
    RATE = "rate"
    CHANGE = "change"
    RATIO = "ratio"


class PeriodKind(Term):
    """`during` a span, or `as_of` a moment (a state, or a running total up to it)."""

    DURING = "during"
    AS_OF = "as_of"


class Accuracy(Term):
    """How finely the period was given."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    DECADE = "decade"
    SPAN = "span"


class Status(Term):
    """The observation status, in the words of a desk."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    PROJECTED = "projected"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    RETRACTED = "retracted"


class Band(Term):
    """`confirmed` matches raise conflicts, `suggested` ones wait for a person."""

    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class Sameness(Term):
    """A person's judgement on two metrics. It outranks the score."""

    SAME = "same"
    DIFFERENT = "different"


class Measure(Term):
    """A stock is a state at a moment, a flow is what happens in a span of time."""

    STOCK = "stock"
    FLOW = "flow"


class VerdictKind(Term):
    """Can both figures stand?"""

    AGREE = "agree"
    AGREE_BY_ROUNDING = "agree_by_rounding"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not_comparable"

    @property
    def is_conflict(self) -> bool:
        """Whether the two cannot both stand."""
        return self is VerdictKind.CONFLICT


class Severity(Term):
    """How far apart: under 1 %, under 10 %, under 100 %, above."""

    SLIGHT = "slight"
    MODERATE = "moderate"
    MAJOR = "major"
    EXTREME = "extreme"

    @property
    def rank(self) -> int:
        """The order in which severities are filtered and sorted: slight 0 … extreme 3."""
        return _SEVERITY_RANKS[self]


_SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Interval(Struct, frozen=True):
    """Exact decimals, each end open or closed; a null end is unbounded."""

    low: Annotated[Decimal | None, Meta(description="Lower end in the base unit, null when unbounded below.")]
    high: Annotated[Decimal | None, Meta(description="Upper end in the base unit, null when unbounded above.")]
    low_open: Annotated[bool, Meta(description="True when the lower end itself is excluded.")] = False
    high_open: Annotated[bool, Meta(description="True when the upper end itself is excluded.")] = False


class Unit(Struct, frozen=True):
    """The unit as printed, and the dimension in whose base unit the bounds are expressed."""

    name: Annotated[
        str, Meta(description='As understood: "kilometre", "percent", "EUR", "people", "" for a bare number.')
    ]
    dimension: Annotated[
        str,
        Meta(
            description='What may be compared: "count", "length", "percent", "percentage_points", "money:EUR", '
            '"power", "count/time" … Two figures of different dimensions are never compared.'
        ),
    ]
    base: Annotated[
        str, Meta(description='The unit of `interval`: "m", "W", "percent", "EUR", "1/day", "" for counts.')
    ]
    thing: Annotated[str | None, Meta(description='What is counted, folded: "person", "tank"; null when not said.')] = (
        None
    )


class Quantity(Struct, frozen=True):
    """What the figure says: an interval of exact decimals in the dimension's base unit, an approximator, a unit."""

    as_given: Annotated[str, Meta(description="The figure as printed.")]
    kind: QuantityKind
    interval: Annotated[Interval, Meta(description="What the figure can mean, its written precision included.")]
    stated: Annotated[Interval, Meta(description="The same without the written precision: the bare words.")]
    approximator: Approximator
    unit: Unit
    remark: Annotated[
        str | None,
        Meta(description="What stands behind the figure and its unit and says more of it: `for males`, `[2]`."),
    ] = None


class Period(Struct, frozen=True):
    """What time the figure speaks of: two days (both included), a kind and an accuracy."""

    as_given: Annotated[str | None, Meta(description="As printed; null when nothing was given.")]
    kind: PeriodKind
    start: Annotated[
        date, Meta(description="First day. For `as_of`, the same as `end` unless the day itself is vague.")
    ]
    end: Annotated[date, Meta(description="Last day, included.")]
    accuracy: Accuracy
    since: Annotated[date | None, Meta(description="Where a running total starts, when it was said.")] = None
    assumed: Annotated[bool, Meta(description="True when no period was given and `published_at` stands in.")] = False
    is_fiscal_start_unknown: Annotated[
        bool, Meta(description="True for a fiscal year or quarter whose first day nobody told: it meets only its like.")
    ] = False


PART_OF = {"IC": "ES", "EA": "ES", "XI": "GB"}
"""Parts of a country that have a code of their own, by that code."""


TWO_PLACES = frozenset({"georgia"})
"""Keys of names that are a country and a state of another one: alone nobody knows which of the two is meant."""


class Place(Struct, frozen=True):
    """Where: one code for a country, a folded name (with its country, where the text gives it) for anything else."""

    as_given: str
    key: Annotated[
        str, Meta(description='"FR" for a country; "GB/london" or "coningsby" for a place within or unknown.')
    ]
    name: Annotated[str, Meta(description='The name it is shown by: "France".')]

    @property
    def country(self) -> str:
        """The code of the country that the place is, or lies in; "" where none is known."""
        first = self.key.partition("/")[0]
        return PART_OF.get(first, first) if first[:2].isupper() or first.isdigit() else ""

    @property
    def has_two_readings(self) -> bool:
        """Whether it can be either of two places: "Georgia"."""
        return self.key in TWO_PLACES


class Metric(Struct, frozen=True):
    """What is measured: words, and the qualifiers that make two metrics different although their texts are alike."""

    as_given: str
    phrase: Annotated[
        str,
        Meta(description="Normalised words in canonical order, qualifiers included; equal phrases are one metric."),
    ]
    qualifiers: Annotated[
        tuple[str, ...],
        Meta(description='Sorted "group:value" pairs, as "casualty:killed", "measure:change", "per:day".'),
    ] = ()


class Subject(Struct, frozen=True):
    """Of whom or what."""

    as_given: str
    key: Annotated[str, Meta(description="Normalised: equal keys are one subject.")]


class Anchor(Struct, frozen=True):
    """A TextQuoteSelector of the W3C's annotation model, refined by a TextPositionSelector, in Unicode code points."""

    exact: Annotated[str, Meta(description="The characters themselves.")]
    prefix: Annotated[str, Meta(description="Up to 32 characters before them.")]
    suffix: Annotated[str, Meta(description="Up to 32 characters behind them.")]
    start: Annotated[int, Meta(description="Offset of the first character in what was given, counted from 0.")]
    end: Annotated[int, Meta(description="Offset of the character behind the last.")]


class ClaimArticle(Struct, frozen=True):
    """The article that a claim was read from, and where its figure stands in it; the sentence is the claim's quote."""

    id: Annotated[UUID, Meta(description="Of the article.")]
    version: Annotated[int, Meta(description="Of its text, counted from 1; a correction is the next.")]
    reading: Annotated[UUID, Meta(description="Which of its readings.")]
    figure: Annotated[Anchor, Meta(description="The figure, in code points of the text as given.")]
    quote_start: Annotated[int, Meta(description="Offset of the first character of its sentence.")]
    quote_end: Annotated[int, Meta(description="Offset behind the last.")]


class Claim(Struct, frozen=True):
    """One source's figure for one metric and one period, with its provenance. Immutable once stored."""

    id: ClaimId
    source: str
    metric: Metric
    quantity: Quantity
    period: Period
    subject: Subject | None
    place: Place | None
    claimant: str | None
    quote: str | None
    url: str | None
    language: str | None
    status: Status
    published_at: datetime
    received_at: datetime
    external_id: str | None
    article: Annotated[ClaimArticle | None, Meta(description="Null for a claim that was handed in as one.")] = None


class Feature(Struct, frozen=True):
    """One comparison of two claims: a score from 0 to 1, its weight, the two values used and a sentence."""

    name: str
    score: float
    weight: float
    values: tuple[str | None, str | None]
    reason: str


class Comparison(Struct, frozen=True):
    """Do two claims speak of the same metric and period? A null band with a separator says why not."""

    score: float
    band: Band | None
    features: tuple[Feature, ...]
    separator: str | None = None


class Gap(Struct, frozen=True):
    """The distance between the nearest ends of two figures that lie apart, as printed: a pocket calculator agrees."""

    absolute: Annotated[Decimal, Meta(description="In the base unit.")]
    percent: Annotated[
        Decimal | None,
        Meta(
            description="Of the smaller of the two ends, which decides the severity too; two digits, more where two "
            "would say another severity. Null when an end is zero or the signs differ."
        ),
    ]
    factor: Annotated[
        Decimal | None,
        Meta(
            description="How many times the smaller end the larger is; from 2 on it is what is said. Null when an end "
            "is zero or the signs differ."
        ),
    ]
    unit: Annotated[str, Meta(description="The base unit.")]


class Verdict(Struct, frozen=True):
    """Can both figures stand? With the reason in one sentence that a person would say."""

    kind: VerdictKind
    reason: str
    separator: str | None = None
    gap: Gap | None = None
    severity: Severity | None = None


class Match(Struct, frozen=True):
    """A candidate that speaks of the same metric and period, and the verdict on the two figures."""

    claim: Claim
    score: float
    band: Band | None
    verdict: VerdictKind
    reason: str
    separator: str | None
    severity: Severity | None
    gap: Gap | None
    features: tuple[Feature, ...]
