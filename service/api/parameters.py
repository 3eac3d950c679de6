"""Query parameters that several lists share."""

from datetime import date
from enum import Enum
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter

from service.api.cursors import LARGEST_PAGE
from service.api.moments import moment_parameter
from service.claim import Band

OF_METRIC = (
    "Of this metric, in words: what is normalised alike is the same metric, and so is what a desk has judged to be the "
    "same."
)
Metric = Annotated[str | None, QueryParameter(max_length=500, description=OF_METRIC)]
Source = Annotated[str | None, QueryParameter(max_length=500, description="Of this source, by name.")]
Place = Annotated[str | None, QueryParameter(max_length=200, description="On this place, by name or code.")]
PeriodFrom = Annotated[date | None, QueryParameter(description="With periods that end on this day or later.")]
PeriodTo = Annotated[date | None, QueryParameter(description="With periods that end on this day or earlier.")]
InDispute = Annotated[
    UUID | None,
    QueryParameter(description="In this dispute: of claims in force that stand in it, as members or guests."),
]
InBand = Annotated[
    Band, QueryParameter(description="`confirmed` conflicts, or `suggested` ones that wait for a person.")
]
Ours = Annotated[
    bool | None,
    QueryParameter(description="With a source that is marked as the desk's own (PATCH /v1/sources); false: without."),
]
KnownOn = Annotated[
    str | None,
    moment_parameter(
        "As it was known at this time, or at the end of this day: as it was stored then, nothing worked out anew. "
        "410 beyond what is kept."
    ),
]
Stale = Annotated[
    bool | None,
    QueryParameter(description="Only what is a matter of time (an older figure repeated); false: all else."),
]
Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="Items on a page.")]
CursorParameter = Annotated[
    str | None, QueryParameter(max_length=400, description="`next` of the page before; without it the list starts.")
]
LoadId = Annotated[
    UUID | None,
    QueryParameter(description="The upload that this belongs to, to go on with one; a new one by default."),
]


class Sorting(Enum):
    """The order of a list of conflicts or disputes."""

    NEWEST = "newest"
    GRAVEST = "gravest"


Sort = Annotated[Sorting, QueryParameter(description="`newest` or `gravest` first.")]
