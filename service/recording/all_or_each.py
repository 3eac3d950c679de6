"""Many at once, and where that breaks each alone: what is wrong with one reaches only whom it belongs to."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from service.errors import ClaimdiffError
from service.storage.pool import AWAY

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T]], Awaitable[R]]


async def all_or_each(items: Sequence[T], work: Work[T, R]) -> list[tuple[Sequence[T], R | Exception]]:
    """Work on all items at once, or, where that breaks, on each alone; give what came of it, by those worked on.

    Raises what concerns all of them at once: our own errors, and that the database is away.
    """
    try:
        return [(items, await work(items))]
    except (ClaimdiffError, *AWAY):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, each gets its own try
        if len(items) == 1:
            return [(items, error)]
    return [await _alone(one, work) for one in items]


async def _alone(item: T, work: Work[T, R]) -> tuple[Sequence[T], R | Exception]:
    try:
        return [item], await work([item])
    except Exception as error:  # noqa: BLE001 - handed to whom it belongs to
        return [item], error
