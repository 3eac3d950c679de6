"""What is told of a series."""

from typing import Annotated

from msgspec import Meta, Struct

from service.series.points import RunningTotal, SeriesCheck


class SeriesNews(Struct, frozen=True):
    """A running total that falls, and whose it is."""

    source: Annotated[str, Meta(description="Who publishes.", examples=["reuters"])]
    metric: Annotated[str, Meta(description="As given.", examples=["deaths"])]
    subject: Annotated[str | None, Meta(description="As given; null when it was not said.")]
    place: Annotated[str | None, Meta(description="The place's name; null when it was not said.")]
    running_total: Annotated[
        RunningTotal, Meta(description="How it is known that it may not fall: `said`, or `inferred` from its steps.")
    ]
    check: Annotated[SeriesCheck, Meta(description="Where it falls, from what to what.")]
