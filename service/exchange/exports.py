"""What is exported: stored claims or conflicts, page by page from the newest on, so that memory stays flat.

Pages follow each other by their place in the order: nothing is skipped or given twice while claims arrive, and no
connection is held while a slow reader reads.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from service.conflict import Conflict
from service.exchange.cells import Cell
from service.exchange.columns import CLAIM_COLUMNS, CONFLICT_COLUMNS
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage.claims import ClaimFilters
from service.storage.conflicts import ConflictFilters
from service.storage.pool import Database
from service.stored import StoredClaim

PAGE = 200
"""Rows that are read and written at once: others wait for as long as that takes, some hundredths of a second."""

T = TypeVar("T")
_Place = tuple[datetime, UUID]
_Fetch = Callable[[_Place | None], Awaitable[Sequence[T]]]
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


async def export_claims(database: Database, filters: ClaimFilters) -> Export[StoredClaim]:
    """Export claims. Raises Unavailable now when the database is away, not in the middle of a file."""

    async def fetch(after: _Place | None) -> Sequence[StoredClaim]:
        async with database.connection() as connection:
            return await claim_storage.list_claims(connection, filters, after, PAGE)

    pages = await _paged(fetch, lambda one: (one.claim.published_at, one.claim.id))
    return Export("claims", CLAIM_COLUMNS, lambda one: one.body.encode(), pages)


async def export_conflicts(database: Database, filters: ConflictFilters) -> Export[Conflict]:
    """Export conflicts. Raises Unavailable as `export_claims` does."""

    async def fetch(after: _Place | None) -> Sequence[Conflict]:
        async with database.connection() as connection:
            return await conflict_storage.list_conflicts(connection, filters, after, PAGE)

    pages = await _paged(fetch, lambda one: (one.opened_at, one.id))
    return Export("conflicts", CONFLICT_COLUMNS, _encode, pages)


async def _paged(fetch: _Fetch[T], place: Callable[[T], _Place]) -> AsyncIterator[Sequence[T]]:
    first = await fetch(None)

    async def pages() -> AsyncIterator[Sequence[T]]:
        page = first
        while page:
            yield page
            page = await fetch(place(page[-1])) if len(page) == PAGE else ()

    return pages()
