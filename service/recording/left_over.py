"""What was stored and not compared to its end, or is to be compared again: some of it, by whoever takes it first."""

from service.recording.applying import Task
from service.recording.recorder import Recorder
from service.recording.setting_aside import compare_or_set_aside
from service.storage import registry, uncompared

LEFT_OVER_AT_ONCE = 500
LEASE_SECONDS = 30.0
"""Left-over claims are in one process's hands for so long; who dies with them gives them back by it."""


async def compare_left_over(recorder: Recorder, *, older_than_seconds: float, limit: int = LEFT_OVER_AT_ONCE) -> int:
    """Compare what was stored but not compared, or is to be compared again; give how many claims that were.

    The first is left by a crash, or is one of more pairs than its request went through; the second by whoever
    changed the registry of metrics. Several processes share the work. What cannot be compared counts as done: it
    is tried again after a pause that grows.
    """
    await requeue_pending(recorder)
    async with recorder.database.connection() as connection:
        probes = await uncompared.lease_uncompared(
            connection, older_than_seconds=older_than_seconds, limit=limit, lease_seconds=LEASE_SECONDS
        )
    if not probes:
        return 0
    task = Task(recorder.policy, recorder.clock(), again=True, explained=False, most_pages=None)
    async with recorder.database.connection() as connection:
        await compare_or_set_aside(connection, probes, task, recorder.seen)
    return len(probes)


async def requeue_pending(recorder: Recorder) -> int:
    """Put back the claims of metrics on which the registry was changed; give how many these are."""
    async with recorder.database.transaction() as connection:
        phrase_ids = await registry.take_requeued_phrases(connection)
        return await uncompared.requeue_claims_of_phrases(connection, phrase_ids) if phrase_ids else 0
