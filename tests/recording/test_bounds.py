"""What one claim opens is bounded in answer and transaction, and no pair is dropped for it."""

import httpx
import msgspec
import pytest

from service.app import create_app
from service.claim import Claim
from service.policy import Policy
from service.reading import Draft
from service.recording import MatchesWanted, Recorder, Sources, Vocabulary, finding, sweep
from service.settings import read_settings
from service.storage.pool import Database
from tests.builders import NOON, draft
from tests.laws.oracle import assert_stored_is_expected
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


async def test_one_dissenting_claim_is_answered_soon_and_the_sweep_opens_the_rest(
    recorder: Recorder, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_AT_ONCE", 50)
    await store_agreeing(recorder, 240)
    [answer] = await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    assert len(answer.conflicts) == 100, "two pages of fifty"
    told = answer.recorded()
    assert told.comparison.value == "continues"
    assert told.counts.conflict == 100
    assert told.counts.further.apart == 140
    assert told.rest == f"/v1/claims/{answer.claim.id}/matches"
    assert len(told.conflicts) < 20
    assert await sweep(recorder) == 1
    assert await assert_stored_is_expected(dsn, Policy()) == 240


async def test_no_transaction_of_a_sweep_opens_more_than_a_page(
    recorder: Recorder, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_AT_ONCE", 50)
    await store_agreeing(recorder, 180)
    await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    await sweep(recorder)
    async with database.connection() as connection:
        sizes = await connection.fetch("select count(*) as pairs from events group by written_by")
    assert sum(row["pairs"] for row in sizes) == 180
    assert max(row["pairs"] for row in sizes) <= 50


async def test_a_check_beside_many_is_small_and_counts_them_all(recorder: Recorder) -> None:
    await store_agreeing(recorder, 1_500)
    [agreeing] = await recorder.check([read(recorder, source="asker")])
    [dissenting] = await recorder.check([read(recorder, source="asker", quantity="62,310")])
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
    async with serving(app) as address, httpx.AsyncClient(base_url=address) as client:
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
    monkeypatch.setattr("service.storage.claims.MOST_CLOSED", 50)
    monkeypatch.setattr("service.recording.comparing.MOST_CLOSED", 50)
    await store_agreeing(recorder, 180)
    await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    await recorder.record([read(recorder, source="dissenter", published_at="2022-11-22")])
    await sweep(recorder)
    async with database.connection() as connection:
        rows = await connection.fetch("select status, resolution, count(*) as pairs from conflicts group by 1, 2")
    assert [tuple(row) for row in rows] == [("resolved", "superseded", 180)]
    assert await assert_stored_is_expected(dsn, Policy()) == 0


async def test_the_matches_of_a_stored_claim_come_in_pages(recorder: Recorder) -> None:
    await store_agreeing(recorder, 120)
    [answer] = await recorder.record([read(recorder, source="dissenter", quantity="62,310")])
    seen, after = [], None
    while True:
        page = await recorder.matches_of(answer.claim.id, after, 50)
        assert page is not None
        seen += [pair.other.id for pair in page.pairs]
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 120
