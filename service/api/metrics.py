"""The registry of metrics: list, get and describe them."""

from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.access import actor_of
from service.api.cursors import cursor_behind, read_cursor
from service.api.overrides import read_decimal
from service.api.parameters import CursorParameter, Limit
from service.api.problems import documented
from service.api.requests import Request
from service.api.schemas import Cursor, MetricName
from service.api.versions import version_of
from service.claim import Measure
from service.errors import Invalid, NotFound, Stale, Unreadable
from service.reading import QuantityFields, read_exact, read_metric
from service.recording import MetricChange, Recorder, change_metric, compare_concerned
from service.storage import metrics as storage
from service.storage.metrics import MetricFields, MetricRow, SetTolerance
from service.storage.pool import Database

_MOST_PERCENT = 1_000_000
_TRIES = 5
"""Of a change without If-Match that meets others' changes."""

Words = Annotated[str, Meta(min_length=1, max_length=500)]
Definition = Annotated[str, Meta(max_length=4000)]
Figure = Annotated[str, Meta(min_length=1, max_length=60)]
UnitName = Annotated[str, Meta(min_length=1, max_length=100)]
Synonyms = Annotated[list[Words], Meta(max_length=100)]


class MetricTolerance(Struct, frozen=True, forbid_unknown_fields=True):
    """How far apart two figures of a metric may lie and still agree; either part is enough."""

    relative_percent: Annotated[
        Figure | None, Meta(description="Of the smaller of the two figures, in percent.", examples=["0.5"])
    ] = None
    absolute: Annotated[Figure | None, Meta(description="In `unit`.", examples=["250"])] = None
    unit: Annotated[
        UnitName | None,
        Meta(
            description="Of `absolute`, as printed; left out for counts. Two shares in percent lie "
            '"percentage points" apart.',
            examples=["people"],
        ),
    ] = None


class MetricEdit(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be changed of a metric; what is left out stays, null takes away."""

    name: Annotated[Words | UnsetType | None, Meta(description="The canonical name; null for the first wording.")] = (
        UNSET
    )
    synonyms: Annotated[
        Synonyms | UnsetType,
        Meta(description="All other wordings that are to be this metric, in words. Each is a judgement `same`."),
    ] = UNSET
    definition: Annotated[Definition | UnsetType | None, Meta(description="What is counted and what is not.")] = UNSET
    measure: Annotated[
        Measure | UnsetType | None, Meta(description="`stock`: a state at a moment; `flow`: what happens in a span.")
    ] = UNSET
    cumulative: Annotated[bool | UnsetType | None, Meta(description="Whether it is a running total.")] = UNSET
    unit: Annotated[UnitName | UnsetType | None, Meta(description="What it is usually given in.")] = UNSET
    tolerance: Annotated[
        MetricTolerance | UnsetType | None,
        Meta(
            description="How far apart figures may lie and still agree, for all wordings of the metric, in place of "
            "the service's own. Of two tolerances that bear on a pair, the narrower holds."
        ),
    ] = UNSET


class MetricRecord(Struct, frozen=True):
    """A metric in use: a wording, all that is judged to be the same, and what a desk says of it."""

    id: UUID
    name: Annotated[str, Meta(description="The canonical name, or the first wording.")]
    phrase: Annotated[str, Meta(description="Normalised: wordings with equal phrases are one metric.")]
    qualifiers: Annotated[list[str], Meta(description='"group:value" pairs that keep it apart from look-alikes.')]
    same_as: Annotated[list[MetricName], Meta(description="Other wordings that are judged to be this metric.")]
    synonyms: list[str]
    definition: str | None
    measure: Measure | None
    cumulative: bool | None
    unit: str | None
    tolerance: MetricTolerance | None
    claims: Annotated[int, Meta(description="Claims stored of it, in any of its wordings.")]
    sources: Annotated[int, Meta(description="Sources that publish it.")]
    open_conflicts: Annotated[int, Meta(description="Confirmed conflicts on it that are not closed.")]
    registered: Annotated[bool, Meta(description="True when a desk has said something of it.")]
    first_seen_at: datetime
    updated_at: datetime | None
    updated_by: str | None
    version: Annotated[int, Meta(description="Of what a desk says of it, 0 when that is nothing; also the ETag.")]


class MetricPage(Struct, frozen=True):
    """Metrics in the order in which they were first seen."""

    items: list[MetricRecord]
    next: Cursor


class MetricChanged(Struct, frozen=True):
    """A metric after a change, and how many stored claims were compared again for it."""

    metric: MetricRecord
    claims_compared_again: Annotated[
        int, Meta(description="Of many, the last are still being compared when this is answered.")
    ]


class MetricsController(Controller):
    """Metrics: what is measured, in all the words that claims use for it."""

    path = "/v1/metrics"
    tags = ["metrics"]

    @get(
        operation_id="list_metrics",
        summary="List metrics, in the order in which they were first seen",
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def list_metrics(
        self,
        database: NamedDependency[Database],
        text: Annotated[
            str | None, QueryParameter(max_length=500, description="Only those whose name or wording holds this text.")
        ] = None,
        registered: Annotated[
            bool, QueryParameter(description="Only those of which a desk has said something.")
        ] = False,
        unused: Annotated[
            bool, QueryParameter(description="Also those that no claim is on: what was only checked or judged.")
        ] = False,
        limit: Limit = 50,
        cursor: CursorParameter = None,
    ) -> MetricPage:
        """List metrics with the claims, sources and open conflicts of each, all its wordings counted together."""
        after = read_cursor(cursor, tuple[int])[0] if cursor else 0
        filters = storage.MetricFilters(text, registered, unused)
        async with database.connection() as connection:
            rows = await storage.list_metrics(connection, filters, after, limit)
        following = cursor_behind(rows, limit, lambda row: (row.phrase_id,))
        return MetricPage([_metric_of(row) for row in rows], following)

    @get(
        "/{metric_id:uuid}",
        operation_id="get_metric",
        summary="Get a metric",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_metric(
        self, metric_id: FromPath[UUID], database: NamedDependency[Database]
    ) -> Response[MetricRecord]:
        """Get a metric; the ETag goes into If-Match when you change it."""
        row = await _find(database, metric_id)
        return Response(_metric_of(row), headers={"ETag": f'"{row.version}"'})

    @patch(
        "/{metric_id:uuid}",
        operation_id="update_metric",
        summary="Name and describe a metric, add synonyms, set its tolerance",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.PRECONDITION_FAILED,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def update_metric(
        self,
        metric_id: FromPath[UUID],
        data: JSONBody[MetricEdit],
        request: Request,
        recorder: NamedDependency[Recorder],
        if_match: Annotated[
            str | None,
            HeaderParameter(name="If-Match", description="The ETag you have seen; another version gives 412."),
        ] = None,
    ) -> Response[MetricChanged]:
        """Change what is said of a metric.

        Synonyms and the tolerance hold for stored claims too: conflicts that they reveal are opened, those that they
        refute are closed with the reason. A synonym that judgements rule out is refused (409).
        """
        await _change(recorder, metric_id, data, actor_of(request), version_of(if_match))
        claims = await compare_concerned(recorder)
        row = await _find(recorder.database, metric_id)
        return Response(MetricChanged(_metric_of(row), claims), headers={"ETag": f'"{row.version}"'})


async def phrase_of(recorder: Recorder, given: str, pointer: str) -> int:
    """Give the phrase of a metric that is named by its id or in words; words that are new become a metric.

    Raises:
        NotFound: No metric has that id.
        Unreadable: The words cannot be read.
    """
    try:
        metric_id = UUID(given.strip())
    except ValueError:
        return (await _phrases_of(recorder, [given], [pointer]))[0]
    async with recorder.database.connection() as connection:
        found = await storage.find_phrase_of_metric(connection, metric_id)
    if found is None:
        raise NotFound(f"There is no metric {metric_id}.")
    return found


async def _phrases_of(recorder: Recorder, words: list[str], pointers: list[str]) -> list[int]:
    metrics = []
    for given, pointer in zip(words, pointers, strict=True):
        try:
            metrics.append(read_metric(given))
        except Unreadable as error:
            raise Unreadable(pointer, error.given, error.problem, error.understood, error.at) from None
    return await recorder.vocabulary.phrase_ids(metrics)


async def _find(database: Database, metric_id: UUID) -> MetricRow:
    async with database.connection() as connection:
        phrase_id = await storage.find_phrase_of_metric(connection, metric_id)
        rows = [] if phrase_id is None else await storage.get_metrics(connection, [phrase_id])
    if not rows:
        raise NotFound(f"There is no metric {metric_id}.")
    return rows[0]


async def _change(recorder: Recorder, metric_id: UUID, edit: MetricEdit, actor: str, seen: int | None) -> None:
    """Write the change upon what stands; without If-Match, upon what others have written meanwhile."""
    for left in reversed(range(_TRIES)):
        row = await _find(recorder.database, metric_id)
        fields = _edited(row, edit)
        pointers = [f"/synonyms/{place}" for place in range(len(fields.synonyms))]
        synonym_ids = await _phrases_of(recorder, list(fields.synonyms), pointers)
        version = row.version if seen is None else seen
        try:
            await change_metric(recorder, MetricChange(row.phrase_id, fields, tuple(synonym_ids), actor, version))
        except Stale:
            if seen is not None or not left:
                raise
        else:
            return


def _edited(row: MetricRow, edit: MetricEdit) -> MetricFields:
    kept = row.fields
    tolerance = kept.tolerance if isinstance(edit.tolerance, UnsetType) else _read_tolerance(edit.tolerance)
    name = kept.name if isinstance(edit.name, UnsetType) else (edit.name or row.metric.as_given).strip()
    if not name:
        raise Invalid("The name is empty. Give one, or null for the first wording.", "/name")
    return MetricFields(
        name=name,
        definition=kept.definition if isinstance(edit.definition, UnsetType) else edit.definition,
        measure=kept.measure if isinstance(edit.measure, UnsetType) else edit.measure,
        cumulative=kept.cumulative if isinstance(edit.cumulative, UnsetType) else edit.cumulative,
        unit=kept.unit if isinstance(edit.unit, UnsetType) else edit.unit,
        synonyms=kept.synonyms if isinstance(edit.synonyms, UnsetType) else tuple(dict.fromkeys(edit.synonyms)),
        tolerance=tolerance,
    )


def _read_tolerance(given: MetricTolerance | None) -> SetTolerance | None:
    """Read a tolerance; the absolute part also in the base unit of its dimension. Raises Invalid."""
    if given is None:
        return None
    if given.relative_percent is None and given.absolute is None:
        raise Invalid("Give `relative_percent`, `absolute` or both; null takes the tolerance away.", "/tolerance")
    percent = _part(given.relative_percent, "/tolerance/relative_percent")
    if percent is not None and percent > _MOST_PERCENT:
        raise Invalid(f"More than {_MOST_PERCENT} % would let everything agree.", "/tolerance/relative_percent")
    absolute = _part(given.absolute, "/tolerance/absolute")
    if absolute is None:
        return SetTolerance(percent, None, None, None, None)
    base, dimension = _distance(absolute, given.unit)
    return SetTolerance(percent, absolute, given.unit, base, dimension)


def _distance(absolute: Decimal, unit: str | None) -> tuple[Decimal, str]:
    """Give a distance in the base unit and its dimension; degrees, which start elsewhere, are measured from zero."""
    try:
        far, zero = (read_exact(QuantityFields(value=value, unit=unit)) for value in (f"{absolute:f}", "0"))
    except Unreadable as error:
        raise Unreadable("/tolerance/unit", unit or "", error.problem, error.understood) from None
    return (far.stated.low or Decimal(0)) - (zero.stated.low or Decimal(0)), far.unit.dimension


def _part(given: str | None, pointer: str) -> Decimal | None:
    return None if given is None else read_decimal(given, pointer)


def _metric_of(row: MetricRow) -> MetricRecord:
    fields = row.fields
    return MetricRecord(
        id=row.id,
        name=fields.name,
        phrase=row.metric.phrase,
        qualifiers=list(row.metric.qualifiers),
        same_as=[MetricName(identifier, name) for identifier, name in row.same],
        synonyms=list(fields.synonyms),
        definition=fields.definition,
        measure=fields.measure,
        cumulative=fields.cumulative,
        unit=fields.unit,
        tolerance=_shown(fields.tolerance),
        claims=row.claims,
        sources=row.sources,
        open_conflicts=row.open_conflicts,
        registered=row.registered,
        first_seen_at=row.first_seen_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        version=row.version,
    )


def _shown(tolerance: SetTolerance | None) -> MetricTolerance | None:
    if tolerance is None:
        return None
    percent, absolute = (
        None if part is None else f"{part:f}" for part in (tolerance.relative_percent, tolerance.absolute)
    )
    return MetricTolerance(percent, absolute, tolerance.unit)
