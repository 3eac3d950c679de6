"""Every (standing, act) through PostgreSQL: what is stored is what the table says, and what it does not allow stays."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import msgspec
import pytest

from service.claim import ConflictStatus, Resolution
from service.errors import Clash
from service.judging.lifecycle import TRANSITIONS, Act, Standing, standing_of
from service.policy import Policy
from service.reading import Draft
from service.recording import DeskAct, Recorder, Sources, Vocabulary, change_conflict, sweep
from service.storage import claims as claim_storage
from service.storage import conflicts as conflict_storage
from service.storage.pool import Database
from tests.builders import NOON, draft

BY_HAND = {
    Act.ACKNOWLEDGE: ConflictStatus.ACKNOWLEDGED,
    Act.RESOLVE: ConflictStatus.RESOLVED,
    Act.DISMISS: ConflictStatus.DISMISSED,
    Act.REOPEN: ConflictStatus.OPEN,
}


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


async def a_conflict(recorder: Recorder, standing: Standing) -> UUID:
    given = [draft(), draft(source="beta news", quantity="62,310")]
    answers = [(await recorder.record([recorder.read(msgspec.convert(one, Draft))]))[0] for one in given]
    [conflict] = answers[1].conflicts
    stand = "update conflicts set status = $1, closed_by_service = $2"
    async with recorder.database.connection() as connection:
        await connection.execute(stand, standing.status.value, standing is Standing.CLOSED)
    return conflict.id


async def stands(database: Database) -> Standing:
    async with database.connection() as connection:
        row = await connection.fetchrow("select status, closed_by_service from conflicts")
    assert row is not None
    return standing_of(ConflictStatus(row["status"]), closed_by_service=row["closed_by_service"])


async def by_hand(recorder: Recorder, conflict_id: UUID, act: Act) -> None:
    why = Resolution.OTHER if act is Act.RESOLVE else None
    done = DeskAct(BY_HAND[act], why, None, "desk")
    await change_conflict(recorder.database, conflict_id, done, expected_version=None, now=NOON)


async def by_a_later_claim(recorder: Recorder, _: UUID) -> None:
    later = draft(source="beta news", quantity="84,720", published_at="2022-11-22")
    await recorder.record([recorder.read(msgspec.convert(later, Draft))])


async def by_a_refutation(recorder: Recorder, conflict_id: UUID) -> None:
    refuted = [(conflict_id, Resolution.DIFFERENT_DEFINITION, "They are different metrics.")]
    async with recorder.database.connection() as connection:
        await conflict_storage.close_refuted_conflicts(connection, refuted, NOON + timedelta(hours=1))


async def by_comparing_again(recorder: Recorder, _: UUID) -> None:
    async with recorder.database.connection() as connection:
        rows = await connection.fetch("select id from claims")
        await claim_storage.requeue_claims(connection, sorted(row["id"] for row in rows))
    await sweep(recorder)


WAYS = {Act.CLOSE: [by_a_later_claim, by_a_refutation], Act.NEW_EVIDENCE: [by_comparing_again]}
OWN = [(standing, act, way) for standing, act in product(Standing, WAYS) for way in WAYS[act]]


@pytest.mark.parametrize(("standing", "act"), list(product(Standing, BY_HAND)))
async def test_what_a_person_does(standing: Standing, act: Act, database: Database) -> None:
    recorder = recorder_on(database)
    conflict_id = await a_conflict(recorder, standing)
    expected = TRANSITIONS.get((standing, act))
    if expected is None:
        with pytest.raises(Clash):
            await by_hand(recorder, conflict_id, act)
    else:
        await by_hand(recorder, conflict_id, act)
    assert await stands(database) is (expected or standing)


@pytest.mark.parametrize(("standing", "act", "way"), OWN, ids=lambda one: getattr(one, "__name__", None) or one.value)
async def test_what_the_service_does(standing: Standing, act: Act, way: object, database: Database) -> None:
    recorder = recorder_on(database)
    conflict_id = await a_conflict(recorder, standing)
    await way(recorder, conflict_id)  # type: ignore[operator]
    assert await stands(database) is TRANSITIONS.get((standing, act), standing)
