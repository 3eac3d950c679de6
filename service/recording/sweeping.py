"""The sweep: what was stored and not compared is found and compared, at start-up and from then on."""

import asyncio
import contextlib

import structlog

from service.errors import Unavailable
from service.recording.left_over import compare_left_over
from service.recording.merging import merge_names
from service.recording.recorder import Recorder
from service.recording.upgrading import give_topics

_log = structlog.get_logger()

INTERVAL_SECONDS = 2.0
GRACE_SECONDS = 10.0
"""A claim this young is still in the hands of the request that stored it."""


async def sweep_until_cancelled(recorder: Recorder) -> None:
    """Compare left-over claims again and again. A database that is away is waited for."""
    while True:
        with contextlib.suppress(Unavailable):
            while renewed := await recorder.vocabulary.renew_keys():
                _log.info("gave phrases new keys", phrases=renewed)
            while merged := await merge_names(recorder.database):
                _log.info("brought names of sources to one form", names_and_claims=merged)
            while renewed := await recorder.vocabulary.topics.renew():
                _log.info("linked topics", topics=renewed)
            await sweep(recorder, older_than_seconds=GRACE_SECONDS)
            while await give_topics(recorder.database, recorder.vocabulary.topics):
                await sweep(recorder, older_than_seconds=GRACE_SECONDS)
        await asyncio.sleep(INTERVAL_SECONDS)


async def sweep(recorder: Recorder, *, older_than_seconds: float = 0.0) -> int:
    """Compare everything that is left over; give how many claims that were."""
    total = 0
    while done := await compare_left_over(recorder, older_than_seconds=older_than_seconds):
        total += done
        _log.info("compared left-over claims", claims=done)
    return total
