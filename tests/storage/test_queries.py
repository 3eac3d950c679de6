"""Every named query prepares against the migrated schema, and is used."""

from pathlib import Path

import asyncpg
import pytest

import service
from service.storage.queries import queries, sql_folder

NAMES = sorted(path.stem for path in (sql_folder() / "queries").glob("*.sql"))
PROGRAM = "\n".join(path.read_text() for path in Path(service.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
async def test_every_query_prepares(name: str, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for text in queries(name).values():
            await connection.prepare(text)
    finally:
        await connection.close()


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_used(name: str) -> None:
    assert [query for query in queries(name) if f'"{query}"' not in PROGRAM] == []
