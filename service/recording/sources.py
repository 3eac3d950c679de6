"""Who publishes: a source that was seen before costs no look-up."""

from collections.abc import Sequence

from service.identity import name_key
from service.storage import sources as source_storage
from service.storage.pool import Database

LARGEST_CACHE = 10_000
"""Sources whose ids a process remembers. Ids never change, so a remembered one is never stale."""


class Sources:
    """Gives ids to sources."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, int] = {}

    async def add(self, names: Sequence[str]) -> list[int]:
        """Give the id of each source; new ones are added, and committed when this returns."""
        known = self._known
        if unknown := _missing(names, known):
            async with self._database.connection() as connection:
                known = self._remember(known | await source_storage.add_sources(connection, unknown))
        return [known[name_key(name)] for name in names]

    async def find(self, names: Sequence[str]) -> list[int | None]:
        """Give the id of each source that is stored, None for others; nothing is added."""
        known = self._known
        if unknown := _missing(names, known):
            async with self._database.connection() as connection:
                found = {name_key(name): await source_storage.find_source(connection, name) for name in unknown}
            stored = {key: identifier for key, identifier in found.items() if identifier is not None}
            known = self._remember(known | stored)
        return [known.get(name_key(name)) for name in names]

    def _remember(self, known: dict[str, int]) -> dict[str, int]:
        """Keep what is known, unless it has grown too large. No mapping is ever changed, so others may hold it."""
        self._known = known if len(known) <= LARGEST_CACHE else {}
        return known


def _missing(names: Sequence[str], known: dict[str, int]) -> list[str]:
    return list({key: name for name in names if (key := name_key(name)) not in known}.values())
