"""A check leaves nothing behind, in whatever words it asks: number 18 of the faults."""

import asyncpg
import httpx

from tests.builders import draft


async def rows(dsn: str) -> list[int]:
    connection = await asyncpg.connect(dsn)
    tables = ("phrases", "phrase_edges", "sources", "claims", "uncompared", "events")
    counts = [await connection.fetchval(f"select count(*) from {table}") for table in tables]  # noqa: S608 - our own
    await connection.close()
    return counts


async def test_a_check_does_not_make_the_vocabulary_grow(client: httpx.AsyncClient, dsn: str) -> None:
    await client.post("/v1/claims", json=draft())
    before = await rows(dsn)
    for number in range(20):
        await client.post("/v1/claims/check", json=draft(metric=f"losses of kind {number}", source=f"new {number}"))
    assert await rows(dsn) == before


async def test_a_check_in_new_words_finds_what_storing_would_find(client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft())
    asked = draft(source="beta news", metric="losses of personnel so far", quantity="62,310")
    checked = (await client.post("/v1/claims/check", json=asked)).json()
    stored = (await client.post("/v1/claims", json=asked)).json()
    told = [
        [(one["claim"]["id"], one["score"], one["verdict"]) for one in answer["matches"]]
        for answer in (checked, stored)
    ]
    assert told[0] == told[1] != []
