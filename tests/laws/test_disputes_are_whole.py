"""Whatever the order and the writers: stored disputes are what all claims come to, by the long way round."""

import asyncio
import random
from typing import Any

import msgspec
import pytest

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, derive_disputes, sweep
from service.storage.pool import Database
from tests.builders import NOON, count_marks, draft
from tests.laws.disputes_oracle import assert_disputes_are_expected
from tests.laws.oracle import assert_stored_is_expected

POLICY = Policy()
METRICS = ["personnel losses", "losses of personnel", "people killed", "death toll", "tanks lost", "people wounded"]


def random_draft(chance: random.Random, sources: int) -> dict[str, Any]:
    fields = {
        "source": f"source {chance.randrange(sources)}",
        "metric": chance.choice(METRICS),
        "quantity": chance.choice(
            [
                "84,720",
                "62,310",
                "almost 85 thousand",
                "more than 60,000",
                "about 84,600",
                f"{chance.randrange(1, 99)},311",
            ]
        ),
        "period": f"as of 2022-11-{chance.randrange(20, 22)}",
        "subject": chance.choice(["Russian army", "Russian armed forces", "the army", None]),
        "place": chance.choice(["Ukraine", "Kherson", None]),
        "published_at": f"2022-11-{chance.randrange(20, 24)}",
        "claimant": chance.choice([None, None, "the General Staff", "the ministry"]),
        "status": chance.choice(["reported"] * 12 + ["estimated", "projected", "retracted"]),
    }
    return draft(**{name: value for name, value in fields.items() if value is not None})


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


async def derive(database: Database) -> None:
    async with database.connection() as connection:
        while await count_marks(connection):
            await derive_disputes(connection, POLICY, NOON)


@pytest.mark.parametrize(("seed", "sources", "claims"), [(1, 6, 150), (2, 40, 250), (3, 200, 400)])
async def test_claims_that_come_at_once_and_in_any_order_give_the_same_disputes(
    dsn: str, database: Database, seed: int, sources: int, claims: int
) -> None:
    """With few sources that correct themselves, and with so many that not each pair is kept."""
    chance = random.Random(seed)
    recorder = recorder_on(database)
    read = [recorder.read(msgspec.convert(random_draft(chance, sources), Draft)) for _ in range(claims)]
    rounds = [read[at : at + 10] for at in range(0, claims, 10)]

    async def write(mine: list[Any]) -> None:
        for one in mine:
            await recorder.record(one)

    await asyncio.gather(*(write(rounds[at::4]) for at in range(4)))
    await sweep(recorder)
    await derive(database)
    assert await assert_disputes_are_expected(dsn, POLICY) > 3
    await assert_stored_is_expected(dsn, POLICY)


async def test_the_oracle_goes_red_when_a_figure_is_missing(dsn: str, database: Database) -> None:
    recorder = recorder_on(database)
    for source, figure in (("alpha", "84,720"), ("beta", "62,310"), ("gamma", "12,000")):
        await recorder.record([recorder.read(msgspec.convert(draft(source=source, quantity=figure), Draft))])
    await derive(database)
    assert await assert_disputes_are_expected(dsn, POLICY) == 1
    async with database.connection() as connection:
        await connection.execute("delete from figures where as_given = '12,000'")
        await connection.execute("insert into dispute_marks (claim_id) select claim_id from figures")
    await derive(database)
    with pytest.raises(AssertionError, match="1 disputes are missed"):
        await assert_disputes_are_expected(dsn, POLICY)
