"""What a table would come to, with nothing stored: each row is read, the first ones are shown."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence

from msgspec.structs import replace

from service.api.batches import refuse_line
from service.api.import_rows import begin_rows, cells_refused, line_of, read_as, rows_of
from service.api.import_schemas import ImportCounts, ImportPreview, PreviewColumn, PreviewFigure, PreviewRow
from service.api.problems import printable, shorten
from service.api.schemas import Refusal
from service.breathing import Breath
from service.claim import Claim
from service.errors import Invalid
from service.exchange import Beginning, Column, Head, Layout, Row, TableReader, letters_of, offers_for, tell_columns
from service.recording import Recorder

MOST_FIGURES = 500
MOST_REFUSED = 100
_MOST_PROBLEMS = 20


async def preview_table(
    reader: TableReader, chunks: AsyncIterator[bytes], layout: Layout, recorder: Recorder, most_rows: int
) -> ImportPreview:
    """Read a table to its end and tell what would become of it. Raises Invalid when it has no head at all."""
    try:
        first = await begin_rows(reader, chunks)
    except Invalid:
        if reader.beginning is None:
            raise
        columns, wrong = tell_columns(reader.beginning.head, layout)
        preview = _preview(reader.beginning, columns, most_rows, wrong)
        offered = _with_offers(preview.columns, reader.beginning.head, columns, layout)
        return replace(preview, columns=offered, read_as=read_as(reader.guessed))
    if reader.beginning is None:
        raise Invalid("The table is empty. Its first row names the columns, each further row is a claim.", "body")
    preview = _preview(reader.beginning, reader.columns or [], most_rows, [])
    last = preview.rows[-1].row if preview.rows else 0
    counted: Counter[str] = Counter()
    figures: list[PreviewFigure] = []
    refused: list[PreviewFigure] = []
    breathe = Breath()
    async for row in rows_of(reader, first, chunks):
        figure = _figure(reader, row, recorder)
        counted[figure.outcome] += 1
        if row.number <= last and len(figures) < MOST_FIGURES:
            figures.append(figure)
        if figure.outcome == "refused" and len(refused) < MOST_REFUSED:
            refused.append(figure)
        await breathe()
    counts = ImportCounts(counted["read"], counted["refused"], counted["skipped"])
    return replace(preview, figures=figures, counts=counts, refused=refused, read_as=read_as(reader.guessed))


def _preview(
    beginning: Beginning, columns: Sequence[Column | None], most_rows: int, wrong: Sequence[str]
) -> ImportPreview:
    names = beginning.head.names
    told = [_column(place, names[place], column) for place, column in enumerate(columns)]
    rows = [
        PreviewRow(one.number, [shorten(cell) for cell in one.cells] if isinstance(one.cells, list | tuple) else [])
        for one in beginning.records[:most_rows]
    ]
    problems = [Refusal("map", printable(message), None) for message in wrong[:_MOST_PROBLEMS]]
    return ImportPreview(told, problems, beginning.number, rows, figures=[], counts=None, refused=[], read_as=None)


def _column(place: int, name: str, column: Column | None) -> PreviewColumn:
    return PreviewColumn(
        place=place + 1,
        letter=letters_of(place),
        name=shorten(name.strip()) or f"#{place + 1}",
        field=column.field if column else None,
        is_told=column is not None,
        told_by=printable(column.why) if column else None,
        metric=_shown(column, "metric"),
        period=_shown(column, "period"),
    )


def _shown(column: Column | None, field: str) -> str | None:
    """Give what a column's head says of a field, fit to be shown."""
    said = column.said.get(field) if column else None
    return None if said is None else printable(said)


def _with_offers(
    told: Sequence[PreviewColumn], head: Head, columns: Sequence[Column | None], layout: Layout
) -> list[PreviewColumn]:
    """Tell of the first columns that nothing tells what they may hold."""
    untold = [at for at, column in enumerate(columns) if column is None][:_MOST_PROBLEMS]
    offered = {at: [one.field for one in offers_for(head, at, columns, layout.fill.keys())] for at in untold}
    return [replace(one, offered=offered[at]) if at in offered else one for at, one in enumerate(told)]


def _figure(reader: TableReader, row: Row, recorder: Recorder) -> PreviewFigure:
    if row.skipped is not None:
        return PreviewFigure(row.number, "skipped", row.cell, row.skipped)
    line = line_of(row, recorder)
    if isinstance(line.read, Claim):
        return PreviewFigure(row.number, "read", row.cell, claim=line.read)
    return PreviewFigure(
        row.number, "refused", row.cell, refusal=cells_refused(reader, row, line, refuse_line(line, line.read).refusal)
    )
