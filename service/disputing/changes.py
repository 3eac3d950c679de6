"""What has happened between two versions of a dispute, each change by its name; and what brings a decided one back."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from service.claim import Severity
from service.dispute import DisputeChange, Position, State

MOST_CORES = 64
"""Of so many positions a version keeps who holds them; of more, the lowest ones."""
_Core = tuple[Decimal | None, Decimal | None]


def state_of(positions: Sequence[Position], severity: Severity) -> State:
    """Give what the next version is told apart from this one by."""
    kept = positions[:MOST_CORES]
    holding = [tuple(sorted({figure.source_id for figure in one.holders})) for one in positions]
    roomy = [tuple(sorted({figure.source_id for figure in one.room})) for one in positions]
    told = "\n".join(
        f"{one.core} {one.is_guest} {held} {leaving}"
        for one, held, leaving in zip(positions, holding, roomy, strict=True)
    )
    sources = {source_id for side in (holding, roomy) for some in side for source_id in some}
    return State(
        severity_rank=severity.rank,
        cores=tuple((one.core.low, one.core.high) for one in kept),
        holders=tuple(holding[: len(kept)]),
        room=tuple(sorted({source_id for some in roomy[: len(kept)] for source_id in some})),
        position_count=len(positions),
        source_count=len(sources),
        digest=hashlib.sha256(told.encode()).hexdigest(),
    )


def changes_between(before: State, after: State) -> tuple[DisputeChange, ...]:
    """Name what is different; nothing when the two are one version.

    A position is known by its figures: one that overlaps none of those before is new.
    """
    if before.digest == after.digest and before.severity_rank == after.severity_rank:
        return ()
    had, has = _places(before), _places(after)
    were, are = {*had, *before.room}, {*has, *after.room}
    found = {
        DisputeChange.NEW_POSITION: _has_new(before, after),
        DisputeChange.POSITION_GONE: _has_new(after, before),
        DisputeChange.SOURCE_JOINED: after.source_count > before.source_count or not are <= were,
        DisputeChange.SOURCE_LEFT: after.source_count < before.source_count or not were <= are,
        DisputeChange.FIGURE_CORRECTED: any(_moved(had[one], has[one]) for one in had.keys() & has.keys()),
        DisputeChange.SEVERITY_RAISED: after.severity_rank > before.severity_rank,
        DisputeChange.SEVERITY_LOWERED: after.severity_rank < before.severity_rank,
    }
    return tuple(change for change, is_so in found.items() if is_so) or (DisputeChange.FIGURE_CORRECTED,)


def is_lifted(decided: State, present: State, *, is_dismissed: bool) -> bool:
    """Say whether a decision does not cover what is known now.

    A dismissed dispute, an exception that is known, comes back only in a higher class of severity; a resolved one on a
    new position.
    """
    if is_dismissed:
        return present.severity_rank > decided.severity_rank
    return _has_new(decided, present)


def _has_new(before: State, after: State) -> bool:
    """A position is known by its figures; beyond those that are kept, by their number."""
    return after.position_count > before.position_count or any(
        not _is_among(core, before.cores) for core in after.cores
    )


def _places(state: State) -> dict[int, list[_Core]]:
    places: dict[int, list[_Core]] = {}
    for core, holders in zip(state.cores, state.holders, strict=True):
        for source_id in holders:
            places.setdefault(source_id, []).append(core)
    return places


def _moved(before: list[_Core], after: list[_Core]) -> bool:
    return any(not _is_among(core, before) for core in after)


def _is_among(core: _Core, cores: Sequence[_Core]) -> bool:
    return any(_meet(core, other) for other in cores)


def _meet(one: _Core, other: _Core) -> bool:
    return _is_up_to(one[0], other[1]) and _is_up_to(other[0], one[1])


def _is_up_to(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high
