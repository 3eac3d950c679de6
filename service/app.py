"""Composition root: builds what the service is made of and wires it once."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import structlog
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from service.api.access import (
    Access,
    Application,
    AuditController,
    Gate,
    Home,
    KeysController,
    SigningInController,
    open_access,
    read_origins,
)
from service.api.articles import ArticlesController
from service.api.claims import ClaimsController
from service.api.conflicts import ConflictsController
from service.api.counts import CountsController
from service.api.disputes import DisputesController
from service.api.docs import DocsController
from service.api.events import EventsController
from service.api.exports import ExportsController
from service.api.feeds import FeedsController
from service.api.health import HealthController
from service.api.idempotency import Once
from service.api.imports import ImportsController
from service.api.intake import Intake, open_intake
from service.api.judgements import JudgementsController
from service.api.links import LinksController
from service.api.loads import LoadsController
from service.api.matching import MatchingController
from service.api.metrics import MetricsController
from service.api.openapi import openapi_config
from service.api.pending import PendingController
from service.api.plots import PlotsController
from service.api.problem_pages import ProblemPagesController
from service.api.problems import ALL_HANDLERS
from service.api.prometheus import PrometheusController
from service.api.query_strings import Allowing, hold_to_document
from service.api.reconciliation import ReconciliationController
from service.api.requests import Request
from service.api.searches import SearchesController
from service.api.series import SeriesController
from service.api.sources import SourcesController
from service.api.summaries import SummariesController
from service.api.webhooks import WebhooksController
from service.background import running
from service.console import (
    ActsController,
    ConsoleController,
    DraftController,
    EntryController,
    LinksPageController,
    MessagesController,
    TableController,
)
from service.errors import Invalid
from service.matching.encoding import load as load_encoder
from service.notifying.addresses import networks_of
from service.notifying.calling import Caller
from service.notifying.mailing import Mailer
from service.notifying.quiet import read_quiet_hours, read_zone
from service.notifying.sender import ForPeople, Sender
from service.notifying.upkeep import number_until_cancelled, remove_until_cancelled
from service.policy import Policy
from service.recording import Clock, Recorder, Sources, Vocabulary, derive_until_cancelled, sweep_until_cancelled
from service.settings import Settings, SettingsError
from service.storage.pool import Database, Preferred, open_database
from service.telemetry.logs import configure_logs
from service.warming import warm_up

_FINISH_SECONDS = 4.0
_WARM_SECONDS = 2.0
"""A busy machine takes longer to load its lexicons; then it goes on beside the first requests."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Service:
    """What a running process is made of."""

    settings: Settings
    database: Database
    reading: Database
    """Where lists and exports are read: a replica, or the same."""
    vocabulary: Vocabulary
    recorder: Recorder
    policy: Policy
    clock: Clock
    access: Access
    intake: Intake


def system_clock() -> datetime:
    """The only place where the time comes in."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_service(settings: Settings, dsn: str, home: Home = Home()) -> AsyncIterator[Service]:  # noqa: B008 - frozen
    """Open the database and build the pipeline; close both when done. Starts no background work."""
    policy = Policy()
    database = await open_database(
        dsn,
        size=settings.pool_size,
        acquire_seconds=settings.acquire_seconds,
        statement_seconds=settings.statement_seconds,
        cache_statements=settings.statement_cache,
    )
    try:
        vocabulary = Vocabulary(database, policy)
        recorder = Recorder(database, vocabulary, Sources(database), policy, system_clock)
        intake = open_intake(recorder, Once(recorder, database, system_clock))
        async with _replica(settings) as replica:
            reading = Preferred(replica, database) if replica else database
            keys = Preferred(database, replica) if replica else database
            access = open_access(settings, keys, system_clock, home)
            yield Service(settings, database, reading, vocabulary, recorder, policy, system_clock, access, intake)
    finally:
        await database.close()


@asynccontextmanager
async def _replica(settings: Settings) -> AsyncIterator[Database | None]:
    """Open the database that only reads, if there is one; it may be away."""
    if settings.read_url is None:
        yield None
        return
    replica = await open_database(
        settings.read_url,
        size=settings.pool_size,
        acquire_seconds=settings.acquire_seconds,
        statement_seconds=settings.statement_seconds,
        cache_statements=settings.statement_cache,
        is_needed=False,
    )
    try:
        yield replica
    finally:
        await replica.close()


_CONTROLLERS: list[ControllerRouterHandler] = [
    ClaimsController,
    ArticlesController,
    ConflictsController,
    DisputesController,
    CountsController,
    SummariesController,
    SeriesController,
    PlotsController,
    ExportsController,
    ImportsController,
    LoadsController,
    SourcesController,
    ReconciliationController,
    MetricsController,
    JudgementsController,
    PendingController,
    MatchingController,
    WebhooksController,
    EventsController,
    FeedsController,
    LinksController,
    SearchesController,
    KeysController,
    AuditController,
    SigningInController,
    HealthController,
    PrometheusController,
    DocsController,
    ActsController,
    ConsoleController,
    DraftController,
    EntryController,
    LinksPageController,
    MessagesController,
    TableController,
    ProblemPagesController,
]
_PARTS = ("settings", "database", "reading", "vocabulary", "recorder", "policy", "clock", "access", "intake")
"""Of the service, by the names under which handlers ask for them."""
# What stands in one answer resembles itself so much that a higher level costs twice the time for a few bytes.
_COMPRESSION = CompressionConfig(
    backend="gzip",
    minimum_size=1024,
    gzip_compress_level=1,
    exclude=["^/v1/events/stream$", "^/docs/scalar.js$"],
)


def create_app(settings: Settings, dsn: str, home: Home = Home()) -> Litestar:  # noqa: B008 - frozen
    """Build the HTTP application for a database that is migrated already. Raises SettingsError."""
    configure_logs(settings.log_level)
    people = _for_people(settings)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        warming = asyncio.create_task(asyncio.to_thread(_warm_up))
        async with open_service(settings, dsn, home) as service, background(service, dsn, people):
            app.state.service, app.state.access = service, service.access
            await asyncio.wait({warming}, timeout=_WARM_SECONDS)
            _collect_seldom()
            yield
            await _finish(service)

    return Application(
        route_handlers=_CONTROLLERS,
        lifespan=[lifespan],
        dependencies={name: Provide(_part(name), sync_to_thread=False) for name in _PARTS},
        state=State({"body_seconds": settings.body_seconds, "zone": people.zone, "has_zone": bool(settings.time_zone)}),
        middleware=[Gate(), Allowing()],
        before_request=hold_to_document,
        cors_config=_cors(settings.cors_origins),
        exception_handlers=ALL_HANDLERS,
        request_class=Request,
        request_max_body_size=settings.max_body_bytes,
        openapi_config=openapi_config(),
        logging_config=None,
        compression_config=_COMPRESSION,
    )


def _warm_up() -> None:
    warm_up()
    load_encoder()


async def _finish(service: Service) -> None:
    """Write what is in hand; what cannot be written in time is found by the sweep, or is no loss."""
    for finish in (service.intake.finish, service.access.flush):
        try:
            async with asyncio.timeout(_FINISH_SECONDS):
                await finish()
        except TimeoutError:
            _log.warning("the end did not wait for all that was in hand")


@asynccontextmanager
async def background(service: Service, dsn: str, people: ForPeople) -> AsyncIterator[None]:
    """Run what works beside the requests: the sweep, the senders."""
    settings = service.settings
    caller = Caller(networks_of(settings.webhook_networks, loopback=settings.webhook_loopback))
    sender = Sender(service.database, caller, service.clock, people)
    work = {
        "sweep": lambda: sweep_until_cancelled(service.recorder),
        "disputes": lambda: derive_until_cancelled(service.database, service.policy, service.clock),
        "sender": lambda: sender.run(_heard_at(service.settings, dsn)),
        "feed": lambda: number_until_cancelled(service.database),
        "retention": lambda: remove_until_cancelled(service.database, _days_kept(service.settings), service.clock),
        "idempotency": service.intake.once.forget_until_cancelled,
        "access": service.access.flush_until_cancelled,
    }
    async with running(work):
        yield
    await caller.close()


def _for_people(settings: Settings) -> ForPeople:
    zone = _zone(settings)
    mailer = Mailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    try:
        quiet = read_quiet_hours(settings.quiet_hours, zone)
    except Invalid as error:
        raise SettingsError(f"CLAIMDIFF_QUIET_HOURS is not possible: {error}") from None
    return ForPeople(settings.public_url, mailer, settings.mail_minutes, quiet, zone)


def _zone(settings: Settings) -> ZoneInfo:
    try:
        return read_zone(settings.time_zone)
    except Invalid as error:
        raise SettingsError(f"CLAIMDIFF_TIME_ZONE is not possible: {error}") from None


def _heard_at(settings: Settings, dsn: str) -> str | None:
    """Give where to be woken by the outbox; through a pooler nobody would be, so there it is only polled."""
    return settings.listen_url or (dsn if settings.statement_cache else None)


def _days_kept(settings: Settings) -> dict[str, int]:
    return {
        "events": settings.events_days,
        "history": settings.history_days,
        "audit": settings.audit_days,
        "past": settings.past_days,
    }


def _collect_seldom() -> None:
    """Let the cycle collector pass over lexicons and caches, and come less often.

    Claims, matches and answers hold no cycles, so looking for some among them every 700 objects, as is usual, takes
    half of the time of comparing and finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _cors(origins: str) -> CORSConfig | None:
    """Closed, unless origins are listed. No cookies: whoever calls shows a key."""
    if not (allowed := read_origins(origins)):
        return None
    return CORSConfig(
        allow_origins=allowed,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "Idempotency-Key", "Last-Event-ID", "X-Request-Id"],
        expose_headers=[
            "Content-Disposition",
            "ETag",
            "Retry-After",
            "X-Request-Id",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
        ],
    )


def _part(name: str) -> Callable[[State], object]:
    def give(state: State) -> object:
        return getattr(state.service, name)

    return give
