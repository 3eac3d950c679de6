"""What one claim opens is bounded in answer and transaction, and no pair is dropped for it."""

from typing import Any

import httpx
import msgspec
import pytest

from service.app import create_app
from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import (
    MatchesWanted,
    Recorder,
    Sources,
    Vocabulary,
    applying,
    candidate_pages,
    check_claims,
    list_matches,
    sweep,
)
from service.settings import read_settings
from service.storage.pool import Database
from tests.builders import NOON, as_answered, draft
from tests.laws.oracle import assert_stored_is_expected
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)


def read(recorder: Recorder, **fields: str) -> Claim:
    return recorder.read(msgspec.convert(draft(**fields), Draft))


async def store_agreeing(recorder: Recorder, count: int) -> None:
    """So many sources that say the same, stored together: none conflicts with another."""
    for start in range(0, count, 500):
        claims = [read(recorder, source=f"source {number}") for number in range(start, min(count, start + 500))]
        await recorder.record(claims, explained=False)


async def opened_and_told(database: Database) -> tuple[int, list[dict[str, Any]]]:
    """How many pairs there are, and what was told of them."""
    async with database.connection() as connection:
        pairs = await connection.fetchval("select count(*) from conflicts")
        rows = await connection.fetch("select data from events where type = 'conflict.created' order by position")
    return pairs, [msgspec.json.decode(row["data"]) for row in rows]


async def test_who_contradicts_a_great_many_is_kept_and_told_of_by_the_strongest(
    recorder: Recorder, dsn: str, database: Database
) -> None:
    await store_agreeing(recorder, 240)
    await recorder.record([read(recorder, source="outlier", quantity="84,720,000")])
    [answer] = await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    told = as_answered(answer)
    assert told.comparison.value == "complete"
    assert told.counts.conflict >= 64
    assert told.counts.conflict + told.counts.further.apart == 241
    assert told.rest == f"/v1/claims/{answer.claim.id}/matches"
    assert [{claim.source for claim in one.claims} for one in told.conflicts] == [{"outlier", "dissenter"}]
    assert (await sweep(recorder)) == 0
    pairs, events = await opened_and_told(database)
    assert pairs == len(events) == 2
    assert (events[1]["id"], events[1]["crowd"]["conflict_count"]) == (str(told.conflicts[0].id), 64)
    assert events[1]["crowd"]["claim_id"] == str(answer.claim.id)
    assert await assert_stored_is_expected(dsn, Policy()) == 481


async def test_pairs_are_kept_below_sixty_four_and_told_one_by_one_below_sixteen(
    recorder: Recorder, dsn: str, database: Database
) -> None:
    """Each of eighty sources says something else: the first are kept each with each, the later ones once."""
    for number in range(80):
        await recorder.record([read(recorder, source=f"source {number}", quantity=f"{number + 1},311")])
    pairs, events = await opened_and_told(database)
    assert pairs == 64 * 63 // 2 + 16
    assert len(events) == 16 * 15 // 2 + 64
    crowds = [one["crowd"] for one in events if one.get("crowd")]
    assert [one["conflict_count"] for one in crowds] == [*range(16, 64), *[64] * 16]
    assert all(one["dispute"]["position_count"] > 1 for one in crowds)
    assert await assert_stored_is_expected(dsn, Policy()) == 80 * 79 // 2


async def test_what_takes_many_pages_is_answered_and_the_sweep_goes_on(
    recorder: Recorder, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred sources say something of other subjects under the same metric; none of it contradicts."""
    monkeypatch.setattr(candidate_pages, "MOST_AT_ONCE", 50)
    monkeypatch.setattr(applying, "FIRST_AT_ONCE", 50)
    others = [
        read(recorder, source=f"source {one}", subject=f"the town of Plce{one}", quantity="1") for one in range(200)
    ]
    await recorder.record(others, explained=False)
    await sweep(recorder)
    await recorder.record([read(recorder)])
    [answer] = await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    assert answer.comparison.value == "continues"
    assert answer.counts.further.apart == 51
    assert await sweep(recorder) == 2
    assert await assert_stored_is_expected(dsn, Policy()) > 0


async def test_a_check_beside_many_is_small_and_counts_them_all(recorder: Recorder) -> None:
    await store_agreeing(recorder, 1_500)
    [agreeing] = await check_claims(recorder, [read(recorder, source="asker")])
    [dissenting] = await check_claims(recorder, [read(recorder, source="asker", quantity="62,310")])
    for answer in (agreeing, dissenting):
        counts = answer.counts
        seen = counts.conflict + counts.agree + counts.agree_by_rounding + counts.compatible
        assert seen + counts.further.apart + counts.further.overlapping == 1_500
        for wanted in MatchesWanted:
            assert len(answer.written(wanted)) < 200_000
    assert dissenting.counts.further.overlapping == 0
    assert agreeing.counts.conflict == 0


async def test_a_check_is_gone_on_with_in_pages(dsn: str) -> None:
    app = create_app(read_settings({}), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        lines = b"".join(msgspec.json.encode(draft(source=f"source {one}")) + b"\n" for one in range(130))
        await client.post("/v1/claims/batch", content=lines, headers={"content-type": "application/x-ndjson"})
        path, seen = "/v1/claims/check?matches=all", []
        first = (await client.post(path, json=draft(source="asker"))).json()
        path = first["rest"]
        while path:
            page = await client.post(path, json=draft(source="asker"))
            assert page.status_code == 200, page.text
            seen += [one["claim"]["id"] for one in page.json()["matches"]]
            path = page.json()["rest"]
    assert len(seen) == len(set(seen)) == 130


async def test_a_source_with_many_conflicts_that_corrects_itself_closes_them_all(
    recorder: Recorder, dsn: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.recording.closing.MOST_CLOSED", 20)
    monkeypatch.setattr("service.recording.applying.MOST_CLOSED", 20)
    await store_agreeing(recorder, 60)
    await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    await recorder.record([read(recorder, source="dissenter", published_at="2022-11-22")])
    await sweep(recorder)
    async with database.connection() as connection:
        rows = await connection.fetch("select status, resolution, count(*) as pairs from conflicts group by 1, 2")
    assert [tuple(row) for row in rows] == [("resolved", "superseded", 60)]
    assert await assert_stored_is_expected(dsn, Policy()) == 0


async def test_the_matches_of_a_stored_claim_come_in_pages(recorder: Recorder) -> None:
    await store_agreeing(recorder, 120)
    [answer] = await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    seen, after = [], None
    while True:
        page = await list_matches(recorder, answer.claim.id, after, 50)
        assert page is not None
        seen += [pair.other.id for pair in page.pairs]
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 120
