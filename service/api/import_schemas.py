"""What a table would come to: its columns as they are understood, and its first rows as they are read."""

from typing import Annotated

from msgspec import Meta, Struct

from service.api.schemas import CellRefusal, ReadAs, Refusal
from service.claim import Claim


class PreviewColumn(Struct, frozen=True):
    """A column as it is understood."""

    place: Annotated[int, Meta(description="The first is 1; `#1:quantity` maps it whatever it is called.")]
    letter: Annotated[str, Meta(description="As spreadsheets name it.", examples=["C"])]
    name: Annotated[str, Meta(description="What its head says, or its place.", examples=["Zahl"])]
    field: Annotated[
        str | None, Meta(description="The claim's field that it holds; null when it is left out, or is not told yet.")
    ]
    is_told: Annotated[bool, Meta(description="False when nothing tells what it holds: map it, or leave it out.")]
    told_by: Annotated[str | None, Meta(description="By what its field was told.", examples=["usual head"])]
    metric: Annotated[str | None, Meta(description="Of a column of figures: the metric that its head tells.")] = None
    period: Annotated[str | None, Meta(description="Of a column of figures: the period that its head tells.")] = None
    offered: Annotated[
        list[str],
        Meta(
            description="Of one of the first 20 columns that nothing tells: the fields that it may hold by what stands "
            "in it, the likeliest first; an empty one leaves it out.",
            examples=[["subject", "metric", ""]],
        ),
    ] = []


class PreviewRow(Struct, frozen=True):
    """One of the first rows, as it stands there."""

    row: Annotated[int, Meta(description="As a spreadsheet numbers rows.", examples=[2])]
    cells: Annotated[list[str], Meta(description="In the order of the columns, each shortened to 200 characters.")]


class PreviewFigure(Struct, frozen=True):
    """What one figure of a table would become."""

    row: Annotated[int, Meta(description="As a spreadsheet numbers rows.", examples=[2])]
    outcome: Annotated[str, Meta(description="`read`, `refused`, or `skipped`: no claim is meant.")]
    cell: Annotated[str | None, Meta(description="The address of the figure's cell.", examples=["C7"])] = None
    note: Annotated[str | None, Meta(description="Why it was skipped.")] = None
    claim: Annotated[Claim | None, Meta(description="The claim as it is understood; its id is none.")] = None
    refusal: Annotated[list[CellRefusal], Meta(description="What cannot be read, cell by cell.")] = []


class ImportCounts(Struct, frozen=True):
    """Of all rows: what would become of their figures."""

    read: Annotated[int, Meta(description="They would be stored, unless they are already.", examples=[812])]
    refused: Annotated[int, Meta(description="They cannot be read.", examples=[3])]
    skipped: Annotated[int, Meta(description="No claim is meant: titles, notes, cells without a figure.", examples=[5])]


class ImportPreview(Struct, frozen=True):
    """What POST /v1/claims/import would make of a table; nothing of it is stored."""

    columns: Annotated[list[PreviewColumn], Meta(description="All of them, from the left.")]
    problems: Annotated[
        list[Refusal], Meta(description="Why nothing would be stored: columns that cannot be told, fields that lack.")
    ]
    head: Annotated[int | None, Meta(description="The row that names the columns; null of a table without one.")]
    rows: Annotated[list[PreviewRow], Meta(description="The first rows below it, at most as many as were asked for.")]
    figures: Annotated[
        list[PreviewFigure], Meta(description="What the figures of these rows are read as, at most 500.")
    ]
    counts: Annotated[ImportCounts | None, Meta(description="Of all rows; null while the columns are not told.")]
    refused: Annotated[list[PreviewFigure], Meta(description="The first hundred figures of all rows that are refused.")]
    read_as: Annotated[
        ReadAs | None,
        Meta(description="What of its encoding and delimiter was guessed; null when nothing was."),
    ]
