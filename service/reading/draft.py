"""What a caller hands in, before it is read."""

from typing import Annotated

from msgspec import Meta, Struct

from service.claim import QuantityKind, Status
from service.reading.period import PeriodForm

_NOT_BLANK = {"pattern": r"\S"}
"""Said in the API document; refused where it is read, in better words."""

Text = Annotated[str, Meta(min_length=1, max_length=500, extra_json_schema=_NOT_BLANK)]
Figure = Annotated[str, Meta(max_length=100, extra_json_schema=_NOT_BLANK)]
Spot = Annotated[str, Meta(min_length=1, max_length=200, extra_json_schema=_NOT_BLANK)]
Quote = Annotated[str, Meta(max_length=5000, extra_json_schema=_NOT_BLANK)]
Address = Annotated[str, Meta(max_length=2000, extra_json_schema=_NOT_BLANK)]
Tag = Annotated[
    str, Meta(max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$", extra_json_schema=_NOT_BLANK)
]
Moment = Annotated[str, Meta(max_length=40, extra_json_schema=_NOT_BLANK)]


class QuantityFields(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure in exact fields instead of words: a value, or its two ends. Decimals as text."""

    value: Annotated[Figure | None, Meta(description="A single figure.", examples=["84600"])] = None
    low: Annotated[Figure | None, Meta(description="Lower end; left out when unbounded below.")] = None
    high: Annotated[Figure | None, Meta(description="Upper end; left out when unbounded above.")] = None
    low_open: Annotated[bool, Meta(description="True when the lower end itself is excluded.")] = False
    high_open: Annotated[bool, Meta(description="True when the upper end itself is excluded.")] = False
    unit: Annotated[Figure | None, Meta(description="As printed.", examples=["km", "EUR", "people"])] = None
    kind: QuantityKind = QuantityKind.LEVEL


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim as it is handed in: one source's figure for one metric and one period, with its provenance."""

    source: Annotated[Text, Meta(description="Who publishes.", examples=["reuters"])]
    metric: Annotated[Text, Meta(description="What is measured, in words.", examples=["personnel losses"])]
    quantity: Annotated[
        str | QuantityFields,
        Meta(description="The figure as printed, or an object with exact fields.", examples=["almost 85 thousand"]),
    ]
    period: Annotated[
        str | PeriodForm | None,
        Meta(
            description="What time the figure speaks of, as printed, in ISO 8601 or EDTF, or an object with exact "
            "fields. Words like yesterday are resolved against `published_at`; without a period it is as of then.",
            examples=["as of 2022-11-20"],
        ),
    ] = None
    subject: Annotated[Text | None, Meta(description="Of whom or what.", examples=["Russian army"])] = None
    place: Annotated[Spot | None, Meta(description="Where.", examples=["Ukraine"])] = None
    unit: Annotated[Text | None, Meta(description="The unit, when the figure is printed without.")] = None
    claimant: Annotated[Text | None, Meta(description="Whose figure it is, as attributed in the text.")] = None
    quote: Annotated[Quote | None, Meta(description="The sentence that it stands in.")] = None
    url: Annotated[Address | None, Meta(description="Where it was published.")] = None
    language: Annotated[Tag | None, Meta(description="BCP 47 tag of the text's language.", examples=["en", "de"])] = (
        None
    )
    status: Annotated[Status, Meta(description="`retracted` withdraws the source's earlier figure.")] = Status.REPORTED
    published_at: Annotated[
        Moment | None,
        Meta(description="ISO 8601 date or date-time; now, when left out.", examples=["2022-11-22"]),
    ] = None
    external_id: Annotated[
        Text | None,
        Meta(description="The caller's own id: the same (source, external_id) again stores nothing twice."),
    ] = None
