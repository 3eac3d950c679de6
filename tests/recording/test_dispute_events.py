"""Events of disputes: bounded in number and size, each with what has happened since the last one."""

from datetime import timedelta

import msgspec

from service.dispute import DisputeChange, DisputeNews
from service.event import EventType, Wish
from service.notifying.formats import sentence_of
from service.recording import derive_disputes, settle_disputes
from service.recording.deriving import SETTLING
from service.recording.dispute_changes import PAUSE, announce_disputes
from service.storage import outbox
from service.storage.pool import Database
from tests.builders import NOON, count_marks, draft
from tests.recording.test_disputes import POLICY, derive, one_dispute, record, recorder_on


async def told(database: Database) -> list[tuple[str, DisputeNews]]:
    async with database.connection() as connection:
        while await outbox.number_events(connection, 500):
            pass
        found = await outbox.read_feed(connection, ("s", 0), 500, outbox.Wanted(wishes=frozenset({Wish.DISPUTES})))
    return [
        (one.type, msgspec.json.decode(one.data, type=DisputeNews)) for one in found if one.type.startswith("dispute.")
    ]


async def test_what_happens_within_a_minute_is_told_in_one_event(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    await derive(database)
    await record(recorder, *(draft(source=f"source {one}", quantity=f"{one},111") for one in range(1, 30)))
    await derive(database)
    assert [kind for kind, _ in await told(database)] == ["dispute.opened"]
    async with database.transaction() as connection:
        assert await announce_disputes(connection, NOON + PAUSE - timedelta(seconds=1)) == 0
        assert await announce_disputes(connection, NOON + PAUSE) == 1
        assert await announce_disputes(connection, NOON + 3 * PAUSE) == 0
    kind, news = (await told(database))[-1]
    assert kind == EventType.DISPUTE_UPDATED.value
    assert set(news.changes) == {
        DisputeChange.NEW_POSITION,
        DisputeChange.SOURCE_JOINED,
        DisputeChange.SEVERITY_RAISED,
    }
    assert news.dispute.position_count == 31
    assert len(msgspec.json.encode(news)) < 12_000


async def test_that_a_source_has_joined_is_no_news_by_itself(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    await derive(database)
    await record(recorder, draft(source="gamma", quantity="62,310"))
    await derive(database)
    async with database.transaction() as connection:
        await announce_disputes(connection, NOON + PAUSE)
    assert [kind for kind, _ in await told(database)] == ["dispute.opened"]


async def test_that_it_is_over_is_told_with_its_sentence(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    await derive(database)
    await record(recorder, draft(source="beta news", quantity="84,720", published_at="2022-11-22"))
    await derive(database)
    async with database.connection() as connection:
        assert await settle_disputes(connection, NOON + SETTLING) == 1
        events = await outbox.read_feed(connection, ("s", 0), 500, outbox.Wanted(wishes=frozenset({Wish.DISPUTES})))
        while await outbox.number_events(connection, 500):
            pass
        events = await outbox.read_feed(connection, ("s", 0), 500, outbox.Wanted(wishes=frozenset({Wish.DISPUTES})))
    last = events[-1]
    assert last.type == EventType.DISPUTE_SETTLED.value
    assert sentence_of(last) == (
        "Dispute, resolved: Russian army personnel losses, as of 20 Nov 2022: 62,310 (beta news), 84,720 (alpha wire)"
    )


async def test_what_is_brought_over_is_no_news_and_keeps_what_was_decided(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    await derive(database)
    later = NOON + timedelta(days=30)
    async with database.connection() as connection:
        await connection.execute(
            "truncate disputes, questions, question_guests, question_links, figures, events cascade"
        )
        await connection.execute("truncate dispute_history")
        await connection.execute("update conflicts set status = 'resolved', resolution = 'corrected'")
        await connection.execute("insert into dispute_marks (claim_id) select id from claims")
        while await count_marks(connection):
            await derive_disputes(connection, POLICY, later)
    row = await one_dispute(database)
    assert (row.status.value, row.resolution and row.resolution.value) == ("resolved", "corrected")
    assert await told(database) == []
