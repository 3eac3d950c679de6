"""Compare what is committed; what cannot be compared is set aside with the reason, and keeps nobody else waiting."""

from collections.abc import Sequence

import structlog

from service.errors import ClaimdiffError
from service.recording.all_or_each import all_or_each
from service.recording.applying import RegistrySeen, Task, compare_and_apply
from service.recording.candidate_pages import ComparedPairs
from service.storage import uncompared
from service.storage.pool import AWAY, Connection
from service.stored import StoredClaim

_log = structlog.get_logger()


async def compare_or_set_aside(
    connection: Connection, probes: Sequence[StoredClaim], task: Task, seen: RegistrySeen
) -> ComparedPairs:
    """Compare claims that are committed. What breaks reaches only the claim that it belongs to."""

    async def compare(some: Sequence[StoredClaim]) -> ComparedPairs:
        return await compare_and_apply(connection, some, task, seen)

    whole = ComparedPairs()
    for some, found in await all_or_each(probes, compare):
        if isinstance(found, (ClaimdiffError, *AWAY)):
            raise found
        if isinstance(found, Exception):
            found = await _put_aside(connection, some[0], found)  # noqa: PLW2901 - what came of it in the end
        if len(some) == len(probes):
            return found
        whole.add(found, kept=True)
    return whole


async def _put_aside(connection: Connection, probe: StoredClaim, error: Exception) -> ComparedPairs:
    _log.warning("a claim cannot be compared and is set aside", claim=str(probe.id), problem=repr(error)[:500])
    reason = f"{type(error).__name__} while it was compared"
    await uncompared.set_aside(connection, {probe.id: reason})
    return ComparedPairs({probe.id: []}, reasons={probe.id: reason})
