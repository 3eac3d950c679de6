"""What is exported: stored claims or conflicts, page by page from the newest on, so that memory stays flat.

Pages follow each other by their place in the order: nothing is skipped or given twice while claims arrive, and no
connection is held while a slow reader reads.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from service.conflict import Conflict
from service.exchange.cells import Cell
from service.exchange.columns import CLAIM_COLUMNS, CONFLICT_COLUMNS
from service.storage import claims as claim_storage
from service.storage.claims import ClaimFilters
from service.storage.pool import Connection
from service.stored import StoredClaim

PAGE = 200
"""Rows that are read and written at once: others wait for as long as that takes, some hundredths of a second."""

T = TypeVar("T")
Lend = Callable[[], AbstractAsyncContextManager[Connection]]
_Place = tuple[datetime, UUID]
_Fetch = Callable[[Any, int], Awaitable[tuple[Sequence[T], Any]]]
"""Gives so many rows after a place, and the place of the next ones; None before the first and behind the last."""
_encode = msgspec.json.Encoder().encode


class ExportFormat(Enum):
    """`csv` and `xlsx` hold the columns that a desk reads; `ndjson` each thing whole, as the API answers it."""

    CSV = "csv"
    NDJSON = "ndjson"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Export(Generic[T]):
    """A table to be written: its columns, its rows' JSON, and its pages. The first page is there already."""

    name: str
    columns: Mapping[str, Callable[[T], Cell]]
    line: Callable[[T], bytes]
    pages: AsyncIterator[Sequence[T]]


async def export_claims(lend: Lend, filters: ClaimFilters) -> Export[StoredClaim]:
    """Export claims. Raises Unavailable now when the database is away, not in the middle of a file.

    Args:
        lend: Lends a connection for each page: one that reads the present, or what was known on a day.
        filters: What is exported.
    """

    async def fetch(after: _Place | None, limit: int) -> tuple[Sequence[StoredClaim], _Place | None]:
        async with lend() as connection:
            page = await claim_storage.list_claims(connection, filters, after, limit)
        last = page[-1].claim if len(page) == limit else None
        return page, (last.published_at, last.id) if last else None

    return Export("claims", CLAIM_COLUMNS, lambda one: one.body.encode(), await _paged(fetch))


async def export_conflicts(fetch: _Fetch[Conflict]) -> Export[Conflict]:
    """Export conflicts as their pages are given. Raises Unavailable as `export_claims` does."""
    return Export("conflicts", CONFLICT_COLUMNS, _encode, await _paged(fetch))


async def _paged(fetch: _Fetch[T]) -> AsyncIterator[Sequence[T]]:
    first, following = await fetch(None, PAGE)

    async def pages() -> AsyncIterator[Sequence[T]]:
        page, place = first, following
        while page or place is not None:
            if page:
                yield page
            page, place = await fetch(place, PAGE) if place is not None else ((), None)

    return pages()
