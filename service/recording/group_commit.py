"""What arrives together is committed together: many requests, few transactions.

Under load the claims that wait while a commit is under way form the next one. A single claim on a quiet service
waits for nobody. Each caller gets its own answer; what breaks a round is tried again claim by claim, so that no claim
suffers for another.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

from service.claim import Claim
from service.recording.all_or_each import all_or_each
from service.recording.answers import Recording
from service.recording.recorder import Recorder

LARGEST_ROUND = 64
"""Claims in one round. More would make each wait longer without saving a commit."""
ROUNDS_AT_ONCE = 2
"""While one round waits for the database, another can decide."""
WORTH_A_ROUND = 1.0
"""A second round begins when this share of the claims of the first waits: a round costs as much as several claims."""

A_FEW = 4
"""Up to so many claims under way, whoever sent one waits for the dispute that it opens; more are derived together."""

_Waiting = tuple[Claim, asyncio.Future[Recording]]


class GroupCommit:
    """Collects claims of single requests into rounds of the recorder."""

    def __init__(self, recorder: Recorder, *, explained: bool = True) -> None:
        self._recorder = recorder
        self._explained = explained
        self._waiting: deque[_Waiting] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._is_called = False
        self._sizes: list[int] = []

    async def record(self, claim: Claim) -> Recording:
        """Record a claim in the next round; raises what recording it raised."""
        answer: asyncio.Future[Recording] = asyncio.get_running_loop().create_future()
        self._waiting.append((claim, answer))
        if not self._is_called and self._is_due():
            self._is_called = True  # until the worker looks, which takes all that comes meanwhile
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        return await answer

    async def finish(self) -> None:
        """Wait until everything taken is recorded."""
        while self._workers:
            await asyncio.gather(*self._workers, return_exceptions=True)

    def _is_due(self) -> bool:
        """Say whether what waits is to be recorded now. If not, whoever ends a round looks again."""
        enough = max(1.0, WORTH_A_ROUND * max(self._sizes, default=0))
        return len(self._sizes) < ROUNDS_AT_ONCE and len(self._waiting) >= enough

    async def _work(self) -> None:
        self._is_called = False
        while self._is_due():
            taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_ROUND))]
            self._sizes.append(len(taken))
            try:
                await self._record_round(taken)
            finally:
                self._sizes.remove(len(taken))

    async def _record_round(self, taken: list[_Waiting]) -> None:
        try:
            outcomes = await all_or_each(taken, self._answers)
        except Exception as error:  # noqa: BLE001 - it concerns all of them, and each caller is told
            outcomes = [(taken, error)]
        for some, answers in outcomes:
            for at, (_, future) in enumerate(some):
                if future.done():
                    continue
                if isinstance(answers, Exception):
                    future.set_exception(answers)
                else:
                    future.set_result(answers[at])

    async def _answers(self, taken: Sequence[_Waiting]) -> list[Recording]:
        at_once = sum(self._sizes) + len(self._waiting) <= A_FEW
        return await self._recorder.record([claim for claim, _ in taken], explained=self._explained, at_once=at_once)
