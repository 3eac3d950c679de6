"""`fields=summary`: lists and single items in a few plain fields."""

import httpx
import jsonschema
import pytest

from tests.api.test_counts import store
from tests.api.test_filters import DOCUMENT

LISTS = {"claims": "ClaimSummary", "conflicts": "ConflictSummary", "disputes": "DisputeSummary"}
UNKNOWN = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("name", LISTS)
async def test_lists_and_single_items_answer_the_small_shape_of_the_document(
    client: httpx.AsyncClient, name: str
) -> None:
    await store(client)
    page = (await client.get(f"/v1/{name}", params={"fields": "summary", "limit": "1"})).json()
    jsonschema.validate(page, {"$ref": f"#/components/schemas/{LISTS[name]}Page"} | DOCUMENT)
    assert page == (await client.get(f"/v1/{name}/summaries", params={"limit": "1"})).json()
    whole = await client.get(f"/v1/{name}", params={"limit": "1"})
    assert whole.json() == (await client.get(f"/v1/{name}", params={"limit": "1", "fields": "full"})).json()
    assert page["next"] == whole.json()["next"]
    (one,) = page["items"]
    alone = await client.get(f"/v1/{name}/{one['id']}", params={"fields": "summary"})
    assert alone.json() == one
    assert alone.json() == (await client.get(f"/v1/{name}/{one['id']}/summary")).json()
    assert len(alone.content) * 2 < len((await client.get(f"/v1/{name}/{one['id']}")).content)
    assert (await client.get(f"/v1/{name}/{UNKNOWN}", params={"fields": "summary"})).status_code == 404


async def test_a_conflict_in_a_line(client: httpx.AsyncClient) -> None:
    await store(client)
    items = (await client.get("/v1/conflicts", params={"q": "losses", "fields": "summary"})).json()["items"]
    assert [(one["sources"], one["figures"], one["severity"]) for one in items] == [
        (["alpha wire", "beta news"], ["84,720", "62,310"], "major")
    ]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/claims?fields=id", 422),
        ("/v1/claims?fields=summary&fields=id", 422),
        ("/v1/claims?fields=summary&sort=newest", 422),
        ("/v1/sources?fields=summary", 422),
        ("/v1/claims/summaries?fields=summary", 422),
        ("/v1/claims/uncompared?fields=summary", 422),
        ("/v1/claims?fields=summary&q=losses", 200),
    ],
)
async def test_other_fields_and_other_places_are_refused(client: httpx.AsyncClient, address: str, status: int) -> None:
    assert (await client.get(address)).status_code == status
