"""Each filter that the API document shows leaves something out: one that is read and used nowhere is told here."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.builders import draft
from tests.contract.document import COMMITTED
from tests.patience import PATIENCE_SECONDS

DOCUMENT: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
LISTS = ("/v1/claims", "/v1/claims/export", "/v1/conflicts", "/v1/conflicts/export", "/v1/disputes")
NO_FILTERS = {"limit", "cursor", "sort", "format", "bom", "known_on"}
NARROWS = {
    "metric": "personnel losses",
    "source": "alpha wire",
    "place": "Spain",
    "period_from": "2022-01-01",
    "period_to": "2022-01-01",
    "since": "2022-11-21",
    "in_force": "true",
    "status": "resolved",
    "severity": "extreme",
    "band": "suggested",
    "ours": "true",
    "assignee": "nobody",
    "q": "unemployment",
    "recommended": "true",
    "stale": "true",
    "dispute": "00000000-0000-7000-8000-000000000000",
}
"""A value of each filter with which less is found than without."""
OTHERWISE = {("/v1/conflicts", "since"), ("/v1/conflicts/export", "since"), ("/v1/disputes", "since")}
"""Lists of what happens now: nothing has happened since tomorrow."""

CLAIMS = [
    draft(),
    draft(source="beta news", quantity="62,310"),
    draft(source="gamma", metric="unemployment rate", subject=None, place="Spain", period="2021", quantity="7.1 %",
          published_at="2022-01-05"),
    draft(source="delta", metric="unemployment rate", subject=None, place="Spain", period="2021", quantity="17.9 %",
          published_at="2022-01-05"),
    draft(source="delta", metric="unemployment rate", subject=None, place="Spain", period="2021", quantity="18.1 %",
          published_at="2022-01-06"),
]  # fmt: skip


def shown() -> list[tuple[str, str]]:
    return [
        (path, one["name"])
        for path in LISTS
        for one in DOCUMENT["paths"][path]["get"]["parameters"]
        if one["in"] == "query" and one["name"] not in NO_FILTERS
    ]


async def count(client: httpx.AsyncClient, path: str, query: dict[str, str]) -> int:
    if path.endswith("export"):
        lines = (await client.get(path, params=query | {"format": "ndjson"})).text.splitlines()
        return len(lines)
    answer = await client.get(path, params=query | {"limit": "200"})
    assert answer.status_code == 200, answer.text
    return len(answer.json()["items"])


async def test_each_filter_of_each_list_leaves_something_out(client: httpx.AsyncClient) -> None:
    for one in CLAIMS:
        assert (await client.post("/v1/claims", json=one)).status_code == 201
    whole = {path: await count(client, path, {}) for path in LISTS}
    assert min(whole.values()) >= 2, whole
    idle = []
    for path, name in shown():
        value = "2100-01-01" if (path, name) in OTHERWISE else NARROWS[name]
        if await count(client, path, {name: value}) >= whole[path]:
            idle.append((path, name))
    assert idle == []


@pytest.mark.parametrize("path", LISTS)
def test_each_filter_has_its_value_here(path: str) -> None:
    assert {name for where, name in shown() if where == path} <= NARROWS.keys()


async def test_a_source_that_is_not_stored_is_told_in_lists_and_exports(client: httpx.AsyncClient) -> None:
    """An empty list without a word was taken for "nothing conflicts"."""
    for one in CLAIMS:
        await client.post("/v1/claims", json=one)
    for path in LISTS:
        answer = await client.get(path, params={"source": "alpha wíres"})
        told = answer.headers.get("hint", "") if path.endswith("export") else answer.json()["hint"]
        assert 'Did you mean "alpha wire"?' in told, path
        known = await client.get(path, params={"source": "alpha wire"})
        assert not (known.headers.get("hint") if path.endswith("export") else known.json()["hint"]), path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("losses", (2, 1, 1)),
        ("LOSSES personnel", (2, 1, 1)),
        ("personnel alpha", (1, 1, 1)),
        ("spain unempl", (3, 2, 1)),
        ("alpha beta", (0, 0, 1)),
        ("азовсталь", (1, 1, 0)),
        ("АЗОВСТАЛЬ alpha", (1, 1, 0)),
        ("62,310", (1, 1, 1)),
        ("as_given", (0, 0, 0)),
        ("source", (0, 0, 0)),
        (".*", None),
        ("' or 1=1 --", (0, 0, 0)),
        ("w " * 11, (2, 1, 1)),
        (" ".join(f"w{number}" for number in range(11)), None),
    ],
)
async def test_lists_are_searched_by_words(
    client: httpx.AsyncClient, words: str, found: tuple[int, int, int] | None
) -> None:
    client.timeout = httpx.Timeout(60)
    for one in (CLAIMS[0] | {"quote": "Втрати: Азовсталь."}, *CLAIMS[1:]):
        assert (await client.post("/v1/claims", json=one)).status_code == 201
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await count(client, "/v1/disputes", {}) < 2:
            await asyncio.sleep(0.05)
    lists = ("/v1/claims", "/v1/conflicts", "/v1/disputes")
    if found is None:
        answers = [await client.get(path, params={"q": words}) for path in lists]
        assert [one.status_code for one in answers] == [422] * 3
        assert all("Give one to 10 words" in one.text for one in answers)
    else:
        assert tuple([await count(client, path, {"q": words}) for path in lists]) == found
