"""Every type of problem leads to a page that says what it means and what to do."""

import inspect
import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

from service import errors
from service.api.problem_types import ALL_TYPES, PROBLEMS, type_of, type_of_status
from service.errors import ClaimdiffError

RAISED = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ClaimdiffError) and kind is not ClaimdiffError
]


def test_every_error_has_a_type_of_its_own() -> None:
    assert {kind.__name__ for kind in RAISED} - {kind.__name__ for kind in PROBLEMS} == set()
    assert len({one.name for one in PROBLEMS.values()}) == len(PROBLEMS)


@pytest.mark.parametrize("status", range(400, 600))
def test_whatever_the_framework_refuses_with_has_a_page(status: int) -> None:
    assert type_of_status(status).name in ALL_TYPES


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
async def test_the_type_is_an_address_that_answers_people_and_programs(
    client: httpx.AsyncClient, kind: type[ClaimdiffError]
) -> None:
    told = type_of(kind.__new__(kind))
    page = await client.get(told.address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert f"<h1>{told.title}" in page.text.replace("&#x27;", "'")
    assert "What to do" in page.text
    for accepted in ("application/json", "application/problem+json"):
        answer = (await client.get(told.address, headers={"Accept": accepted})).json()
        assert answer == {
            "status": told.status,
            "name": told.name,
            "title": told.title,
            "meaning": told.meaning,
            "advice": told.advice,
        }


async def test_a_refusals_own_type_is_followed(client: httpx.AsyncClient) -> None:
    for answer in (
        await client.post("/v1/claims", json={}),
        await client.get("/v1/nothing"),
        await client.put("/v1/claims"),
        await client.post("/v1/claims", content=b"x" * 1_100_000, headers={"Content-Type": "application/json"}),
    ):
        assert (await client.get(answer.json()["type"])).status_code == 200, answer.text


async def test_all_of_them_are_listed(client: httpx.AsyncClient) -> None:
    page = (await client.get("/problems")).text
    assert [name for name in ALL_TYPES if f'href="/problems/{name}"' not in page] == []
    listed = await client.get("/problems", headers={"Accept": "application/json"})
    assert [one["name"] for one in listed.json()] == list(ALL_TYPES)


async def test_a_type_that_is_none_is_not_found_and_the_known_ones_are_named(client: httpx.AsyncClient) -> None:
    answer = await client.get("/problems/weather")
    assert answer.status_code == 404
    assert "unreadable" in answer.json()["detail"]


async def test_what_a_page_points_to_is_there_and_its_style_is_the_one_that_is_allowed(
    client: httpx.AsyncClient,
) -> None:
    for path in ("/problems", "/problems/stale"):
        answer = await client.get(path)
        for target in re.findall(r'(?:href|src)="([^"]+)"', answer.text):
            assert (await client.get(target)).status_code == 200, target
        [style] = re.findall(r"<style>(.*?)</style>", answer.text)
        hashed = b64encode(sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{hashed}'" in answer.headers["content-security-policy"]
