"""What a desk has judged of metrics: "same" is transitive, and whatever differs from one differs from all its likes.

Metrics stand here as the numbers of their phrases. A set of judgements is sound when no two metrics are the same by one
chain of judgements and different by another; only sound sets are kept, so what follows from them is unambiguous.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from service.claim import Band, Metric, Sameness
from service.matching.phrases import OTHER_WORDS, PhraseComparison


class Judged(NamedTuple):
    """One judgement on two metrics."""

    id: UUID
    first: int
    second: int
    verdict: Sameness


def outrank(compared: PhraseComparison, one: Metric, other: Metric, judged: Sameness | None) -> PhraseComparison:
    """Let a judgement stand above the words: "same" is as sure as other words can be, "different" separates."""
    if judged is None or one.phrase == other.phrase:
        return compared
    if judged is Sameness.SAME:
        return replace(compared, score=OTHER_WORDS, band=Band.CONFIRMED, separator=None)
    first, second = sorted((one.as_given, other.as_given))
    return replace(compared, band=None, separator=f"judgement: {first} and {second}")


def classes_of(judged: Iterable[Judged], metrics: Iterable[int] = ()) -> dict[int, int]:
    """Give to each metric the smallest of those that are the same."""
    same = _neighbours(judged)
    classes: dict[int, int] = {}
    for start in sorted({*same, *metrics}):
        if start in classes:
            continue
        for metric in _paths_from(start, same):
            classes[metric] = start
    return classes


def follow(judged: Sequence[Judged], near: Iterable[int]) -> dict[tuple[int, int], Sameness]:
    """Give all that follows for the pairs that begin with one of the near metrics, stated or not."""
    asked = set(near)
    classes = classes_of(judged, asked | {end for one in judged for end in (one.first, one.second)})
    members: dict[int, list[int]] = {}
    for metric, name in classes.items():
        members.setdefault(name, []).append(metric)
    apart: dict[int, set[int]] = {}
    for one in judged:
        if one.verdict is Sameness.DIFFERENT:
            first, second = classes[one.first], classes[one.second]
            apart.setdefault(first, set()).add(second)
            apart.setdefault(second, set()).add(first)
    found: dict[tuple[int, int], Sameness] = {}
    for metric in asked:
        name = classes[metric]
        found |= {(metric, other): Sameness.SAME for other in members[name] if other != metric}
        found |= {(metric, other): Sameness.DIFFERENT for far in apart.get(name, ()) for other in members[far]}
    return found


def contradiction_of(judged: Sequence[Judged], new: Judged) -> tuple[Judged, ...]:
    """Give the chain of judgements that says the opposite of a new one, from its first metric to its second."""
    same = _neighbours(judged)
    there = _paths_from(new.first, same)
    if new.verdict is Sameness.DIFFERENT:
        return tuple(there.get(new.second, ()))
    back = _paths_from(new.second, same)
    for one in judged:
        if one.verdict is not Sameness.DIFFERENT:
            continue
        for near, far in ((one.first, one.second), (one.second, one.first)):
            if near in there and far in back:
                return (*there[near], one, *reversed(back[far]))
    return ()


def _neighbours(judged: Iterable[Judged]) -> dict[int, list[tuple[int, Judged]]]:
    same: dict[int, list[tuple[int, Judged]]] = {}
    for one in judged:
        if one.verdict is Sameness.SAME:
            same.setdefault(one.first, []).append((one.second, one))
            same.setdefault(one.second, []).append((one.first, one))
    return same


def _paths_from(start: int, same: dict[int, list[tuple[int, Judged]]]) -> dict[int, tuple[Judged, ...]]:
    """Give every metric that is the same, and the shortest chain of judgements that makes it so."""
    paths: dict[int, tuple[Judged, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for other, one in same.get(at, ()):
            if other not in paths:
                paths[other] = (*paths[at], one)
                waiting.append(other)
    return paths
