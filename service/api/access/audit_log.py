"""Who did what: collects acts and writes them to the audit log.

Acts of people and operators are written before they are answered. Claims and articles that come in are kept
themselves, so of them only the number by key, operation and status is written, every second.
"""

from collections import Counter
from uuid import UUID

from service.api.access.scopes import SAFE_METHODS, Scope, scope_needed
from service.recording import Clock
from service.storage.audit import AuditRow, write_audit
from service.storage.pool import Database

COUNTED = frozenset({"create_claim", "create_claims", "create_article", "create_articles"})
"""Operations that are counted instead of listed; the tool's imports are counted by their own operations' names."""

_Counted = tuple[str, UUID | None, str, str, int]


class Journal:
    """The audit log's pen in one process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._counted: Counter[_Counted] = Counter()

    async def note(self, act: "AuditRow") -> None:
        """Write an act, or count it."""
        if act.act in COUNTED:
            self._counted[(act.actor, act.key_id, act.act, act.target, act.status)] += act.requests
            return
        async with self._database.connection() as connection:
            await write_audit(connection, [act])

    async def write_counted(self) -> None:
        """Write what was counted since; what cannot be written now is kept for later."""
        counted, self._counted = self._counted, Counter()
        if not counted:
            return
        now = self._clock()
        rows = [
            AuditRow(now, actor, key_id, act, target, status, None, requests)
            for (actor, key_id, act, target, status), requests in counted.items()
        ]
        try:
            async with self._database.connection() as connection:
                await write_audit(connection, rows)
        except BaseException:
            self._counted.update(counted)
            raise


def is_an_act(method: str, path: str) -> bool:
    """Say whether a request is one that changes something."""
    return method not in SAFE_METHODS and scope_needed(method, path) not in (None, Scope.READ)
