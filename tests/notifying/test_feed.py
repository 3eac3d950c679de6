import asyncio

import httpx

from service.storage.pool import Database
from tests.notifying.test_delivery import raise_conflict, running


async def test_the_feed_never_skips_a_late_commit(dsn: str, database: Database) -> None:
    async with running(dsn) as client:
        async with database.transaction() as connection:
            await connection.execute("select pg_current_xact_id()")  # An older transaction that is still running.
            await raise_conflict(client)
            early = (await client.get("/v1/events")).json()
            assert early["items"] == []
        later = (await client.get("/v1/events", params={"cursor": early["next"]})).json()
        assert [item["type"] for item in later["items"]] == ["conflict.created"]
        rest = (await client.get("/v1/events", params={"cursor": later["next"]})).json()
        assert rest["items"] == []


async def test_the_stream_goes_on_after_the_last_event_that_was_seen(dsn: str) -> None:
    async with running(dsn) as client:
        first, second = await raise_conflict(client, 20), await raise_conflict(client, 21)
        seen = (await client.get("/v1/events")).json()["items"][0]["id"]
        headers = {"Accept": "text/event-stream", "Last-Event-ID": seen}
        text = ""
        async with asyncio.timeout(10), client.stream("GET", "/v1/events", headers=headers) as stream:
            async for chunk in stream.aiter_text():
                text += chunk
                if "\n\n" in text:
                    break
        assert f'"id":"{second["id"]}"' in text
        assert f'"id":"{first["id"]}"' not in text


async def test_the_atom_feed_says_each_conflict_in_a_sentence(dsn: str) -> None:
    async with running(dsn) as client:
        await raise_conflict(client)
        feed = await client.get("/v1/conflicts.atom")
        assert feed.headers["content-type"].startswith("application/atom+xml")
        assert "alpha wire says 84,720, beta news says 62,310" in feed.text


async def test_a_cursor_of_another_list_is_refused(dsn: str) -> None:
    async with running(dsn) as client:
        answer: httpx.Response = await client.get("/v1/events", params={"cursor": "bm9uZQ"})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
