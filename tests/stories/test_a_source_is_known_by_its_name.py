"""However a source's name is spelt, it is one source; what only pretends to be it is seen. Numbers 10, 11 and 26."""

import asyncpg
import httpx
import msgspec
import pytest

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, sweep
from service.recording.merging import merge_names
from service.storage.pool import Database
from tests.builders import NOON, draft
from tests.laws.oracle import assert_stored_is_expected

SPELLINGS = ["Alpha Wire", "ＡＬＰＨＡ　ＷＩＲＥ", "alpha\u200b wire", "Al\u00adpha Wire"]


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_an_outlet_does_not_conflict_with_itself(spelling: str, client: httpx.AsyncClient) -> None:
    await client.post("/v1/claims", json=draft())
    answer = (await client.post("/v1/claims", json=draft(source=spelling, quantity="62,310"))).json()
    assert answer["conflicts"] == []
    assert len((await client.get("/v1/sources")).json()["items"]) == 1
    assert len((await client.get("/v1/claims", params={"source": spelling})).json()["items"]) == 2


@pytest.mark.parametrize("field", ["source", "claimant", "metric", "subject", "place"])
async def test_a_control_that_turns_the_writing_is_refused(field: str, client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims", json=draft(**{field: "alpha \u202eeriw"}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert "U+202E" in answer.json()["errors"][0]["detail"]


async def test_a_name_of_mixed_scripts_is_flagged(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/claims", json=draft(source="Rеuters"))).json()
    assert "Cyrillic and Latin" in answer["warnings"][0]
    [source] = (await client.get("/v1/sources")).json()["items"]
    assert source["mixed_scripts"] == ["Cyrillic", "Latin"]


async def test_a_publication_further_ahead_than_a_day_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims", json=draft(published_at="9998-12-30"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/published_at"


async def test_sources_that_were_stored_apart_become_one_and_their_conflict_closes(
    database: Database, dsn: str
) -> None:
    """As an older version stored them: two spellings, two sources, one of them with the same external id."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    first = msgspec.convert(draft(source="Alpha Wire", external_id="1"), Draft)
    second = msgspec.structs.replace(first, source="alpha new", quantity="62,310", published_at="2022-11-22")
    await recorder.record([recorder.read(first)])
    [answer] = await recorder.record([recorder.read(second)])
    assert len(answer.conflicts) == 1
    async with database.connection() as connection:
        await connection.execute(
            "update sources set name = 'ＡＬＰＨＡ wire', key = 'ａｌｐｈａ wire' where key = 'alpha new'"
        )
        await connection.execute("update claims set body = replace(body, 'alpha new', 'ＡＬＰＨＡ wire')")
        await connection.execute("update sources set key_version = 0")
    while await merge_names(database):
        pass
    await sweep(recorder)
    assert await assert_stored_is_expected(dsn, Policy()) == 0
    async with database.connection() as connection:
        owners = await connection.fetch("select distinct source_id from claims")
        kept = await connection.fetch("select external_id from claims order by published_at")
    assert len(owners) == 1
    assert [row["external_id"] for row in kept] == ["1", None]


async def test_what_is_published_under_a_merged_source_meanwhile_is_moved_too(database: Database) -> None:
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    await recorder.record([recorder.read(msgspec.convert(draft(source=name), Draft)) for name in ("alpha", "beta")])
    async with database.connection() as connection:
        await connection.execute("update sources set name = 'ALPHA', key_version = 0 where key = 'beta'")
    await merge_names(database)
    await recorder.record([recorder.read(msgspec.convert(draft(source="beta", published_at="2022-11-22"), Draft))])
    assert await merge_names(database) == 1
    assert await merge_names(database) == 0


async def test_a_filter_of_an_endpoint_knows_a_source_in_every_spelling(client: httpx.AsyncClient, dsn: str) -> None:
    hook = {"url": "https://hooks.example/one", "sources": ["ALPHA  wire"]}
    created = await client.post("/v1/webhooks", json=hook)
    assert created.status_code == 201, created.text
    await client.post("/v1/claims", json=draft(source="Alpha Wire"))
    await client.post("/v1/claims", json=draft(source="beta", quantity="62,310"))
    connection = await asyncpg.connect(dsn)
    count = await connection.fetchval("select count(*) from deliveries")
    await connection.close()
    assert count == 1


async def test_bare_deaths_are_a_matter_for_a_person(client: httpx.AsyncClient) -> None:
    bare = {"metric": "deaths", "period": "2022-11-20", "published_at": "2022-11-21"}
    await client.post("/v1/claims", json=bare | {"source": "one", "quantity": "5"})
    answer = (await client.post("/v1/claims", json=bare | {"source": "two", "quantity": "12"})).json()
    assert [one["band"] for one in answer["matches"]] == ["suggested"]
