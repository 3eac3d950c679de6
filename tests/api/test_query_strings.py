import httpx
import pytest


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("metrics=losses", "no such parameter"),
        ("limit=1&limit=2", "given twice"),
        ("since=null", "a date as 2022-11-20"),
        ("since=0.5", "a date as 2022-11-20"),
        ("period_from=20221120", "a date as 2022-11-20"),
        ("in_force=perhaps", "Expected `bool`"),
    ],
)
async def test_a_query_that_means_nothing_is_refused_by_name(client: httpx.AsyncClient, query: str, said: str) -> None:
    answer = await client.get(f"/v1/claims?{query}")
    assert answer.status_code == 422, answer.text
    assert said in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"] == query.partition("=")[0]


async def test_no_value_is_called_null(client: httpx.AsyncClient) -> None:
    for flag in ("/v1/claims?ours=null", "/v1/disputes?recommended=NULL", "/v1/claims?in_force=null"):
        assert (await client.get(flag)).status_code == 422, flag
    answer = await client.get("/v1/conflicts?severity=null")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "severity")


async def test_what_may_stand_more_than_once_may(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/conflicts?status=open&status=resolved")).status_code == 200


async def test_a_source_may_be_called_null(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/claims?source=null")).status_code == 200


@pytest.mark.parametrize(("path", "methods"), [("/v1/claims", "GET, OPTIONS, POST"), ("/v1/events", "GET, OPTIONS")])
async def test_options_names_every_method(client: httpx.AsyncClient, path: str, methods: str) -> None:
    assert (await client.options(path)).headers["allow"] == methods


@pytest.mark.parametrize("given", ["15", True, 15.5, None])
async def test_a_number_in_a_body_is_a_number(client: httpx.AsyncClient, given: object) -> None:
    answer = await client.post("/v1/webhooks", json={"url": "https://desk.example/hook", "concurrency": given})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/concurrency")


async def test_a_whole_number_may_be_written_with_a_point(client: httpx.AsyncClient) -> None:
    body = '{"url": "https://desk.example/hook", "concurrency": 15.0}'
    answer = await client.post("/v1/webhooks", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["webhook"]["concurrency"] == 15


async def test_a_filter_that_lets_nothing_through_is_refused(client: httpx.AsyncClient) -> None:
    made = (await client.post("/v1/webhooks", json={"url": "https://desk.example/hook"})).json()["webhook"]
    for filters in ({"bands": []}, {"event_types": []}, {"metrics": []}):
        answer = await client.patch(f"/v1/webhooks/{made['id']}", json=filters)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{next(iter(filters))}")
