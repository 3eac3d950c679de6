"""What a single claim that comes in needs: it is read, recorded with what comes at the same time, and once for its key.

One part for the handler, because the framework resolves several side by side, which costs more than they do.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from litestar.params import QueryParameter

from service.api.idempotency import Once
from service.recording import Gatherer, Recorder


class MatchesWanted(Enum):
    """Which matches an answer holds."""

    ALL = "all"
    CONFLICTING = "conflicting"


WantedMatches = Annotated[
    MatchesWanted,
    QueryParameter(
        description="`conflicting` leaves out matches that agree or leave room for each other: a shorter answer, and a "
        "sooner one. What is stored and announced is the same.",
    ),
]


@dataclass(frozen=True, slots=True)
class Intake:
    """The parts of taking a claim in."""

    recorder: Recorder
    once: Once
    gatherers: dict[MatchesWanted, Gatherer]
    """A claim is recorded together with those that want to know as much."""

    async def finish(self) -> None:
        """Wait until everything taken is recorded."""
        for gatherer in self.gatherers.values():
            await gatherer.finish()


def open_intake(recorder: Recorder, once: Once) -> Intake:
    """Build the intake of one process."""
    gatherers = {
        MatchesWanted.ALL: Gatherer(recorder),
        MatchesWanted.CONFLICTING: Gatherer(recorder, explained=False),
    }
    return Intake(recorder, once, gatherers)
