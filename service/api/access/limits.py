"""How many requests a key has left in this minute, over all processes that serve one database.

Each process takes a share of the minute from the database and spends it by itself: the limit is never passed, and costs
a statement for every tenth of it. With the database away nobody is held up; those requests fail by themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.errors import Unavailable
from service.recording import Clock
from service.storage import keys as storage
from service.storage.keys import KeyRow
from service.storage.pool import Database

_SHARES = 20
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may do in the present minute."""

    limit: int
    remaining: int
    resets_in_seconds: int
    is_granted: bool

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Give the headers of the answer: those that most clients know, and the policy of the draft standard."""
        pairs = (
            ("ratelimit-limit", str(self.limit)),
            ("ratelimit-remaining", str(self.remaining)),
            ("ratelimit-reset", str(self.resets_in_seconds)),
            ("ratelimit-policy", f'"minute";q={self.limit};w=60'),
        )
        return [(name.encode(), text.encode()) for name, text in pairs]


@dataclass(slots=True)
class _Spent:
    minute: datetime
    own: int = 0
    """Requests that this process may still grant."""
    used: int = 0
    """Requests that all processes have taken, as far as this one has heard."""
    is_used_up: bool = False


class Limiter:
    """The limits of one process."""

    def __init__(self, database: Database, clock: Clock, default_limit: int) -> None:
        self._database = database
        self._clock = clock
        self._default_limit = default_limit
        self._spent: dict[UUID, _Spent] = {}

    async def spend(self, key: KeyRow) -> Allowance | None:
        """Take one request of the key's minute; None when the key has no limit."""
        limit = self._default_limit if key.requests_per_minute is None else key.requests_per_minute
        if not limit:
            return None
        now = self._clock()
        spent = self._present(key.id, now.replace(second=0, microsecond=0))
        if spent.own == 0 and not spent.is_used_up:
            await self._lease(key.id, spent, limit)
        granted = spent.own > 0
        spent.own -= granted
        remaining = max(0, limit - spent.used) + spent.own
        return Allowance(limit, remaining, 60 - now.second, granted)

    def _present(self, key_id: UUID, minute: datetime) -> _Spent:
        spent = self._spent.get(key_id)
        if spent is None or spent.minute < minute:
            if len(self._spent) >= _MOST_REMEMBERED:
                self._spent.clear()
            spent = self._spent[key_id] = _Spent(minute)
        return spent

    async def _lease(self, key_id: UUID, spent: _Spent, limit: int) -> None:
        share = max(1, limit // _SHARES)
        try:
            async with self._database.connection() as connection:
                spent.used = await storage.lease_requests(connection, key_id, spent.minute, share, limit)
        except Unavailable:
            spent.own += 1
            return
        spent.own += max(0, share - max(0, spent.used - limit))
        spent.is_used_up = spent.own == 0
