"""Disputes are derived from the claims in force: whatever the order, the writers and the interruptions."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import msgspec
import pytest

from service.claim import Band, Claim
from service.conflict import ConflictStatus
from service.dispute import DisputeChange
from service.matching import compare
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, derive_disputes, describe_dispute, settle_disputes, sweep
from service.recording.deriving import (
    A_BURST,
    GATHERING_SECONDS,
    MARKS_AT_ONCE,
    PAUSE_SECONDS,
    SETTLING,
    pause_after,
)
from service.recording.pairing import as_far_as_told
from service.storage import disputes as storage
from service.storage import questions as question_storage
from service.storage.dispute_lists import DisputeFilters, list_disputes
from service.storage.disputes import DisputeRow
from service.storage.pool import Database
from tests.builders import NOON, count_marks, draft
from tests.laws.oracle import Desk, expected, stored, stored_desk

POLICY = Policy()


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


async def record(recorder: Recorder, *drafts: dict[str, Any]) -> list[Claim]:
    claims = [recorder.read(msgspec.convert(one, Draft)) for one in drafts]
    for claim in claims:
        await recorder.record([claim])
    return claims


async def derive(database: Database) -> None:
    """Until nothing is marked."""
    async with database.connection() as connection:
        while await count_marks(connection):
            await derive_disputes(connection, POLICY, NOON)


async def all_disputes(database: Database) -> list[DisputeRow]:
    async with database.connection() as connection:
        return await list_disputes(connection, DisputeFilters(), None, 200)


async def one_dispute(database: Database) -> DisputeRow:
    await derive(database)
    [row] = await all_disputes(database)
    return row


async def content(database: Database) -> set[tuple[object, ...]]:
    """What the disputes say, without ids and times: sources and figures, position by position."""
    await derive(database)
    found = set()
    for row in await all_disputes(database):
        async with database.connection() as connection:
            detail = await describe_dispute(connection, row.id, POLICY)
        assert detail is not None
        positions = tuple(
            (
                position.is_guest,
                tuple((one.source, one.as_given) for one in position.holders),
                tuple((one.source, one.as_given) for one in position.room),
            )
            for position, _ in detail.positions
        )
        found.add((row.severity_rank, row.outline.sentence, row.outline.origin_count, positions))
    return found


async def histories(database: Database, row: DisputeRow) -> list[tuple[DisputeChange, ...]]:
    async with database.connection() as connection:
        return [one.changes for one in await storage.get_dispute_history(connection, row.id, 100)]


async def test_four_sources_are_one_dispute_with_four_positions_and_not_six_things(database: Database) -> None:
    recorder = recorder_on(database)
    figures = ["14", "19", "21", "33"]
    await record(recorder, *(draft(source=f"source {one}", quantity=one) for one in figures))
    row = await one_dispute(database)
    assert [one.figure for one in row.outline.positions] == figures
    assert (row.outline.position_count, row.outline.source_count, row.outline.severity.value) == (4, 4, "extreme")
    assert row.outline.sentence == (
        "Russian army personnel losses, as of 20 Nov 2022: 14 (source 14), 19 (source 19), 21 (source 21), "
        "33 (source 33)"
    )
    assert (await histories(database, row))[0] == (DisputeChange.OPENED,)


async def test_other_words_for_the_same_are_in_the_same_dispute(database: Database) -> None:
    recorder = recorder_on(database)
    await record(
        recorder,
        draft(),
        draft(source="beta news", quantity="62,310", metric="losses of personnel"),
        draft(source="gamma", quantity="84,720", subject="Russian armed forces"),
    )
    row = await one_dispute(database)
    assert [(one.figure, one.source_count) for one in row.outline.positions] == [("62,310", 1), ("84,720", 2)]


async def test_who_agrees_or_is_alone_makes_no_dispute(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="almost 85 thousand"), draft(metric="rainfall"))
    await derive(database)
    assert await all_disputes(database) == []


async def test_a_claim_that_leaves_room_is_listed_and_supports_nobody(database: Database) -> None:
    recorder = recorder_on(database)
    await record(
        recorder,
        draft(source="vague", quantity="more than 60,000"),
        draft(),
        draft(source="beta news", quantity="62,310"),
    )
    row = await one_dispute(database)
    async with database.connection() as connection:
        detail = await describe_dispute(connection, row.id, POLICY)
    assert detail is not None
    told = [[(one.claim.source, one.role.value) for one in claims] for _, claims in detail.positions]
    assert told == [[("beta news", "holds"), ("vague", "leaves_room")], [("alpha wire", "holds")]]


async def test_a_source_that_moves_is_told_with_what_it_said_before(database: Database) -> None:
    recorder = recorder_on(database)
    await record(
        recorder,
        draft(),
        draft(source="beta news", quantity="62,310"),
        draft(source="gamma", quantity="12,000"),
        draft(source="gamma", quantity="62,310", published_at="2022-11-22"),
    )
    row = await one_dispute(database)
    async with database.connection() as connection:
        detail = await describe_dispute(connection, row.id, POLICY)
    assert detail is not None
    moved = [one for _, claims in detail.positions for one in claims if one.moved_from]
    assert [(one.claim.source, one.moved_from and one.moved_from.figure) for one in moved] == [("gamma", "12,000")]
    assert DisputeChange.FIGURE_CORRECTED in (await histories(database, row))[-1]
    assert DisputeChange.POSITION_GONE in (await histories(database, row))[-1]


async def test_a_dispute_that_is_over_settles_after_a_pause_and_comes_back_as_the_same(database: Database) -> None:
    recorder = recorder_on(database)
    await record(
        recorder,
        draft(),
        draft(source="beta news", quantity="62,310"),
        draft(source="beta news", quantity="84,720", published_at="2022-11-22"),
    )
    opened = await one_dispute(database)
    assert opened.status is ConflictStatus.OPEN
    async with database.connection() as connection:
        assert await settle_disputes(connection, NOON + SETTLING - timedelta(seconds=1)) == 0
        assert await settle_disputes(connection, NOON + SETTLING) == 1
    settled = await one_dispute(database)
    assert (settled.id, settled.status) == (opened.id, ConflictStatus.RESOLVED)
    await record(recorder, draft(source="beta news", quantity="62,310", published_at="2022-11-23"))
    back = await one_dispute(database)
    assert (back.id, back.status) == (opened.id, ConflictStatus.OPEN)
    assert (await histories(database, back))[-1] == (DisputeChange.REOPENED,)


async def test_a_source_that_flickers_opens_and_closes_nothing(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(quantity="27"), draft(source="beta news", quantity="33"))
    before = await one_dispute(database)
    for day, figure in enumerate(("27", "33"), 22):
        await record(recorder, draft(source="beta news", quantity=figure, published_at=f"2022-11-{day}"))
        await derive(database)
    after = await one_dispute(database)
    assert (after.id, after.status, after.settles_at) == (before.id, ConflictStatus.OPEN, None)


GAZA = [
    draft(source="a", metric="staff killed", subject="UN agency", place="Gaza", quantity="100"),
    draft(source="b", metric="staff killed", subject="UN agency", quantity="152"),
    draft(source="c", metric="staff killed", subject="UN agency", place="Lebanon", quantity="5"),
]


async def test_a_guest_alone_does_not_join_two_disputes(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, *GAZA)
    await derive(database)
    sentences = sorted(row.outline.sentence for row in await all_disputes(database))
    assert len(sentences) == 2, sentences
    assert "5 (c), 152 (b)" in sentences[1] or "5 (c), 152 (b)" in sentences[0]
    assert "100 (a), 152 (b)" in sentences[0] or "100 (a), 152 (b)" in sentences[1]


STORY = [
    draft(quantity="84,720"),
    draft(source="beta news", quantity="62,310", metric="losses of personnel"),
    draft(source="gamma", quantity="more than 60,000"),
    draft(source="beta news", quantity="84,000", published_at="2022-11-22"),
    draft(source="delta", quantity="84,720", subject=None, place="Ukraine"),
]
STORY[4] = {name: value for name, value in STORY[4].items() if value is not None}


@pytest.mark.parametrize("order", random.Random(5).sample(list(permutations(range(len(STORY)))), 10))
async def test_the_order_of_arrival_does_not_matter(order: Sequence[int], database: Database) -> None:
    wanted = await _wanted()
    recorder = recorder_on(database)
    for at in order:
        await record(recorder, STORY[at])
        if at % 2:
            await derive(database)
    await sweep(recorder)
    assert await content(database) == wanted


async def _wanted() -> set[tuple[object, ...]]:
    return {
        (
            0,
            "Russian army personnel losses, as of 20 Nov 2022: 84,000 (beta news), 84,720 (alpha wire)",
            3,
            (
                (False, (("beta news", "84,000"),), (("gamma", "more than 60,000"),)),
                (False, (("alpha wire", "84,720"),), ()),
            ),
        )
    }


async def test_eight_writers_at_once_come_to_what_brute_force_finds(dsn: str, database: Database) -> None:
    chance = random.Random(3)
    figures = ["84,720", "62,310", "almost 85 thousand", "more than 60,000", "about 84,600", "12,000", "31,450"]
    drafts = [
        draft(
            source=f"source {chance.randrange(12)}",
            metric=chance.choice(["personnel losses", "losses of personnel", "people killed", "tanks lost"]),
            quantity=chance.choice(figures),
            subject=chance.choice(["Russian army", "Russian armed forces"]),
            period=f"as of 2022-11-{chance.randrange(20, 22)}",
            published_at=f"2022-11-{chance.randrange(20, 24)}",
        )
        for _ in range(160)
    ]
    recorder = recorder_on(database)

    async def write(own: list[dict[str, Any]]) -> None:
        for one in own:
            await record(recorder, one)

    await asyncio.gather(*(write(drafts[at::8]) for at in range(8)))
    await sweep(recorder)
    await derive(database)
    await assert_derived_is_expected(dsn, database)


async def assert_derived_is_expected(dsn: str, database: Database) -> None:
    """Each pair of brute force, and no claim out of force, lies in one dispute, in two positions of it."""
    claims, _ = await stored(dsn)
    desk = await stored_desk(dsn)
    state = expected(claims, POLICY, desk)
    known = {claim.id: claim for claim in claims}
    confirmed = {pair for pair in state.conflicts if _is_confirmed(known[pair[0]], known[pair[1]], desk)}
    placed: list[dict[Any, int]] = []
    for row in await all_disputes(database):
        async with database.connection() as connection:
            detail = await describe_dispute(connection, row.id, POLICY)
        assert detail is not None
        placed.append({f.claim_id: at for at, (one, _) in enumerate(detail.positions) for f in one.figures})
        assert row.outline.position_count == len(detail.positions)
        assert row.outline.claim_count == len(placed[-1])
    assert len(confirmed) > 50
    missed = [
        pair
        for pair in confirmed
        if not any(pair[0] in one and pair[1] in one and one[pair[0]] != one[pair[1]] for one in placed)
    ]
    assert missed == []
    assert not {identifier for one in placed for identifier in one} & state.superseded


def _is_confirmed(one: Claim, other: Claim, desk: Desk) -> bool:
    band = compare(one, other, POLICY, near=desk.are_near(one, other)).band
    return as_far_as_told(band, one, other) is Band.CONFIRMED


def test_who_has_nothing_to_do_looks_less_often_and_at_once_again_when_there_is_something() -> None:
    pauses = [PAUSE_SECONDS]
    for done in (0, 0, 0, 0, 0, 3, 0):
        pauses.append(pause_after(done, pauses[-1]))
    assert pauses == [0.05, 0.1, 0.2, 0.4, 0.4, 0.4, 0.05, 0.1]


def test_in_a_burst_what_comes_of_one_question_is_gathered_unless_much_is_left() -> None:
    assert pause_after(A_BURST, 0.05) == GATHERING_SECONDS
    assert pause_after(MARKS_AT_ONCE, 0.05) == PAUSE_SECONDS


async def test_what_was_stored_before_there_were_disputes_is_brought_over(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft(), draft(source="beta news", quantity="62,310"))
    wanted = await content(database)
    async with database.connection() as connection:
        await connection.execute(
            "truncate disputes, questions, question_guests, question_links, figures, dispute_history cascade"
        )
        await connection.execute("insert into dispute_marks (claim_id) select id from claims order by published_at, id")
    assert await content(database) == wanted


async def test_of_two_hands_one_derives_and_the_other_goes_on(database: Database) -> None:
    recorder = recorder_on(database)
    await record(recorder, draft())
    async with database.transaction() as busy:
        assert await question_storage.lock_disputes(busy)
        async with database.connection() as connection:
            assert await derive_disputes(connection, POLICY, NOON) == 0
            assert await count_marks(connection) > 0
    await derive(database)


async def test_words_that_only_topics_bring_together_are_in_one_dispute(database: Database) -> None:
    recorder = recorder_on(database)
    await record(
        recorder,
        draft(place="Ukraine", metric="jobs cut at Meta", subject=None, quantity="2,900"),
        draft(place="Ukraine", metric="layoffs", subject="Meta", quantity="1,500", source="beta news"),
    )
    assert (await one_dispute(database)).settles_at is None
