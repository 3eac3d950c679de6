"""On which series an upload disagrees with others: asked when it is done, printed one a series and never one a day."""

import contextlib
from collections.abc import Sequence
from uuid import UUID

import aiohttp
import msgspec
from rich.console import Console

from service.api.series import SeriesDifferencePage
from service.recording import list_differences
from service.series import SeriesDifference
from service.storage.pool import Database
from service.storage.series import DifferenceFilters

_MOST, _SHOWN = 200, 10


async def ask_server(session: aiohttp.ClientSession, server: str, load_id: UUID) -> list[SeriesDifference]:
    """Ask a running service; a key that may only write, or a service of before, tells of none."""
    asked = {"load": str(load_id), "limit": str(_MOST)}
    with contextlib.suppress(aiohttp.ClientError, OSError, msgspec.MsgspecError):
        async with session.get(f"{server.rstrip('/')}/v1/series/differences", params=asked) as answer:
            if answer.status == 200:  # noqa: PLR2004
                return msgspec.json.decode(await answer.read(), type=SeriesDifferencePage).items
    return []


async def ask_database(database: Database, load_id: UUID) -> list[SeriesDifference]:
    """Ask the database itself."""
    async with database.connection() as connection:
        found, _ = await list_differences(connection, DifferenceFilters(load_id=load_id), None, _MOST)
    return found


def report_differences(found: Sequence[SeriesDifference], console: Console) -> None:
    """Print one finding per series, those that differ most often first."""
    if not found:
        return
    are_all = len(found) < _MOST
    console.print("It disagrees with others:" if are_all else "It disagrees with others, among them:")
    for one in sorted(found, key=lambda one: (-one.differing, one.sentence))[:_SHOWN]:
        console.print(f"  {one.sentence}", soft_wrap=True, markup=False)
    if (more := len(found) - _SHOWN) > 0:
        console.print(f"  … and {more:,} more; GET /v1/series/differences lists them all with their days.")
