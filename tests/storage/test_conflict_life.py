"""Every (standing, act) through PostgreSQL: what is stored is what the table says, and what it does not allow stays.

Each is driven from a conflict that is certain and from a suggestion. What is announced is what is stored then, and the
history names the act.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import msgspec
import pytest

from service.claim import Band, Sameness
from service.conflict import ConflictStatus, Resolution
from service.errors import Clash
from service.event import EventType
from service.judging.lifecycle import TRANSITIONS, Act, Standing, standing_of
from service.policy import Policy
from service.reading import Draft
from service.recording import DeskAct, Recorder, Sources, Vocabulary, change_conflict, make_judgement, sweep
from service.storage import conflicts as conflict_storage
from service.storage import uncompared
from service.storage.pool import Database
from tests.builders import NOON, draft

OTHER_SOURCE = {Band.CONFIRMED: "as of 2022-11-20", Band.SUGGESTED: "on 20 November 2022"}
"""A day's count beside the running total of that day is a suggestion."""
VISITED: dict[str, Any] = {"subject": None, "place": "France", "period": "as of 2022-11-20"}
BY_HAND = {
    Act.ACKNOWLEDGE: ConflictStatus.ACKNOWLEDGED,
    Act.RESOLVE: ConflictStatus.RESOLVED,
    Act.DISMISS: ConflictStatus.DISMISSED,
    Act.REOPEN: ConflictStatus.OPEN,
}


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


async def say(recorder: Recorder, **fields: Any) -> list[UUID]:
    [answer] = await recorder.record([recorder.read(msgspec.convert(draft(**fields), Draft))])
    return [one.id for one in answer.conflicts]


async def a_conflict(recorder: Recorder, standing: Standing, band: Band) -> UUID:
    await say(recorder, metric="museum visitors", **VISITED)
    beside = VISITED | {"period": OTHER_SOURCE[band]}
    [conflict_id] = await say(recorder, source="beta news", metric="museum visitrs", quantity="62,310", **beside)
    stand = "update conflicts set status = $1, closed_by_service = $2"
    async with recorder.database.connection() as connection:
        assert await connection.fetchval("select band from conflicts") == band.value
        await connection.execute(stand, standing.status.value, standing.is_by_service)
    return conflict_id


async def stands(database: Database) -> Standing:
    async with database.connection() as connection:
        row = await connection.fetchrow("select status, closed_by_service from conflicts")
    assert row is not None
    return standing_of(ConflictStatus(row["status"]), closed_by_service=row["closed_by_service"])


async def told(database: Database, conflict_id: UUID) -> list[tuple[str, str, Any]]:
    """Give what was announced of a conflict: the act in its history, the event's type and its data."""
    async with database.connection() as connection:
        acts = [one.act for one in await conflict_storage.get_history(connection, conflict_id)]
        events = await connection.fetch("select type, data from events where type like 'conflict.%' order by position")
    assert len(acts) == len(events)
    return [(act, row["type"], msgspec.json.decode(row["data"])) for act, row in zip(acts, events, strict=True)]


async def by_hand(recorder: Recorder, conflict_id: UUID, act: Act) -> None:
    why = Resolution.OTHER if act is Act.RESOLVE else None
    done = DeskAct(BY_HAND[act], why, None, "desk")
    later = NOON + timedelta(hours=1)
    await change_conflict(recorder.database, conflict_id, done, expected_version=None, now=later)


async def by_a_later_claim(recorder: Recorder, band: Band) -> None:
    later = VISITED | {"period": OTHER_SOURCE[band], "published_at": "2022-11-22"}
    await say(recorder, source="beta news", metric="museum visitrs", **later)


async def by_a_judgement(recorder: Recorder, band: Band) -> None:
    async with recorder.database.connection() as connection:
        one, other = await connection.fetch("select distinct phrase_id from claims")
    await make_judgement(recorder, (one["phrase_id"], other["phrase_id"]), Sameness.DIFFERENT, "desk", None)
    await by_comparing_again(recorder, band)


async def by_comparing_again(recorder: Recorder, _: Band) -> None:
    async with recorder.database.connection() as connection:
        rows = await connection.fetch("select id from claims")
        await uncompared.requeue_claims(connection, sorted(row["id"] for row in rows))
    await sweep(recorder)


async def by_what_raises_it(recorder: Recorder, band: Band) -> None:
    """It was suggested, and what is compared now is certain."""
    await stored_as(recorder, "band = 'suggested'")
    await by_comparing_again(recorder, band)


async def by_what_moves_its_score(recorder: Recorder, band: Band) -> None:
    await stored_as(recorder, "score = 0.5")
    await by_comparing_again(recorder, band)


async def stored_as(recorder: Recorder, assignment: str) -> None:
    async with recorder.database.connection() as connection:
        await connection.execute(f"update conflicts set {assignment}")  # noqa: S608 - a test's own words


Way = Callable[[Recorder, Band], Awaitable[None]]
WAYS: dict[Act, list[Way]] = {
    Act.CLOSE: [by_a_later_claim, by_a_judgement],
    Act.NEW_EVIDENCE: [by_comparing_again],
    Act.BAND_ROSE: [by_what_raises_it],
    Act.RESCORE: [by_what_moves_its_score],
}
OWN = [
    (standing, band, act, way)
    for standing, band, act in product(Standing, Band, WAYS)
    for way in WAYS[act]
    if not (act is Act.BAND_ROSE and band is Band.SUGGESTED)  # nothing rises to a suggestion
    and not (act is Act.RESCORE and standing is Standing.CLOSED)  # that is new evidence
]


def test_each_act_is_driven() -> None:
    assert {*BY_HAND, *WAYS, Act.OPEN} == set(Act)


@pytest.mark.parametrize("band", Band)
async def test_a_pair_that_is_found_is_open(band: Band, database: Database) -> None:
    conflict_id = await a_conflict(recorder_on(database), Standing.OPEN, band)
    assert await stands(database) is TRANSITIONS[None, Act.OPEN]
    [(act, kind, data)] = await told(database, conflict_id)
    assert (act, kind) == (Act.OPEN.value, EventType.CONFLICT_CREATED.value)
    assert data == await stored(database, conflict_id)


async def stored(database: Database, conflict_id: UUID) -> Any:
    async with database.connection() as connection:
        [conflict] = await conflict_storage.get_conflicts(connection, [conflict_id])
    return msgspec.json.decode(msgspec.json.encode(conflict))


@pytest.mark.parametrize(("standing", "band", "act"), list(product(Standing, Band, BY_HAND)))
async def test_what_a_person_does(standing: Standing, band: Band, act: Act, database: Database) -> None:
    recorder = recorder_on(database)
    conflict_id = await a_conflict(recorder, standing, band)
    expected = TRANSITIONS.get((standing, act))
    if expected is None:
        with pytest.raises(Clash):
            await by_hand(recorder, conflict_id, act)
    else:
        await by_hand(recorder, conflict_id, act)
    assert await stands(database) is (expected or standing)
    await assert_told(database, conflict_id, act, expected)


@pytest.mark.parametrize(
    ("standing", "band", "act", "way"), OWN, ids=lambda one: getattr(one, "__name__", None) or one.value
)
async def test_what_the_service_does(standing: Standing, band: Band, act: Act, way: Way, database: Database) -> None:
    recorder = recorder_on(database)
    conflict_id = await a_conflict(recorder, standing, band)
    await way(recorder, band)
    expected = TRANSITIONS.get((standing, act))
    assert await stands(database) is (expected or standing)
    await assert_told(database, conflict_id, act, expected)


async def assert_told(database: Database, conflict_id: UUID, act: Act, expected: Standing | None) -> None:
    """What has happened stands in the history, and the event says what is stored; what has not is not told."""
    [_, *later] = await told(database, conflict_id)
    if expected is None:
        assert later == []
        return
    [(done, kind, data)] = later
    assert done == act.value
    created = act is Act.BAND_ROSE
    assert kind == (EventType.CONFLICT_CREATED if created else EventType.CONFLICT_UPDATED).value
    assert data == await stored(database, conflict_id)


@pytest.mark.parametrize("act", [Act.NEW_EVIDENCE, Act.BAND_ROSE])
async def test_what_comes_back_says_what_is_judged_now_and_so_does_its_event(act: Act, database: Database) -> None:
    """It was judged by another policy, said otherwise: the event told of the new verdict and the row kept the old."""
    recorder = recorder_on(database)
    standing = Standing.CLOSED if act is Act.NEW_EVIDENCE else Standing.ACKNOWLEDGED
    conflict_id = await a_conflict(recorder, standing, Band.CONFIRMED)
    before = await stored(database, conflict_id)
    await stored_as(recorder, "severity = 'slight', severity_rank = 0, reason = 'As it was.', policy_version = 'old'")
    await stored_as(recorder, "note = 'Asked both.'")
    await WAYS[act][0](recorder, Band.CONFIRMED)
    after = await stored(database, conflict_id)
    same = ("severity", "reason", "policy_version", "gap", "band", "opened_at")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["note"] == (None if act is Act.NEW_EVIDENCE else "Asked both.")
    assert (await told(database, conflict_id))[-1][2] == after
