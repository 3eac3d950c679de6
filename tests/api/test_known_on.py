"""As it was known on a day: what was stored then, whatever was corrected, withdrawn or decided since."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from service.notifying.upkeep import remove_old
from service.storage.pool import Database
from tests import patience
from tests.api.test_dispute_lists import post, until
from tests.builders import draft

PRESENT = ("/v1/disputes", "/v1/claims", "/v1/series?metric=personnel losses")


def now() -> str:
    return datetime.now(UTC).isoformat()


async def get(client: httpx.AsyncClient, path: str, known_on: str | None = None, **parameters: Any) -> Any:
    answer = await client.get(path, params=parameters | ({"known_on": known_on} if known_on else {}))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def two_sources(client: httpx.AsyncClient) -> tuple[Any, str]:
    """A dispute, and a moment at which it stood."""
    await post(client)
    await post(client, source="beta news", quantity="62,310")
    [dispute] = (await until(client, "/v1/disputes", lambda page: page["items"]))["items"]
    return dispute, now()


async def test_a_later_correction_is_not_seen(client: httpx.AsyncClient) -> None:
    dispute, then = await two_sources(client)
    path = f"/v1/disputes/{dispute['id']}"
    await post(client, source="beta news", quantity="71,111", published_at="2022-11-22")
    await until(client, path, lambda told: "71,111" in told["dispute"]["sentence"])
    recalled = await get(client, path, then)
    assert recalled["dispute"]["sentence"] == dispute["sentence"]
    assert recalled["dispute"]["version"] == dispute["version"]
    assert [(one["figure"], [held["claim"]["source"] for held in one["claims"]]) for one in recalled["positions"]] == [
        ("62,310", ["beta news"]),
        ("84,720", ["alpha wire"]),
    ]
    assert [step["version"] for step in recalled["history"]] == [1]
    [listed] = (await get(client, "/v1/disputes", then))["items"]
    assert listed["sentence"] == dispute["sentence"]
    figures = {one["claim"]["quantity"]["as_given"]: one["superseded_by"] for one in await items(client, then)}
    assert figures == {"84,720": None, "62,310": None}
    in_force = await get(client, "/v1/claims", then, in_force=True, source="beta news")
    assert [one["claim"]["quantity"]["as_given"] for one in in_force["items"]] == ["62,310"]
    of_dispute = await get(client, "/v1/claims", then, dispute=dispute["id"])
    assert {one["claim"]["quantity"]["as_given"] for one in of_dispute["items"]} == {"84,720", "62,310"}
    of_dispute = await get(client, "/v1/claims", dispute=dispute["id"])
    assert {one["claim"]["quantity"]["as_given"] for one in of_dispute["items"]} == {"84,720", "71,111"}


async def test_the_claims_of_a_dispute_are_those_that_stood_in_it_then(client: httpx.AsyncClient) -> None:
    dispute, then = await two_sources(client)
    path = f"/v1/disputes/{dispute['id']}"
    await post(client, source="gamma", quantity="12,000")
    await post(client, source="beta news", quantity="71,111", published_at="2022-11-22")
    await until(client, path, lambda told: "71,111" in told["dispute"]["sentence"])
    recalled = await get(client, f"{path}/claims", then)
    told = [(one["claim"]["source"], one["claim"]["quantity"]["as_given"], one["role"]) for one in recalled["items"]]
    assert sorted(told) == [("alpha wire", "84,720", "holds"), ("beta news", "62,310", "holds")]
    assert (recalled["next"], recalled["known_on"] is not None) == (None, True)
    first = await get(client, f"{path}/claims", then, limit=1)
    second = await get(client, f"{path}/claims", then, limit=1, cursor=first["next"])
    assert [*first["items"], *second["items"]] == recalled["items"]
    assert len((await get(client, f"{path}/claims"))["items"]) == 3
    early = await client.get(f"{path}/claims", params={"known_on": "2020-01-01"})
    assert early.status_code == 410


async def test_an_export_of_claims_is_as_they_were_known(client: httpx.AsyncClient) -> None:
    _, then = await two_sources(client)
    await post(client, source="gamma", quantity="12,000")
    parameters = {"format": "ndjson", "known_on": then}
    exported = (await client.get("/v1/claims/export", params=parameters)).text.splitlines()
    assert sorted(json.loads(line)["source"] for line in exported) == ["alpha wire", "beta news"]
    assert len((await client.get("/v1/claims/export", params={"format": "ndjson"})).text.splitlines()) == 3
    assert (await client.get("/v1/claims/export", params={"known_on": "2020-01-01"})).status_code == 410


async def items(client: httpx.AsyncClient, known_on: str) -> list[Any]:
    found: list[Any] = (await get(client, "/v1/claims", known_on))["items"]
    return found


async def test_the_corrected_claim_itself_is_told_as_in_force_and_the_later_one_is_not_there(
    client: httpx.AsyncClient,
) -> None:
    first = (await post(client))["claim"]["id"]
    then = now()
    later = (await post(client, quantity="85,000", published_at="2022-11-22"))["claim"]["id"]
    assert (await get(client, f"/v1/claims/{first}"))["superseded_by"] == later
    assert (await get(client, f"/v1/claims/{first}", then))["superseded_by"] is None
    assert (await client.get(f"/v1/claims/{later}", params={"known_on": then})).status_code == 404


async def test_a_series_is_told_without_later_corrections_and_without_checks(client: httpx.AsyncClient) -> None:
    for day, figure in ((19, "80,000"), (20, "84,720"), (21, "79,111")):
        await post(client, metric="total losses", period=f"as of 2022-11-{day}", quantity=figure)
    then = now()
    await post(client, metric="total losses", period="as of 2022-11-21", quantity="86,111", published_at="2022-11-30")
    await post(client, metric="total losses", period="as of 2022-11-22", quantity="87,111")
    [series] = (await get(client, "/v1/series", then, metric="total losses"))["items"]
    assert [(one["figure"], one["corrections"]) for one in series["points"]] == [
        ("80,000", []),
        ("84,720", []),
        ("79,111", []),
    ]
    assert (series["checks"], series["running_total"]) == ([], None)
    [series] = (await get(client, "/v1/series", metric="total losses"))["items"]
    assert [one["figure"] for one in series["points"]] == ["80,000", "84,720", "86,111", "87,111"]


async def test_a_later_decision_is_not_seen(client: httpx.AsyncClient) -> None:
    dispute, then = await two_sources(client)
    path = f"/v1/disputes/{dispute['id']}"
    decided = await client.patch(
        path, json={"status": "resolved", "resolution": "corrected", "note": "settled"}, headers={"If-Match": "*"}
    )
    assert decided.status_code == 200, decided.text
    recalled = (await get(client, path, then))["dispute"]
    assert (recalled["status"], recalled["resolution"], recalled["note"]) == ("open", None, None)
    assert (await get(client, path, now()))["dispute"]["status"] == "resolved"
    assert [one["id"] for one in (await get(client, "/v1/disputes", then, status="open"))["items"]] == [dispute["id"]]
    assert (await get(client, "/v1/disputes", then, status="resolved"))["items"] == []
    assert (await get(client, "/v1/disputes", status="open"))["items"] == []


async def test_a_later_withdrawal_is_not_seen(client: httpx.AsyncClient) -> None:
    await post(client)
    upload = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
    answer = await client.post(
        "/v1/claims/batch", json=[draft(source="beta news", quantity="62,310")], params={"load": upload}
    )
    assert answer.json()[0]["outcome"] == "stored"
    [dispute] = (await until(client, "/v1/disputes", lambda page: page["items"]))["items"]
    then = now()
    withdrawn = await client.delete(f"/v1/loads/{upload}")
    assert withdrawn.status_code < 300, withdrawn.text
    path = f"/v1/disputes/{dispute['id']}"
    await patience.until(lambda: get(client, "/v1/claims", dispute=dispute["id"]), lambda page: len(page["items"]) < 2)
    assert [one["withdrawn"] for one in (await get(client, "/v1/claims", source="beta news"))["items"]] == [True]
    assert [one["withdrawn"] for one in (await get(client, "/v1/claims", then, source="beta news"))["items"]] == [False]
    assert (await get(client, path, then))["dispute"]["sentence"] == dispute["sentence"]
    assert len((await get(client, "/v1/claims", then, dispute=dispute["id"]))["items"]) == 2
    assert [one["id"] for one in (await get(client, "/v1/disputes", then, source="beta news"))["items"]] == [
        dispute["id"]
    ]


async def test_what_was_not_there_yet_is_not_found(client: httpx.AsyncClient) -> None:
    await post(client)
    before = now()
    await post(client, source="beta news", quantity="62,310")
    [dispute] = (await until(client, "/v1/disputes", lambda page: page["items"]))["items"]
    assert (await get(client, "/v1/disputes", before))["items"] == []
    assert (await client.get(f"/v1/disputes/{dispute['id']}", params={"known_on": before})).status_code == 404
    assert len(await items(client, before)) == 1


async def test_an_erased_claim_is_erased_from_the_past_too(client: httpx.AsyncClient, database: Database) -> None:
    dispute, then = await two_sources(client)
    path = f"/v1/disputes/{dispute['id']}"
    third = await post(client, source="gamma", quantity="12,111")
    await until(client, path, lambda told: told["dispute"]["position_count"] == 3)
    with_it = now()
    assert (await client.delete(f"/v1/claims/{third['claim']['id']}")).status_code == 204
    await until(client, path, lambda told: told["dispute"]["position_count"] == 2)
    assert (await get(client, path, then))["dispute"]["position_count"] == 2
    refused = await client.get(path, params={"known_on": with_it})
    assert (refused.status_code, refused.json()["type"]) == (410, "/problems/no-longer-kept")
    assert (await get(client, "/v1/disputes", with_it))["items"] == []
    async with database.connection() as connection:
        left = await connection.fetchval("select count(*) from disputes_before where outline like '%12,111%'")
    assert left == 0


@pytest.mark.parametrize("path", ["/v1/disputes", "/v1/claims", "/v1/series"])
async def test_beyond_what_is_kept_the_answer_is_410(client: httpx.AsyncClient, database: Database, path: str) -> None:
    _, then = await two_sources(client)
    metric = {"metric": "personnel losses"} if path == "/v1/series" else {}
    assert len((await get(client, path, then, **metric))["items"]) > 0
    refused = await client.get(path, params={"known_on": "2020-01-01", **metric})
    assert (refused.status_code, refused.json()["status"]) == (410, 410)
    removed = await remove_old(database, {"past": 1}, datetime.now(UTC) + timedelta(days=2))
    assert removed.keys() == {"past"}
    refused = await client.get(path, params={"known_on": then, **metric})
    assert refused.status_code == 410
    assert "is not kept" in refused.json()["detail"]


async def test_what_is_removed_for_its_age_is_gone_from_the_tables(
    client: httpx.AsyncClient, database: Database
) -> None:
    dispute, _ = await two_sources(client)
    await post(client, source="beta news", quantity="71,111", published_at="2022-11-22")
    await until(client, f"/v1/disputes/{dispute['id']}", lambda told: "71,111" in told["dispute"]["sentence"])
    kept = "select (select count(*) from claims_before), (select count(*) from disputes_before), count(*) from {}"
    async with database.connection() as connection:
        before = tuple(await connection.fetchrow(kept.format("figures_before")))
        assert min(before) >= 1
    later = datetime.now(UTC) + timedelta(days=2)
    assert await remove_old(database, {"past": 0}, later) == {}
    assert (await remove_old(database, {"past": 1}, later))["past"] >= sum(before)
    async with database.connection() as connection:
        assert tuple(await connection.fetchrow(kept.format("figures_before"))) == (0, 0, 0)


async def test_a_day_is_its_end_and_today_is_now(client: httpx.AsyncClient, database: Database) -> None:
    await two_sources(client)
    async with database.connection() as connection:
        await connection.execute("update past_state set kept_from = '2020-01-01'")
    today = datetime.now(UTC).date()
    told = await get(client, "/v1/claims", today.isoformat())
    assert len(told["items"]) == 2
    assert told["known_on"] <= now()
    yesterday = (today - timedelta(days=1)).isoformat()
    told = await get(client, "/v1/claims", yesterday)
    assert (told["items"], told["known_on"]) == ([], f"{yesterday}T23:59:59.999999Z")
    assert (await get(client, "/v1/claims"))["known_on"] is None


@pytest.mark.parametrize("known_on", ["2999-01-01", "tomorrow", "", "0001-01-01", "2022-13-01", "1e9"])
async def test_what_is_no_past_moment_is_refused(client: httpx.AsyncClient, known_on: str) -> None:
    for path in ("/v1/disputes", "/v1/claims", "/v1/claims/018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"):
        refused = await client.get(path, params={"known_on": known_on})
        assert refused.status_code == 422, (path, refused.text)
        assert refused.json()["errors"][0]["pointer"] == "known_on"


async def test_the_present_is_read_again_by_the_same_connection(client: httpx.AsyncClient) -> None:
    """A prepared statement serves both, by the tables that stand in front when it runs."""
    dispute, then = await two_sources(client)
    await post(client, source="beta news", quantity="71,111", published_at="2022-11-22")
    path = f"/v1/disputes/{dispute['id']}"
    await until(client, path, lambda told: "71,111" in told["dispute"]["sentence"])
    for _ in range(12):
        assert "62,310" in (await get(client, path, then))["dispute"]["sentence"]
        assert "71,111" in (await get(client, path))["dispute"]["sentence"]
        assert len(await items(client, then)) == 2
        assert len((await get(client, "/v1/claims"))["items"]) == 3


async def test_the_views_of_the_past_have_the_columns_of_their_tables(database: Database) -> None:
    """A query that reads a new column of a table fails in the past, unless its view has it."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "select table_schema, table_name, column_name, data_type from information_schema.columns "
            "where table_name in (select table_name from information_schema.views where table_schema = 'past') "
            "order by ordinal_position"
        )
    shapes: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        shapes.setdefault((row["table_schema"], row["table_name"]), []).append((row["column_name"], row["data_type"]))
    views = {name for schema, name in shapes if schema == "past"}
    assert views == {
        "claims", "stated_claims", "successions", "disputes", "dispute_history", "questions", "question_guests",
        "figures",
    }  # fmt: skip
    for name in views - {"figures"}:
        assert shapes["past", name] == shapes["public", name], name
