"""A figure that repeats an older one of the source it contradicts is told apart, and alarms nobody."""

from typing import Any

import pytest

from service.claim import Claim
from service.conflict import Conflict
from service.event import Wish
from service.recording.deriving import SETTLING
from service.recording.dispute_changes import PAUSE, announce_disputes
from service.storage import conflicts as conflict_storage
from service.storage.conflicts import ConflictFilters
from service.storage.outbox import Wanted, number_events, read_feed
from service.storage.pool import Database
from service.storage.stale import find_lags
from tests.builders import NOON, count_marks, draft
from tests.recording.test_disputes import all_disputes, derive, one_dispute, record, recorder_on


def total(source: str, day: int, figure: str, **fields: Any) -> dict[str, Any]:
    """A running total as of a day of March."""
    return draft(
        source=source,
        metric="COVID-19 deaths",
        subject=None,
        place="Switzerland",
        quantity=figure,
        period=f"as of 2020-03-{day:02d}",
        published_at=f"2020-03-{day:02d}",
        **fields,
    )


async def told(database: Database) -> list[str]:
    async with database.connection() as connection:
        while await number_events(connection, 500):
            pass
        wanted = Wanted(wishes=frozenset({Wish.DISPUTES}))
        return [one.type for one in await read_feed(connection, ("s", 0), 500, wanted)]


async def conflicts(database: Database) -> list[Conflict]:
    async with database.connection() as connection:
        return await conflict_storage.list_conflicts(connection, ConflictFilters(), None, 200)


async def all_derived(database: Database) -> None:
    while True:
        await derive(database)
        async with database.connection() as connection:
            if not await count_marks(connection):
                return


@pytest.mark.parametrize("order", [(1, 2, 0), (2, 1, 0)])
async def test_an_older_figure_that_is_stored_later_is_followed(database: Database, order: list[int]) -> None:
    recorder = recorder_on(database)
    drafts = [total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310")]
    await record(recorder, *(drafts[at] for at in order[:2]))
    await derive(database)
    assert [one.stale for one in await conflicts(database)] == [None]
    await record(recorder, drafts[0])
    await all_derived(database)
    [conflict] = await conflicts(database)
    assert conflict.stale == "52,310 (ECDC) is what JHU gave for 17 March 2020, and JHU now gives 53,127."
    assert conflict.version == 2
    [dispute] = await all_disputes(database)
    assert dispute.is_stale is True
    assert await told(database) == ["conflict.created", "dispute.opened", "conflict.updated"]


async def test_what_is_repeated_no_more_is_in_earnest_and_told_as_new(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310"))
    await all_derived(database)
    assert await told(database) == []
    await record(recorder, total("JHU", 17, "52,399") | {"published_at": "2020-03-19"})
    await all_derived(database)
    [conflict] = [one for one in await conflicts(database) if one.claims[0].period.end.day == 18]
    assert (conflict.stale, conflict.status.value) == (None, "open")
    [dispute] = [one for one in await all_disputes(database) if not one.is_stale]
    assert dispute.outline.claim_count == 2
    assert sorted(await told(database)) == ["conflict.created", "dispute.opened"]
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from stale_figures") == 0


async def test_a_decision_stands_whatever_is_stored_later(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, total("JHU", 18, "53,127"), total("ECDC", 18, "52,310"))
    async with database.connection() as connection:
        await connection.execute("update conflicts set status = 'dismissed'")
    await record(recorder, total("JHU", 17, "52,310"))
    await all_derived(database)
    [conflict] = await conflicts(database)
    assert (conflict.stale, conflict.status.value, conflict.version) == (None, "dismissed", 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
async def test_what_repeats_the_day_before_is_stale_and_alarms_nobody(database: Database, order: list[int]) -> None:
    recorder = recorder_on(database)
    drafts = [total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310")]
    await record(recorder, *(drafts[at] for at in order))
    [conflict] = await conflicts(database)
    assert conflict.stale == "52,310 (ECDC) is what JHU gave for 17 March 2020, and JHU now gives 53,127."
    dispute = await one_dispute(database)
    assert (dispute.is_stale, dispute.dispute.is_stale, dispute.status.value) == (True, True, "open")
    assert await told(database) == []


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        (total("JHU", 10, "52,310"), "eight days old"),
        (total("ECDC", 17, "52,310"), "its own"),
        (total("WHO", 17, "52,310"), "of a source that does not contradict it"),
        (total("JHU", 17, "52,311"), "another figure"),
        (total("JHU", 17, "52,310", unit="people") | {"place": "Austria"}, "of another place"),
        (total("JHU", 17, "52,310") | {"metric": "hospital admissions"}, "of another metric"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_only_looks_stale_alarms(database: Database, earlier: dict[str, Any], why: str) -> None:
    await record(recorder_on(database), earlier, total("JHU", 18, "53,127"), total("ECDC", 18, "52,310"))
    found = [one for one in await conflicts(database) if one.claims[0].period.end.day == 18]
    assert [one.stale for one in found] == [None], why
    await derive(database)
    assert "conflict.created" in await told(database)
    assert "dispute.opened" in await told(database)


async def test_a_figure_that_its_source_has_taken_back_is_not_repeated(database: Database) -> None:
    await record(
        recorder_on(database),
        total("JHU", 17, "52,310"),
        total("JHU", 17, "52,399") | {"published_at": "2020-03-18"},
        total("JHU", 18, "53,127"),
        total("ECDC", 18, "52,310"),
    )
    [conflict] = await conflicts(database)
    assert conflict.stale is None


async def test_two_digits_prove_nothing(database: Database) -> None:
    await record(recorder_on(database), total("JHU", 17, "28"), total("JHU", 18, "33"), total("ECDC", 18, "28"))
    [conflict] = await conflicts(database)
    assert conflict.stale is None


async def test_a_stale_dispute_opens_when_somebody_contradicts_it_in_earnest(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310"))
    await derive(database)
    assert await told(database) == []
    await record(recorder, total("WHO", 18, "61,999"))
    dispute = await one_dispute(database)
    assert dispute.is_stale is False
    assert sorted(set(await told(database))) == ["conflict.created", "dispute.opened"]
    stale = [one for one in await conflicts(database) if one.stale]
    assert len(stale) == 1


async def test_what_the_service_does_with_a_stale_conflict_is_not_told(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310"))
    await record(recorder, total("ECDC", 18, "53,127") | {"published_at": "2020-03-20"})
    [conflict] = await conflicts(database)
    assert conflict.status.value == "resolved"
    await derive(database)
    async with database.transaction() as connection:
        await announce_disputes(connection, NOON + SETTLING + PAUSE)
    assert await told(database) == []


async def test_a_source_whose_own_figure_stands_still_repeats_nobody(database: Database) -> None:
    """The one that is late has come to that figure later; an error of it alarms all the same."""
    await record(
        recorder_on(database),
        *(total("JHU", day, "52,310") for day in (16, 17, 18)),
        total("ECDC", 16, "51,111"),
        total("ECDC", 17, "52,310"),
        total("ECDC", 18, "523,100"),
    )
    [first, last] = sorted(await conflicts(database), key=lambda one: one.claims[0].period.end)
    assert (first.claims[0].period.end.day, first.stale) == (16, None)
    assert (last.claims[0].period.end.day, last.stale) == (18, None)


async def test_five_of_seven_days_make_a_lag_that_is_stated_once(database: Database) -> None:
    recorder = recorder_on(database)
    figures = {day: f"{50_000 + day * 311:,}" for day in range(1, 12)}
    claims: list[Claim] = []
    for day in range(2, 12):
        claims += await record(recorder, total("JHU", day, figures[day]))
        if day not in {5, 6}:
            await record(recorder, total("ECDC", day, figures[day - 1]))
        async with database.connection() as connection:
            ids = await connection.fetch("select id from sources order by id")
            lags = await find_lags(connection, [row["id"] for row in ids])
        wanted = [("JHU", 1)] if day >= 9 else []
        assert [(one.behind, one.days) for one in lags] == wanted, day
    assert lags[0].since == NOON


async def test_an_erased_claim_is_not_named_by_what_repeats_it(database: Database) -> None:
    first, *_ = await record(
        recorder_on(database), total("JHU", 17, "52,310"), total("JHU", 18, "53,127"), total("ECDC", 18, "52,310")
    )
    async with database.connection() as connection:
        await connection.execute("delete from uncompared")
        await connection.execute("delete from claims where id = $1", first.id)
        assert await connection.fetchval("select count(*) from stale_figures") == 0
    [conflict] = await conflicts(database)
    assert conflict.stale is None


async def test_that_a_source_has_joined_goes_with_the_next_event(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    await derive(database)
    await record(recorder, draft(source="gamma", quantity="62,310"))
    await derive(database)
    async with database.transaction() as connection:
        assert await announce_disputes(connection, NOON + PAUSE) == 1
        assert await announce_disputes(connection, NOON + 2 * PAUSE) == 0
    await record(recorder, draft(quantity="85,999", published_at="2022-11-22"))
    await derive(database)
    async with database.transaction() as connection:
        assert await announce_disputes(connection, NOON + 3 * PAUSE) == 1
        row = await connection.fetchrow("select data from events where type = 'dispute.updated'")
    assert '"source_joined"' in row["data"]
    assert len(await all_disputes(database)) == 1
