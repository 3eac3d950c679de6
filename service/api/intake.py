"""What a single claim that comes in needs: it is read, recorded with what comes at the same time, and once for its key.

One part for the handler, because the framework resolves several side by side, which costs more than they do.
"""

from dataclasses import dataclass
from typing import Annotated

from litestar.params import QueryParameter

from service.api.idempotency import Once
from service.recording import GroupCommit, MatchesWanted, Recorder

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
    group_commits: dict[MatchesWanted, GroupCommit]
    """A claim is recorded together with those that want to know as much."""

    async def finish(self) -> None:
        """Wait until everything taken is recorded."""
        for one in self.group_commits.values():
            await one.finish()


def open_intake(recorder: Recorder, once: Once) -> Intake:
    """Build the intake of one process."""
    explaining = GroupCommit(recorder)
    group_commits = {
        MatchesWanted.BEST: explaining,
        MatchesWanted.ALL: explaining,
        MatchesWanted.CONFLICTING: GroupCommit(recorder, explained=False),
    }
    return Intake(recorder, once, group_commits)
