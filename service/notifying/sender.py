"""Takes what is due from the outbox, posts it, and writes what became of it.

Several processes may do this on one database: each leases its share. An endpoint gets no more calls at once than it
has places, so that a slow one holds up nobody else. A lease that runs out is taken by another sender, so an event may
arrive twice after a crash, with the same webhook-id, and never not at all.
"""

import asyncio
import contextlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
import structlog
from msgspec import Struct

from service.errors import Unavailable
from service.event import EndpointFormat, Event, EventType
from service.notifying.addresses import origin_of
from service.notifying.calling import Caller, CallResult
from service.notifying.formats import body_of, card_of, message_id
from service.notifying.mailing import MAILTO, Mailer, recipients_of
from service.notifying.quiet import QuietHours, next_digest
from service.notifying.retries import delay_after, read_retry_after
from service.notifying.signing import sign
from service.storage import outbox, webhooks
from service.storage.identifiers import new_identifier
from service.storage.outbox import CHANNEL, AttemptOutcome, Delivery
from service.storage.pool import Connection, Database
from service.telemetry import prometheus

LEASE_SECONDS = 60.0
FINISH_SECONDS = 3.0
"""How long calls under way may take when the service ends."""
POLL_SECONDS = 1.0
"""How often the outbox is looked at without a call from it: for retries that fall due."""
CONNECTIONS = 3
"""Of the pool, for all deliveries together: many endpoints at once must not keep requests waiting."""
GIVE_UP_AFTER = timedelta(days=5)
"""An endpoint that has failed this long without one success is disabled when a delivery is given up."""

_DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_log = structlog.get_logger()


class ForPeople(Struct, frozen=True):
    """What holds for messages that people read."""

    public_url: str | None = None
    mailer: Mailer | None = None
    mail_minutes: int = 0
    quiet: QuietHours | None = None
    zone: ZoneInfo = ZoneInfo("UTC")
    """The desk's, in which the hours of digests are counted."""

    def held_until(self, deliveries: Sequence[Delivery], now: datetime) -> datetime | None:
        """Give until when some deliveries wait: for the end of the quiet hours, or for the next digest."""
        first = deliveries[0]
        is_mail = first.url.startswith(MAILTO)
        if all(one.type == EventType.WEBHOOK_TEST.value for one in deliveries):
            return None
        due = next_digest(min(one.created_at for one in deliveries), self.mail_minutes, self.zone) if is_mail else now
        is_read = is_mail or first.format != EndpointFormat.STANDARD.value
        quiet_end = self.quiet.end_after(max(due, now)) if self.quiet and is_read else None
        until = quiet_end or due
        return until if until > now else None


class Sender:
    """The sending side of one process."""

    def __init__(
        self, database: Database, caller: Caller, clock: Callable[[], datetime], people: ForPeople | None = None
    ) -> None:
        self._database = database
        self._caller = caller
        self._clock = clock
        self._people = people or ForPeople()
        self._calls: Counter[UUID] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._turns = asyncio.Semaphore(CONNECTIONS)

    async def run(self, dsn: str | None) -> None:
        """Send until cancelled; what is under way then has some seconds to end."""
        listener = asyncio.create_task(self._listen(dsn) if dsn else asyncio.Event().wait())
        try:
            while True:
                self._wake.clear()
                if not await self.send_due():
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(POLL_SECONDS):
                            await self._wake.wait()
        finally:
            listener.cancel()
            await self._finish()

    async def _finish(self) -> None:
        """Let calls that are under way end, but for slow ones: those are made again when their lease is over."""
        if not self._tasks:
            return
        _, slow = await asyncio.wait(self._tasks, timeout=FINISH_SECONDS)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)

    async def send_due(self) -> int:
        """Lease what is due and start its calls; give how many deliveries that were."""
        try:
            async with self._database.connection() as connection:
                leased = await outbox.lease_deliveries(connection, +self._calls, LEASE_SECONDS)
        except Unavailable:
            return 0
        for calls in _grouped(leased):
            self._calls[calls[0].endpoint_id] += 1
            task = asyncio.create_task(self._deliver(calls))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return len(leased)

    async def _deliver(self, deliveries: Sequence[Delivery]) -> None:
        endpoint_id = deliveries[0].endpoint_id
        try:
            until = self._people.held_until(deliveries, self._clock())
            if until is not None:
                async with self._turns, self._database.connection() as connection:
                    await outbox.hold_deliveries(connection, [one.id for one in deliveries], until)
                return
            await self._write_attempt(deliveries, await self._attempt_or_error(deliveries))
        except Unavailable:
            _log.warning("a delivery is left to its lease: the database is away", endpoint=str(endpoint_id))
        finally:
            self._calls[endpoint_id] -= 1
            self._wake.set()

    async def _attempt_or_error(self, deliveries: Sequence[Delivery]) -> CallResult:
        """Make the call; what cannot even be written counts as an attempt too, else it were leased again for ever."""
        try:
            return await self._attempt(deliveries)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and tried again with growing pauses
            _log.exception("an event cannot be written", event_id=str(deliveries[0].event_id))
            return CallResult(None, None, f"the event cannot be written: {type(error).__name__}", None, 0)

    async def _attempt(self, deliveries: Sequence[Delivery]) -> CallResult:
        if deliveries[0].url.startswith(MAILTO):
            return await self._mail(deliveries)
        now = self._clock()
        async with self._turns, self._database.connection() as connection:
            secrets = await webhooks.get_secrets(connection, deliveries[0].endpoint_id, now)
        body = body_of(deliveries, self._people.public_url)
        headers = sign(message_id(deliveries), now, body, secrets)
        return await self._caller.post(deliveries[0].url, body, headers)

    async def _mail(self, deliveries: Sequence[Delivery]) -> CallResult:
        mailer = self._people.mailer
        if mailer is None:
            return CallResult(None, None, "no server for e-mail is set: CLAIMDIFF_SMTP_URL", None, 0)
        cards = [card_of(one, self._people.public_url) for one in deliveries]
        message = mailer.compose(message_id(deliveries), cards)
        return await mailer.send(message, recipients_of(deliveries[0].url))

    async def _write_attempt(self, deliveries: Sequence[Delivery], result: CallResult) -> None:
        now = self._clock()
        ids = [one.id for one in deliveries]
        endpoint_id = deliveries[0].endpoint_id
        outcome = outcome_of(deliveries[0].attempts, result, now, random.random)
        prometheus.DELIVERIES.labels(outcome.status).inc()
        prometheus.DELIVERY_SECONDS.observe(result.milliseconds / 1000)
        async with self._turns, self._database.transaction() as connection:
            # The endpoint first, as whoever deletes it does: in the other order each would wait for the other.
            if result.succeeded:
                await outbox.note_success(connection, endpoint_id)
                await outbox.write_attempt(connection, ids, outcome)
                return
            failing_since = await outbox.note_failure(connection, endpoint_id, now)
            await outbox.write_attempt(connection, ids, outcome)
            reason = _reason_to_disable(outcome, result, failing_since, now)
            if reason is not None:
                await self._disable(connection, endpoint_id, reason, now)

    async def _disable(self, connection: Connection, endpoint_id: UUID, reason: str, now: datetime) -> None:
        url = await outbox.disable_endpoint(connection, endpoint_id, reason, now)
        if url is None:
            return
        data = msgspec.json.encode({"endpoint_id": endpoint_id, "url": origin_of(url), "reason": reason})
        await outbox.announce(connection, [Event(new_identifier(now), EventType.WEBHOOK_DISABLED, now, data)])
        _log.warning("an endpoint was disabled", endpoint=str(endpoint_id), reason=reason)

    async def _listen(self, dsn: str) -> None:
        """Be woken by the outbox on a connection of our own; without one, polling goes on."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, *_DRIVER_ERRORS):
                await self._listen_once(await asyncpg.connect(dsn, timeout=10))
            await asyncio.sleep(POLL_SECONDS)

    async def _listen_once(self, connection: asyncpg.Connection) -> None:
        closed = asyncio.Event()
        try:
            connection.add_termination_listener(lambda *_: closed.set())
            await connection.add_listener(CHANNEL, lambda *_: self._wake.set())
            await closed.wait()
        finally:
            connection.terminate()


def outcome_of(attempt: int, result: CallResult, now: datetime, random_number: Callable[[], float]) -> AttemptOutcome:
    """Decide what becomes of a delivery after attempt n (from 1): delivered, to be tried again, or given up."""
    delay = delay_after(attempt, random_number)
    if result.succeeded:
        status, next_at = "delivered", now
    elif result.status == HTTPStatus.GONE or delay is None:
        status, next_at = "failed", now
    else:
        asked = read_retry_after(result.retry_after, now) or timedelta(0)
        status, next_at = "pending", now + max(delay, asked)
    return AttemptOutcome(status, next_at, result.status, result.start, result.error, result.milliseconds)


def _reason_to_disable(
    outcome: AttemptOutcome, result: CallResult, failing_since: datetime | None, now: datetime
) -> str | None:
    if result.status == HTTPStatus.GONE:
        return "the receiver answered 410 Gone"
    if outcome.status == "failed" and failing_since is not None and now - failing_since >= GIVE_UP_AFTER:
        return f"no delivery succeeded since {failing_since:%Y-%m-%d %H:%M} UTC"
    return None


def _grouped(leased: Sequence[Delivery]) -> list[list[Delivery]]:
    """One call for each delivery, or for as many as the endpoint takes in one."""
    by_endpoint: defaultdict[UUID, list[Delivery]] = defaultdict(list)
    for one in leased:
        by_endpoint[one.endpoint_id].append(one)
    return [
        deliveries[at : at + deliveries[0].digest_size]
        for deliveries in by_endpoint.values()
        for at in range(0, len(deliveries), deliveries[0].digest_size)
    ]
