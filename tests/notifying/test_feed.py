import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from service.api.cursors import write_cursor
from service.event import Event, EventType
from service.notifying.feed import START, place_of, read_feed
from service.notifying.upkeep import number_events, number_until_cancelled, remove_old
from service.storage import outbox
from service.storage.pool import Database
from tests.builders import NOON
from tests.notifying.receiving import raise_conflict, running
from tests.patience import PATIENCE_SECONDS, until


async def until_read(client: httpx.AsyncClient, cursor: str | None = None) -> dict[str, Any]:
    """A page of the feed with something in it: events are numbered soon after their commit, not in it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            page: dict[str, Any] = (await client.get("/v1/events", params={"cursor": cursor} if cursor else {})).json()
            if page["items"]:
                return page
            await asyncio.sleep(0.02)


async def test_the_feed_never_skips_a_late_commit(dsn: str, database: Database) -> None:
    """Written first, committed last: it comes after what was read meanwhile."""
    async with running(dsn) as client:
        async with database.transaction() as connection:
            late = Event(UUID(int=7), EventType.WEBHOOK_TEST, NOON, b"{}")
            await outbox.announce(connection, [late])
            await raise_conflict(client)
            early = await until_read(client)
            assert [item["type"] for item in early["items"]] == ["conflict.created"]
        later = await until_read(client, early["next"])
        assert [item["id"] for item in later["items"]] == [str(late.id)]
        rest = (await client.get("/v1/events", params={"cursor": later["next"]})).json()
        assert (rest["items"], rest["missed"]) == ([], 0)


async def test_a_transaction_of_another_database_holds_nothing_up(dsn: str, server_dsn: str) -> None:
    """Number 16 of the faults: the horizon was the server's."""
    other = await asyncpg.connect(server_dsn)
    async with running(dsn) as client, other.transaction():
        await other.execute("select pg_current_xact_id()")
        await raise_conflict(client)
        assert len((await until_read(client))["items"]) == 1
    await other.close()


async def test_many_hands_number_each_event_once(database: Database) -> None:
    events = [Event(UUID(int=number), EventType.WEBHOOK_TEST, NOON, b"{}") for number in range(1, 301)]

    async def write(some: list[Event]) -> None:
        for event in some:
            async with database.connection() as connection:
                await outbox.announce(connection, [event])

    async def number() -> None:
        for _ in range(60):
            await number_events(database)

    await asyncio.gather(write(events[:150]), write(events[150:]), number(), number(), number())
    while await number_events(database):
        pass
    async with database.connection() as connection:
        rows = await connection.fetch("select sequence from events order by sequence")
        last = await connection.fetchval("select last from feed_state")
    numbers = [row["sequence"] for row in rows]
    assert len(set(numbers)) == 300
    assert None not in numbers
    assert last == numbers[-1]


async def test_a_reader_beside_the_writers_sees_each_event_once_and_in_order(database: Database) -> None:
    written = [UUID(int=number) for number in range(1, 201)]

    async def write(some: list[UUID]) -> None:
        for event_id in some:
            async with database.transaction() as connection:
                await outbox.announce(connection, [Event(event_id, EventType.WEBHOOK_TEST, NOON, b"{}")])
                await asyncio.sleep(0.001)

    numbering = asyncio.create_task(number_until_cancelled(database))
    writing = asyncio.gather(*(write(written[start::4]) for start in range(4)))
    seen: list[UUID] = []
    after = START
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(seen) < len(written):
            for event in await read_feed(database, after, 7):
                seen.append(event.id)
                after = place_of(event)
    await writing
    numbering.cancel()
    await asyncio.gather(numbering, return_exceptions=True)
    assert sorted(seen) == written


async def test_a_cursor_from_before_events_were_numbered_keeps_its_place(dsn: str, database: Database) -> None:
    async with running(dsn) as client:
        await raise_conflict(client, 20)
        first = await until_read(client)
        async with database.connection() as connection:
            row = await connection.fetchrow("select written_by::text as written_by, position from events")
        assert row is not None
        old = write_cursor((row["written_by"], row["position"]))
        second = await raise_conflict(client, 21)
        for cursor in (old, first["next"]):
            page = await until_read(client, cursor)
            assert [item["data"]["id"] for item in page["items"]] == [second["id"]]
        everything = (await client.get("/v1/events", params={"cursor": write_cursor(("0", 0))})).json()
        assert len(everything["items"]) == 2


@pytest.mark.parametrize(
    "place", [("99999999999999999999", 1), ("-1", 1), ("s\0", 1), ("s", 2**63), ("1", 2**70), ("s", -(2**64))]
)
async def test_a_cursor_that_was_tampered_with_is_refused(place: tuple[str, int], dsn: str) -> None:
    async with running(dsn) as client:
        answer = await client.get("/v1/events", params={"cursor": write_cursor(place)})
        assert answer.status_code == 422, answer.text


async def test_what_was_removed_is_told_to_who_had_not_read_it(dsn: str, database: Database) -> None:
    async with running(dsn) as client:
        await raise_conflict(client, 20)
        read = await until_read(client)
        await raise_conflict(client, 21)
        four = {"disputes": True}  # two of conflicts, two of disputes
        await until(lambda: client.get("/v1/events", params=four), lambda told: len(told.json()["items"]) == 4)
        async with database.connection() as connection:
            await connection.execute("update events set occurred_at = now() - interval '91 days'")
            await connection.execute("update deliveries set created_at = now() - interval '91 days'")
        removed = await remove_old(database, {"events": 90, "history": 0, "audit": 0}, datetime.now(UTC))
        assert removed == {"events": 4}
        fresh = (await client.get("/v1/events", params={"cursor": read["next"]})).json()
        assert (fresh["items"], fresh["missed"] > 0) == ([], True)
        async with database.connection() as connection:
            assert await connection.fetchval("select count(*) from conflict_history") == 2


async def test_the_audit_log_gives_way_only_to_age_and_only_if_it_is_set(database: Database) -> None:
    now = datetime.now(UTC)
    insert = "insert into audit (at, actor, act, target, status) values ($1, 'desk', 'act', '/', 200)"
    async with database.connection() as connection:
        await connection.execute(insert, now - timedelta(days=400))
        await connection.execute(insert, now - timedelta(days=10))
        for forbidden in ("delete from audit", "update audit set actor = 'nobody'", "truncate audit"):
            with pytest.raises(asyncpg.RaiseError, match="append only"):
                await connection.execute(forbidden)
    assert await remove_old(database, {"audit": 365}, now) == {"audit": 1}
    async with database.connection() as connection:
        with pytest.raises(asyncpg.RaiseError, match="append only"):
            await connection.execute("delete from audit")


async def test_the_stream_goes_on_after_the_last_event_that_was_seen(dsn: str) -> None:
    async with running(dsn) as client:
        first, second = await raise_conflict(client, 20), await raise_conflict(client, 21)
        seen = (await until_read(client))["items"][0]["id"]
        headers = {"Accept": "text/event-stream", "Last-Event-ID": seen}
        text = ""
        async with asyncio.timeout(PATIENCE_SECONDS), client.stream("GET", "/v1/events", headers=headers) as stream:
            async for chunk in stream.aiter_text():
                text += chunk
                if "data:" in text:
                    break
        assert f'"id":"{second["id"]}"' in text
        assert f'"id":"{first["id"]}"' not in text


async def test_the_atom_feed_says_each_conflict_in_a_sentence(dsn: str) -> None:
    async with running(dsn) as client:
        conflict = await raise_conflict(client)
        feed = await client.get("/v1/conflicts.atom")
        assert feed.headers["content-type"].startswith("application/atom+xml")
        assert "alpha wire says 84,720, beta news says 62,310" in feed.text
        assert f"{client.base_url}/console/conflicts/{conflict['id']}".replace("//console", "/console") in feed.text


async def test_a_cursor_of_another_list_is_refused(dsn: str) -> None:
    async with running(dsn) as client:
        answer: httpx.Response = await client.get("/v1/events", params={"cursor": "bm9uZQ"})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
