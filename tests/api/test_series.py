"""Series over HTTP: figures over time, and one finding for all days on which two of them differ."""

from typing import Any

import httpx

from service.api.cursors import write_cursor
from tests.builders import draft
from tests.patience import until

UNKNOWN = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"


async def load(client: httpx.AsyncClient, source: str, figures: dict[int, str], **fields: Any) -> None:
    """A figure for each of these days of March 2020."""
    base = {"metric": "deaths", "subject": None, "place": "Alabama, US", "published_at": "2021-01-01"} | fields
    rows = [
        draft(source=source, quantity=figure, period=f"2020-03-{day:02d}", **base) for day, figure in figures.items()
    ]
    answer = await client.post("/v1/claims/batch", json=rows)
    assert answer.status_code == 200
    assert {one["outcome"] for one in answer.json()} == {"stored"}, answer.text


async def get(client: httpx.AsyncClient, path: str, **parameters: Any) -> Any:
    answer = await client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def all_pages(client: httpx.AsyncClient, path: str, **parameters: Any) -> list[Any]:
    found: list[Any] = []
    page = await get(client, path, **parameters)
    while True:
        found += page["items"]
        if page["next"] is None:
            return found
        page = await get(client, path, **parameters, cursor=page["next"])


NYT = {day: f"{1_001 + 10 * day}" for day in range(1, 31)}
TRACKING = NYT | {day: f"{1_001 + 10 * day + 7}" for day in range(5, 12)} | {31: "1,400"}


async def test_a_series_is_given_in_order_with_what_it_says_about_itself(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", NYT | {20: "1,101"})
    await load(client, "tracking", TRACKING)
    page = await get(client, "/v1/series", metric="death toll", place="Alabama, US")
    assert [(one["source"], len(one["points"])) for one in page["items"]] == [("NYT", 30), ("tracking", 31)]
    nyt, tracking = page["items"]
    assert nyt["running_total"] == "inferred"
    assert [(one["kind"], one["end"]) for one in nyt["checks"] if not one["is_note"]] == [("fall", "2020-03-20")]
    assert [one["kind"] for one in tracking["checks"]] == ["jump"]
    ends = [one["end"] for one in nyt["points"]]
    assert ends == sorted(ends)
    assert (await get(client, "/v1/series", metric="deaths", source="nyt"))["items"] == [nyt]
    assert (await get(client, "/v1/series", metric="rainfall"))["items"] == []
    few = await get(client, "/v1/series", metric="deaths", source="NYT", period_from="2020-03-29")
    assert [one["figure"] for one in few["items"][0]["points"]] == ["1291", "1301"]


async def test_pages_go_on_within_a_series_and_checks_look_back(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", NYT | {21: "1,151"})
    await load(client, "tracking", TRACKING)
    parts = await all_pages(client, "/v1/series", metric="deaths", limit=20)
    seen: dict[str, list[str]] = {}
    for part in parts:
        seen.setdefault(part["source"], []).extend(one["end"] for one in part["points"])
    assert {source: len(ends) for source, ends in seen.items()} == {"NYT": 30, "tracking": 31}
    assert all(ends == sorted(set(ends)) for ends in seen.values())
    falls = [(part["is_continued"], one["end"]) for part in parts for one in part["checks"] if one["kind"] == "fall"]
    assert falls == [(True, "2020-03-21")]


async def test_what_a_source_said_before_stands_beside_its_figure(client: httpx.AsyncClient) -> None:
    for figure, day in (("1,101", "2020-03-20"), ("1,011", "2020-03-21"), ("1,102", "2020-03-22")):
        await load(client, "NYT", {19: figure}, published_at=day)
    [one] = (await get(client, "/v1/series", metric="deaths"))["items"]
    [point] = one["points"]
    assert (point["figure"], [before["figure"] for before in point["corrections"]]) == ("1,102", ["1,011", "1,101"])


async def test_the_rise_of_a_total_is_held_against_what_is_new(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", {1: "101", 2: "112", 3: "131"}, metric="total deaths")
    await load(client, "NYT", {2: "11", 3: "91"}, metric="new deaths")
    page = await get(client, "/v1/series", metric="total deaths")
    [total] = page["items"]
    assert total["running_total"] == "said"
    assert [one["sentence"] for one in total["checks"]] == [
        "The rise from 112 (2020-03-02) to 131 (2020-03-03) is 19, and the source gives 91 as new."
    ]


async def test_a_part_that_is_more_than_all_is_told(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", {1: "101", 2: "112"})
    await load(client, "NYT", {1: "91", 2: "121"}, metric="confirmed deaths")
    await load(client, "tracking", {1: "901"}, metric="confirmed deaths")
    [one] = (await get(client, "/v1/series", metric="deaths"))["items"]
    assert [(check["kind"], check["end"]) for check in one["checks"]] == [("part", "2020-03-02")]


async def test_the_registry_says_what_counts_up(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", {1: "131", 2: "112"})
    [metric] = (await get(client, "/v1/metrics"))["items"]
    kinds = [one["checks"] for one in (await get(client, "/v1/series", metric="deaths"))["items"]]
    assert kinds == [[]]
    answer = await client.patch(f"/v1/metrics/{metric['id']}", json={"cumulative": True})
    assert answer.status_code == 200, answer.text
    [one] = (await get(client, "/v1/series", metric="deaths"))["items"]
    assert (one["running_total"], [check["kind"] for check in one["checks"]]) == ("said", ["fall"])


async def test_two_series_that_disagree_are_one_finding_with_its_days(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", NYT)
    await load(client, "tracking", TRACKING)
    [finding] = (await get(client, "/v1/series/differences"))["items"]
    assert finding["sentence"] == (
        "NYT and tracking, deaths, Alabama: 7 of 30 days differ, median 0.65 %, first on 2020-03-05"
    )
    assert (finding["differing"], finding["common"]) == (7, 30)
    assert [side["source"] for side in finding["sides"]] == ["NYT", "tracking"]
    assert (finding["first"]["end"], finding["last_end"], finding["severity"]) == (
        "2020-03-05",
        "2020-03-11",
        "slight",
    )
    days = await all_pages(client, f"/v1/series/differences/{finding['id']}/days", limit=3)
    assert [day["period"]["end"] for day in days] == [f"2020-03-{day:02d}" for day in range(5, 12)]
    assert days[0]["figures"] == ["1051", "1058"]
    others = await get(client, f"/v1/series/differences/{days[4]['conflict_id']}/days")
    assert len(others["items"]) == 7


async def test_the_sides_stand_in_one_order_whichever_claim_was_earlier(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", {1: "101", 2: "203"}, published_at="2020-04-02")
    await load(client, "tracking", {1: "107"}, published_at="2020-04-01")
    await load(client, "tracking", {2: "209"}, published_at="2020-04-03")
    [finding] = (await get(client, "/v1/series/differences"))["items"]
    assert finding["differing"] == 2
    days = (await get(client, f"/v1/series/differences/{finding['id']}/days"))["items"]
    assert [day["figures"] for day in days] == [["101", "107"], ["203", "209"]]


async def test_differences_are_narrowed_and_paged(client: httpx.AsyncClient) -> None:
    for place in ("Alabama, US", "Utah, US", "Ohio, US"):
        await load(client, "NYT", {1: "101", 2: "203"}, place=place)
        await load(client, "tracking", {1: "107", 2: "209"}, place=place)
    await load(client, "third", {1: "301"}, place="Ohio, US")
    path = "/v1/series/differences"
    every = await all_pages(client, path, limit=2)
    assert len(every) == len({one["id"] for one in every}) == 5
    assert every == await all_pages(client, path)
    assert len((await get(client, path, place="Ohio, US"))["items"]) == 3
    assert len((await get(client, path, source="third"))["items"]) == 2
    assert len((await get(client, path, metric="death toll"))["items"]) == 5
    assert (await get(client, path, metric="rainfall"))["items"] == []
    assert {one["differing"] for one in (await get(client, path, period_from="2020-03-02"))["items"]} == {1}
    assert (await get(client, path, status="resolved"))["items"] == []
    assert (await get(client, path, load=UNKNOWN))["items"] == []


async def test_a_whole_series_is_decided_at_once(client: httpx.AsyncClient) -> None:
    await load(client, "NYT", NYT)
    await load(client, "tracking", TRACKING)
    await load(client, "third", {5: "2,001"})
    path = "/v1/series/differences"
    finding = next(one for one in (await get(client, path))["items"] if one["differing"] == 7)
    act = {"status": "resolved", "resolution": "different_definition", "note": "tracking counts probable deaths"}
    answer = await client.patch(f"{path}/{finding['id']}", json=act)
    assert (answer.status_code, answer.json()) == (200, {"conflicts": 7})
    assert len((await get(client, path))["items"]) == 2
    days = (await get(client, f"{path}/{finding['id']}/days", status="resolved"))["items"]
    assert len(days) == 7
    conflict = await get(client, f"/v1/conflicts/{days[3]['conflict_id']}")
    assert conflict["conflict"]["resolution"] == "different_definition"
    assert conflict["history"][-1]["note"] == "tracking counts probable deaths"
    again = await client.patch(f"{path}/{finding['id']}", json=act)
    assert again.json() == {"conflicts": 0}


async def test_more_than_a_commit_holds_is_decided_too(client: httpx.AsyncClient) -> None:
    days = [(month, day) for month in (1, 3, 5) for day in range(1, 31)]
    for source, more in (("NYT", 0), ("tracking", 7)):
        rows = [
            draft(
                source=source,
                quantity=f"{1_001 + 10 * number + more}",
                period=f"2020-{month:02d}-{day:02d}",
                metric="deaths",
                place="Utah, US",
                subject=None,
            )
            for number, (month, day) in enumerate(days)
        ]
        assert (await client.post("/v1/claims/batch", json=rows)).status_code == 200
    [finding] = (await get(client, "/v1/series/differences"))["items"]
    answer = await client.patch(f"/v1/series/differences/{finding['id']}", json={"status": "dismissed"})
    assert answer.json() == {"conflicts": 90}


async def test_plots_are_drawings_that_run_nothing(client: httpx.AsyncClient) -> None:
    await load(client, "<b>NYT</b>", NYT)
    await load(client, "tracking", TRACKING)
    answer = await client.get("/v1/series/plot.svg", params={"metric": "deaths", "place": "Alabama, US"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "image/svg+xml")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "&lt;b&gt;NYT&lt;/b&gt;" in answer.text
    assert len(answer.content) <= 20_000
    [dispute, *_] = (await until(lambda: get(client, "/v1/disputes"), lambda page: page["items"]))["items"]
    drawing = await client.get(f"/v1/disputes/{dispute['id']}/plot.svg")
    assert (drawing.status_code, drawing.text.startswith("<svg ")) == (200, True)


async def test_what_there_is_not_is_refused(client: httpx.AsyncClient) -> None:
    erased = write_cursor((UNKNOWN,))
    answer = await client.get("/v1/series")
    assert answer.status_code == 400
    assert "metric" in answer.text
    assert (await client.get("/v1/series", params={"metric": "deaths", "cursor": "WyJ4Il0"})).status_code == 422
    gone = await client.get("/v1/series", params={"metric": "deaths", "cursor": erased})
    assert gone.status_code == 422
    path = "/v1/series/differences"
    gone = await client.get(path, params={"cursor": erased})
    assert gone.status_code == 422
    assert (await client.get(f"{path}/{UNKNOWN}/days")).status_code == 404
    assert (await client.patch(f"{path}/{UNKNOWN}", json={"status": "dismissed"})).status_code == 404
    for act in ({"status": "open"}, {"status": "resolved"}, {"status": "dismissed", "resolution": "other"}):
        assert (await client.patch(f"{path}/{UNKNOWN}", json=act)).status_code == 422
    assert (await client.get(f"/v1/disputes/{UNKNOWN}/plot.svg")).status_code == 404
    assert (await client.get("/v1/series/plot.svg")).status_code == 400
