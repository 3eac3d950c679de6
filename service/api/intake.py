"""What a single claim that comes in needs: it is read, recorded with what comes at the same time, and once for its key.

One part for the handler, because the framework resolves several side by side, which costs more than they do.
"""

from dataclasses import dataclass
from typing import Annotated

from litestar.params import QueryParameter

from service.api.idempotency import Once
from service.recording import Gatherer, MatchesWanted, Recorder

WantedMatches = Annotated[
    MatchesWanted,
    QueryParameter(
        description="`best` lists the conflicting matches and the best few of the others, with counts of all; `all` "
        "lists as many as one answer holds; `conflicting` leaves out what agrees or leaves room, and is sooner done. "
        "The rest is where `rest` says. What is stored and announced is the same.",
    ),
]
WantedNear = Annotated[
    bool,
    QueryParameter(
        description="Also tell in `near` what is nearly the same and was not compared, with the one thing that keeps "
        "it apart: another period, place, unit or qualifier, a part of the people, other words."
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
    explaining = Gatherer(recorder)
    gatherers = {
        MatchesWanted.BEST: explaining,
        MatchesWanted.ALL: explaining,
        MatchesWanted.CONFLICTING: Gatherer(recorder, explained=False),
    }
    return Intake(recorder, once, gatherers)
