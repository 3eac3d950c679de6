"""Idempotency-Key: the same request again gets the same answer and stores nothing twice, whatever happened in between.

The id of the claim is reserved together with the key, before anything is stored. Whoever comes again after a process
died in the middle goes on under the same id, and finds what was stored of it. Follows the IETF's draft of the header
(draft-ietf-httpapi-idempotency-key-header), with 422 for another body under the same key and 409 while the first one
is still under way.
"""

import asyncio
import contextlib
import dataclasses
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from service.claim import Claim, ClaimId
from service.errors import Clash, Invalid, Unavailable
from service.recording import Clock, MatchesWanted, Recorder, Recording
from service.storage import idempotency as storage
from service.storage.idempotency import Reservation
from service.storage.pool import Connection, Database

KEPT = timedelta(days=1)
"""For how long an answer is given again."""
ABANDONED = timedelta(seconds=60)
"""A request under way for longer than this is taken for dead."""
_PURGE_SECONDS = 600.0
_NOBODY = UUID(int=0)


IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A new one for each claim, the same when it is sent again; a UUID does well.",
    ),
]

Record = Callable[[Claim], Awaitable[Recording]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, and whether it was answered before."""

    status: int
    body: bytes
    is_replayed: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """Records claims once for each key of an owner."""

    recorder: Recorder
    database: Database
    clock: Clock

    async def record(
        self,
        owner: UUID | None,
        key: str,
        asked: bytes,
        claim: Claim,
        record: Record,
        wanted: MatchesWanted = MatchesWanted.BEST,
    ) -> Answer:
        """Record a claim, or answer what was answered.

        Args:
            owner: The API key that the request shows; None where none is needed.
            key: The Idempotency-Key.
            asked: The request's body as sent, and its query; another one under the same key is refused.
            claim: As read from it.
            record: How a claim is recorded that was not before.
            wanted: How much of what it matches the answer holds.

        Raises:
            Invalid: The key stands for another request.
            Clash: The first request with it is still under way.
        """
        held = await self._hold(owner or _NOBODY, key, hashlib.sha256(asked).digest(), claim)
        if held.answer is not None and held.status is not None:
            return Answer(held.status, held.answer.encode(), is_replayed=True)
        return await self._go_on(owner or _NOBODY, key, held, claim, record, wanted)

    async def _hold(self, owner: UUID, key: str, fingerprint: bytes, claim: Claim) -> Reservation:
        now = self.clock()
        wanted = Reservation(fingerprint, claim.id, now)
        async with self.database.connection() as connection:
            if await storage.reserve(connection, owner, key, wanted, now - KEPT):
                return wanted
            held = await storage.get_reservation(connection, owner, key)
            if held is not None and held.fingerprint != fingerprint:
                raise Invalid(
                    "This Idempotency-Key was sent with another body or query. Take a new key for each claim, and send "
                    "the same when you send it again.",
                    "Idempotency-Key",
                )
            if held is None or not await _may_go_on(connection, owner, key, held, now):
                raise Clash("The first request with this Idempotency-Key is under way. Send it again in a second.")
        return held

    async def _go_on(
        self, owner: UUID, key: str, held: Reservation, claim: Claim, record: Record, wanted: MatchesWanted
    ) -> Answer:
        claim_id = ClaimId(held.claim_id)
        left = None if claim_id == claim.id else await self.recorder.recall(claim_id)
        try:
            recorded = left or await record(msgspec.structs.replace(claim, id=claim_id))
        except Exception as error:
            leave = storage.abandon if isinstance(error, Unavailable) else storage.give_up
            with contextlib.suppress(Unavailable):
                async with self.database.connection() as connection:
                    await leave(connection, owner, key, claim_id)
            raise
        answer = Answer(201 if recorded.stored else 200, recorded.written(wanted))
        async with self.database.connection() as connection:
            answered = dataclasses.replace(held, status=answer.status, answer=answer.body.decode())
            await storage.keep_answer(connection, owner, key, answered)
        return answer

    async def forget_until_cancelled(self) -> None:
        """Delete what is older than a day, now and then."""
        while True:
            with contextlib.suppress(Unavailable):
                async with self.database.connection() as connection:
                    await storage.forget_old(connection, self.clock() - KEPT)
            await asyncio.sleep(_PURGE_SECONDS)


async def _may_go_on(connection: Connection, owner: UUID, key: str, held: Reservation, now: datetime) -> bool:
    """Say whether there is an answer, or none will come from whoever was first."""
    if held.answer is not None:
        return True
    is_left = held.started_at < now - ABANDONED
    return is_left and await storage.take_over(connection, owner, key, held.started_at, now)


def answered_once(answer: Answer) -> Response[Any]:
    """Give the HTTP answer, the same bytes each time."""
    headers = {"Idempotent-Replayed": "true"} if answer.is_replayed else None
    return Response(answer.body, status_code=answer.status, media_type="application/json", headers=headers)
