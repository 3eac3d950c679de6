"""The W3C's Reconciliation Service API 0.2, which OpenRefine speaks, over metrics and over sources."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, quote

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from service import __version__
from service.api.access import Access, key_in_address
from service.api.problems import documented, shorten
from service.api.reconciliation_schemas import (
    CandidateFeature,
    EntityType,
    Flyout,
    Manifest,
    Preview,
    ReconciliationCandidate,
    ReconciliationQuery,
    ReconciliationResult,
    Suggestion,
    Suggestions,
    SuggestService,
    SuggestServices,
    View,
)
from service.api.requests import Request, address_of, decode_strictly
from service.errors import Invalid, Malformed, NotFound, WrongType
from service.exchange import reconciling
from service.exchange.reconciling import Candidate
from service.policy import Policy
from service.settings import Settings
from service.storage.pool import Database

VERSION = "0.2"
MOST_QUERIES = 100
MOST_CANDIDATES = 50
_USUAL_CANDIDATES = 10
_SUGGESTIONS = 20
_FORM = "application/x-www-form-urlencoded"
_MOST_FORM_FIELDS = 10


class Entities(Enum):
    """What is matched with: `metrics` by what they measure, `sources` by their names."""

    METRICS = "metrics"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two services."""

    title: str
    type: EntityType
    view: str
    suggest: Callable[[Database, str, int, int], Awaitable[list[Candidate]]]
    find: Callable[[Database, str], Awaitable[Candidate | None]]


_KINDS = {
    Entities.METRICS: _Kind(
        "claimdiff: metrics",
        EntityType("StatisticalVariable", "Metric"),
        "/v1/metrics/{{id}}",
        reconciling.suggest_metrics,
        reconciling.get_metric,
    ),
    Entities.SOURCES: _Kind(
        "claimdiff: sources",
        EntityType("Organization", "Source"),
        "/v1/claims?source={{id}}",
        reconciling.suggest_sources,
        reconciling.get_source,
    ),
}

Results = dict[str, ReconciliationResult]
Identifier = Annotated[str, QueryParameter(max_length=500, description="The metric's id, or the source's key.")]
_QUERIES = 'A JSON object of queries by names of your own, as `{"q0": {"query": "personnel losses", "limit": 3}}`.'


class ReconciliationController(Controller):
    """Reconciliation: a column of a spreadsheet, matched with metrics or sources in bulk."""

    path = "/v1/reconcile/{entities:str}"
    tags = ["reconciliation"]

    @get(
        operation_id="get_reconciliation_manifest",
        summary="Describe the reconciliation service, or answer queries",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_reconciliation_manifest(
        self,
        entities: FromPath[Entities],
        request: Request,
        database: NamedDependency[Database],
        policy: NamedDependency[Policy],
        settings: NamedDependency[Settings],
        queries: Annotated[str | None, QueryParameter(max_length=7000, description=_QUERIES)] = None,
    ) -> Manifest | Results:
        """Give the manifest of the W3C's Reconciliation Service API 0.2: add this address to OpenRefine.

        With `queries` it answers these, as POST does. OpenRefine sends no header with a key: here, and in all below
        this address, a key that may only read can stand in the address, as `?key=cdk_…`.
        """
        if queries is not None:
            return await _answer(entities, queries.encode(), database, policy)
        shown = key_in_address(request.scope).partition(" ")[2]
        return _manifest(entities, address_of(request, settings), quote(shown))

    @post(
        operation_id="reconcile",
        status_code=200,
        summary="Match names with metrics or sources",
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.NOT_FOUND,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def reconcile(
        self,
        entities: FromPath[Entities],
        request: Request,
        database: NamedDependency[Database],
        policy: NamedDependency[Policy],
    ) -> Results:
        """Answer a batch of queries, at most 100, by the names under which they were sent.

        A candidate is a certain match when it is the same wording, a desk's name or synonym of it, or its id. Metrics
        that a qualifier keeps apart (killed and injured) are no candidates. Types other than the service's own find
        nothing; values of other columns are not used.
        """
        return await _answer(entities, await _queries_of(request), database, policy)

    @get(
        "/suggest",
        operation_id="suggest_entities",
        summary="Complete a metric's or source's name",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def suggest_entities(
        self,
        entities: FromPath[Entities],
        database: NamedDependency[Database],
        prefix: Annotated[str, QueryParameter(max_length=500, description="What was typed, or an id.")],
        cursor: Annotated[int, QueryParameter(ge=0, le=10_000, description="How many suggestions to skip.")] = 0,
    ) -> Suggestions:
        """Give names that hold what was typed, those that begin with it first; twenty at a time."""
        kind = _KINDS[entities]
        found = await kind.suggest(database, prefix.strip(), _SUGGESTIONS, cursor) if prefix.strip() else []
        return Suggestions([Suggestion(one.id, one.name, [kind.type], one.description) for one in found])

    @get(
        "/flyout",
        operation_id="get_entity_flyout",
        summary="Give a small preview of a suggestion",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_entity_flyout(
        self,
        entities: FromPath[Entities],
        database: NamedDependency[Database],
        id: Identifier,  # noqa: A002 - its name
    ) -> Flyout:
        """Give a metric's or source's name and what it means, as HTML without script."""
        return Flyout(id, _html(await _get(entities, database, id)))

    @get(
        "/preview",
        operation_id="get_entity_preview",
        summary="Show a metric or source on a small page",
        media_type="text/html",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def get_entity_preview(
        self,
        entities: FromPath[Entities],
        database: NamedDependency[Database],
        access: NamedDependency[Access],
        id: Identifier,  # noqa: A002 - the same
    ) -> Response[str]:
        """Show a metric's or source's name and what it means. Origins that CORS trusts may frame it."""
        found = await _get(entities, database, id)
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(found.name)}</title>{_html(found)}'
        framers = " ".join(["'self'", *sorted(access.trusted_origins)])
        headers = {"Content-Security-Policy": f"default-src 'none'; frame-ancestors {framers}"}
        return Response(page, media_type="text/html", headers=headers)


def _manifest(entities: Entities, base: str, key: str) -> Manifest:
    kind, path = _KINDS[entities], f"/v1/reconcile/{entities.value}"
    alone, beside = (f"?key={key}", f"&key={key}") if key else ("", "")
    return Manifest(
        versions=[VERSION],
        name=kind.title,
        identifierSpace=f"{base}/v1/{entities.value}/",
        schemaSpace="https://schema.org/",
        defaultTypes=[kind.type],
        serviceVersion=__version__,
        documentation=f"{base}/docs",
        view=View(base + kind.view),
        preview=Preview(f"{base}{path}/preview?id={{{{id}}}}{beside}", 400, 120),
        suggest=SuggestServices(
            SuggestService(base, f"{path}/suggest{alone}", base, f"{path}/flyout?id=${{id}}{beside}")
        ),
    )


async def _queries_of(request: Request) -> bytes:
    """Give the form's field `queries`. Raises Malformed or Invalid."""
    kind = request.content_type[0]
    if kind != _FORM:
        raise WrongType(f'The body is sent as "{shorten(kind)}". Send the form field `queries` as "{_FORM}".')
    try:
        form = parse_qs((await request.body()).decode(), max_num_fields=_MOST_FORM_FIELDS, errors="strict")
    except ValueError:
        raise Malformed("The form cannot be decoded. Send one field, `queries`, in UTF-8.") from None
    if "extend" in form:
        raise Invalid("Data extension is not offered. GET /v1/metrics tells what is known of a metric.", "extend")
    if "queries" not in form:
        raise Invalid(f"The form has no field `queries`. {_QUERIES}", "queries")
    return form["queries"][0].encode()


async def _answer(entities: Entities, given: bytes, database: Database, policy: Policy) -> Results:
    queries = _read_queries(given)
    kind = _KINDS[entities].type
    asked = {name: one for name, one in queries.items() if one.query and _is_of(kind, one)}
    names, limits = [one.query or "" for one in asked.values()], [_limit(one) for one in asked.values()]
    if entities is Entities.METRICS:
        found = await reconciling.find_metrics(database, policy, names, limits)
    else:
        found = await reconciling.find_sources(database, names, limits)
    answers = dict(zip(asked, found, strict=True))
    return {name: ReconciliationResult(_candidates(answers.get(name, ()), kind)) for name in queries}


def _read_queries(given: bytes) -> dict[str, ReconciliationQuery]:
    try:
        queries = msgspec.convert(decode_strictly(given), dict[str, ReconciliationQuery])
    except msgspec.ValidationError as error:
        raise Invalid(f"{error}. {_QUERIES}", "queries") from None
    if len(queries) > MOST_QUERIES:
        raise Invalid(f"These are {len(queries)} queries. Send at most {MOST_QUERIES} at once.", "queries")
    if empty := [name for name, one in queries.items() if one.query is None and not one.properties]:
        raise Invalid(f'The query "{shorten(empty[0])}" has no `query`: the name to be matched.', "queries")
    return queries


def _is_of(kind: EntityType, query: ReconciliationQuery) -> bool:
    wanted = [query.type] if isinstance(query.type, str) else query.type
    return not wanted or kind.id in wanted


def _limit(query: ReconciliationQuery) -> int:
    return _USUAL_CANDIDATES if query.limit is None else int(max(1, min(query.limit, MOST_CANDIDATES)))


def _candidates(found: Sequence[Candidate], kind: EntityType) -> list[ReconciliationCandidate]:
    return [
        ReconciliationCandidate(
            id=one.id,
            name=one.name,
            score=one.score,
            match=one.is_match,
            type=[kind],
            features=[CandidateFeature(name, value) for name, value in one.features.items()],
            description=one.description,
        )
        for one in found
    ]


async def _get(entities: Entities, database: Database, identifier: str) -> Candidate:
    found = await _KINDS[entities].find(database, identifier)
    if found is None:
        raise NotFound(f'There is nothing with the id "{shorten(identifier)}" among the {entities.value}.')
    return found


def _html(found: Candidate) -> str:
    return f"<p><strong>{escape(found.name)}</strong></p><p>{escape(found.description)}</p>"
