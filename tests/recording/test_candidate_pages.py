"""Comparing with a great many claims lets others in meanwhile: one event loop answers everybody."""

import asyncio

import msgspec
import pytest

from service import breathing
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary, candidate_pages, check_claims
from service.storage.pool import Database
from tests.builders import NOON, draft

STORED = 120


async def test_others_have_their_turns_while_a_claim_is_compared_with_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    drafts = [msgspec.convert(draft(source=f"source {number}"), Draft) for number in range(STORED)]
    await recorder.record([recorder.read(one) for one in drafts])
    monkeypatch.setattr(breathing, "BREATH_SECONDS", 0.0)
    monkeypatch.setattr(candidate_pages, "COMPARED_IN_A_GO", 5)
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    others = asyncio.create_task(count_turns())
    [checked] = await check_claims(
        recorder, [recorder.read(msgspec.convert(draft(source="z", quantity="62,310"), Draft))]
    )
    others.cancel()
    assert checked.counts.conflict == STORED
    assert turns > STORED // 5
