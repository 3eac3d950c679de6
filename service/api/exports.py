"""Claims and conflicts as files: CSV, NDJSON, XLSX."""

from http import HTTPStatus
from typing import Annotated, TypeVar

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream

from service.api.filters import claim_filters, conflict_filters, source_hint
from service.api.known_on import lending_as_of
from service.api.parameters import KnownOn, Source
from service.api.problems import documented
from service.exchange import MEDIA_TYPES, Export, ExportFormat, export_claims, export_conflicts, write_export
from service.policy import Policy
from service.recording import Clock, paging_of
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters
from service.storage.pool import Database

T = TypeVar("T")

Format = Annotated[
    ExportFormat,
    QueryParameter(
        description="`csv` and `xlsx` hold the columns that a desk reads, `ndjson` each thing whole, one a line."
    ),
]
Mark = Annotated[
    bool,
    QueryParameter(
        description="Begin a CSV with a byte order mark. Excel needs it to see UTF-8; some programs take it for a "
        "part of the first column's name."
    ),
]
_ANSWERS = documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)


class ExportsController(Controller):
    """Exports: the same filters as the lists, the whole of what they find, streamed."""

    path = "/v1"
    dependencies = {"claim_filters": Provide(claim_filters), "conflict_filters": Provide(conflict_filters)}

    @get(
        "/claims/export",
        operation_id="export_claims",
        tags=["claims"],
        summary="Export claims as CSV, NDJSON or XLSX",
        responses=_ANSWERS | documented(HTTPStatus.GONE),
    )
    async def export_claims(
        self,
        reading: NamedDependency[Database],
        clock: NamedDependency[Clock],
        claim_filters: NamedDependency[ClaimFilters],
        source: Source = None,
        known_on: KnownOn = None,
        format: Format = ExportFormat.CSV,  # noqa: A002 - the parameter's name
        bom: Mark = True,
    ) -> Stream:
        """Write all claims that the filters find, the newest publication first.

        In CSV and XLSX figures are numbers; a text that a spreadsheet would run as a formula gets an apostrophe before
        it in CSV (imports take it away again) and is a text cell in XLSX. An export that breaks off ends without the
        last chunk, so that it is not taken for a whole one. Where the filter names a source that is not stored, the
        header `Hint` says so, and which may be meant.
        """
        hint = await source_hint(reading, source)
        lend = lending_as_of(reading, known_on, clock())
        return _answer(await export_claims(lend, claim_filters), format, clock, mark=bom, hint=hint)

    @get(
        "/conflicts/export",
        operation_id="export_conflicts",
        tags=["conflicts"],
        summary="Export conflicts as CSV, NDJSON or XLSX",
        responses=_ANSWERS,
    )
    async def export_conflicts(
        self,
        reading: NamedDependency[Database],
        clock: NamedDependency[Clock],
        conflict_filters: NamedDependency[ConflictFilters],
        policy: NamedDependency[Policy],
        source: Source = None,
        format: Format = ExportFormat.CSV,  # noqa: A002 - the same
        bom: Mark = True,
    ) -> Stream:
        """Write all conflicts that the filters find, the newest first, each with both figures in one row.

        Of a `dispute` of more than 64 claims also those that are not kept, the newest claim's first.
        """
        paging = await paging_of(reading, conflict_filters, policy)
        hint = await source_hint(reading, source)
        return _answer(await export_conflicts(paging), format, clock, mark=bom, hint=hint)


def _answer(export: Export[T], form: ExportFormat, clock: Clock, *, mark: bool, hint: str | None) -> Stream:
    name = f"{export.name}-{clock().date().isoformat()}.{form.value}"
    told = {"Hint": hint.encode("ascii", "backslashreplace").decode()} if hint else {}
    return Stream(
        write_export(export, form, mark=mark),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'} | told,
    )
