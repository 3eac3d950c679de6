"""The Reconciliation Service API 0.2 over HTTP, as OpenRefine uses it."""

import json
from typing import Any

import httpx
import jsonschema
import pytest
from httpx import AsyncClient as Client

from service.app import create_app
from service.settings import read_settings
from tests.api.reconciliation_schemas import MANIFEST, RESULTS, SUGGESTIONS
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

METRICS, SOURCES = "/v1/reconcile/metrics", "/v1/reconcile/sources"
STORED = (
    ("alpha wire", "personnel losses"),
    ("The Guardian", "civilians killed"),
    ("Ministry of Health", "civilians injured"),
    ("Agence France-Presse", "consumer price inflation"),
    ("Reuters", "core consumer price inflation"),
)


@pytest.fixture
async def filled(client: Client) -> Client:
    for source, metric in STORED:
        answer = await client.post("/v1/claims", json=draft(source=source, metric=metric, subject=None))
        assert answer.status_code == 201, answer.text
    return client


async def ask(client: Client, path: str, *names: str, **more: Any) -> list[list[dict[str, Any]]]:
    queries = {f"q{place}": {"query": name, **more} for place, name in enumerate(names)}
    answer = await client.post(path, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    results = answer.json()
    jsonschema.validate(results, RESULTS)
    assert list(results) == list(queries)
    return [one["result"] for one in results.values()]


async def metric_id(client: Client, name: str) -> str:
    items = (await client.get("/v1/metrics", params={"text": name})).json()["items"]
    return next(str(one["id"]) for one in items if one["name"] == name)


@pytest.mark.parametrize("path", [METRICS, SOURCES])
async def test_the_manifest_says_what_is_offered(client: Client, path: str) -> None:
    manifest = (await client.get(path)).json()
    jsonschema.validate(manifest, MANIFEST)
    assert manifest["view"]["url"].startswith(str(client.base_url))
    suggest = manifest["suggest"]["entity"]
    assert suggest["service_url"] + suggest["service_path"] == str(client.base_url.join(f"{path}/suggest"))


async def test_behind_a_proxy_the_manifest_names_the_address_that_people_know(dsn: str) -> None:
    """OpenRefine asks where the manifest says: the address behind a proxy is one that nobody else reaches."""
    known = "https://claims.example/desk"
    settings = read_settings({"CLAIMDIFF_PUBLIC_URL": known})
    async with serving(create_app(settings, dsn)) as address, httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client:
        manifest = (await client.get(address + METRICS)).json()
    assert manifest["view"]["url"].startswith(known + "/")
    assert manifest["suggest"]["entity"]["service_url"] == known
    assert manifest["documentation"] == known + "/docs"


async def test_names_are_matched_for_keys_only_where_keys_are_needed(dsn: str) -> None:
    app = create_app(read_settings({"DATABASE_URL": dsn}), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        answer = await client.post(METRICS, data={"queries": "{}"})
        assert answer.status_code == 401


async def test_a_wording_finds_its_metric_for_certain(filled: Client) -> None:
    ((first, *_),) = await ask(filled, METRICS, "Losses of personnel")
    assert first["id"] == await metric_id(filled, "personnel losses")
    assert (first["name"], first["score"], first["match"]) == ("personnel losses", 100.0, True)
    assert first["type"] == [{"id": "StatisticalVariable", "name": "Metric"}]
    assert {"id": "same_metric", "value": True} in first["features"]


async def test_a_qualifier_keeps_look_alikes_out(filled: Client) -> None:
    (killed,) = await ask(filled, METRICS, "killed civilians")
    assert [one["name"] for one in killed] == ["civilians killed"]


async def test_other_wordings_are_offered_and_not_certain(filled: Client) -> None:
    ((first, *_),) = await ask(filled, METRICS, "losses of personnel and equipment")
    assert first["name"] == "personnel losses"
    assert not first["match"]
    assert 0 < first["score"] < 100


async def test_a_name_that_a_desk_gave_is_certain(filled: Client) -> None:
    identifier = await metric_id(filled, "consumer price inflation")
    edit = {"name": "CPI, annual", "definition": "All items."}
    assert (await filled.patch(f"/v1/metrics/{identifier}", json=edit)).status_code == 200
    ((found, *_),) = await ask(filled, METRICS, "cpi, ANNUAL")
    assert (found["id"], found["match"], found["description"]) == (identifier, True, "All items.")


async def test_an_id_is_its_own_match(filled: Client) -> None:
    identifier = await metric_id(filled, "personnel losses")
    ((found,),) = await ask(filled, METRICS, identifier)
    assert (found["id"], found["match"]) == (identifier, True)


async def test_a_source_is_found_whatever_its_case_and_order(filled: Client) -> None:
    exact, turned, slip, none = await ask(filled, SOURCES, "reuters", "Guardian, The", "Agence Frence Presse", "Xinhua")
    assert (exact[0]["name"], exact[0]["score"], exact[0]["match"]) == ("Reuters", 100.0, True)
    assert (turned[0]["name"], turned[0]["match"]) == ("The Guardian", False)
    assert (slip[0]["name"], slip[0]["match"]) == ("Agence France-Presse", False)
    assert slip[0]["score"] < 100
    assert none == []


async def test_nothing_that_is_asked_is_added(filled: Client) -> None:
    before = (await filled.get("/v1/metrics", params={"unused": "true"})).json()
    assert await ask(filled, METRICS, "unheard-of megaflops", "  ", "x" * 5000) == [[], [], []]
    assert (await filled.get("/v1/metrics", params={"unused": "true"})).json() == before


async def test_what_was_only_checked_is_no_candidate(filled: Client) -> None:
    await filled.post("/v1/claims/check", json=draft(metric="unheard-of megaflops"))
    assert await ask(filled, METRICS, "unheard-of megaflops") == [[]]


async def test_limits_and_types_are_kept(filled: Client) -> None:
    (one,) = await ask(filled, METRICS, "consumer price inflation", limit=1)
    assert len(one) == 1
    assert await ask(filled, METRICS, "personnel losses", type="Organization") == [[]]
    ((found,),) = await ask(filled, SOURCES, "reuters", type=["Organization"], type_strict="any", limit=1.0)
    assert found["name"] == "Reuters"


async def test_queries_come_by_address_too(filled: Client) -> None:
    queries = json.dumps({"a": {"query": "reuters", "properties": [{"pid": "country", "v": {"id": "GB"}}]}})
    results = (await filled.get(SOURCES, params={"queries": queries})).json()
    jsonschema.validate(results, RESULTS)
    assert results["a"]["result"][0]["match"]


async def test_a_name_is_completed(filled: Client) -> None:
    found = (await filled.get(f"{METRICS}/suggest", params={"prefix": "CONSUMER price"})).json()
    jsonschema.validate(found, SUGGESTIONS)
    assert [one["name"] for one in found["result"]] == ["consumer price inflation", "core consumer price inflation"]
    rest = (await filled.get(f"{METRICS}/suggest", params={"prefix": "consumer price", "cursor": 1})).json()
    assert [one["name"] for one in rest["result"]] == ["core consumer price inflation"]
    sources = (await filled.get(f"{SOURCES}/suggest", params={"prefix": "the g"})).json()
    assert [one["id"] for one in sources["result"]] == ["the guardian"]


async def test_an_id_is_completed_to_itself(filled: Client) -> None:
    identifier = await metric_id(filled, "personnel losses")
    found = (await filled.get(f"{METRICS}/suggest", params={"prefix": identifier})).json()
    assert [one["id"] for one in found["result"]] == [identifier]


async def test_previews_are_html_without_script(client: Client) -> None:
    await client.post("/v1/claims", json=draft(source="<script>alert(1)</script>"))
    identifier = "<script>alert(1)</script>"
    flyout = (await client.get(f"{SOURCES}/flyout", params={"id": identifier})).json()
    assert flyout["id"] == identifier
    page = await client.get(f"{SOURCES}/preview", params={"id": identifier})
    assert page.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    for html in (flyout["html"], page.text):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


async def test_an_unknown_id_is_not_found(client: Client) -> None:
    for service in (METRICS, SOURCES):
        for endpoint in ("flyout", "preview"):
            wanted = {"id": "01934567-0000-7000-8000-000000000000"}
            answer = await client.get(f"{service}/{endpoint}", params=wanted)
            assert answer.status_code == 404
            assert answer.headers["content-type"] == "application/problem+json"


async def test_there_are_two_services(client: Client) -> None:
    answer = await client.get("/v1/reconcile/places")
    assert answer.status_code == 422
    assert "entities" in answer.json()["detail"]


WRONG_QUERIES = (
    ("", "queries"),
    ("[]", "object"),
    ("{", "not JSON"),
    ('{"q": {}}', "no `query`"),
    ('{"q": {"query": 7}}', "str"),
    ('{"q": {"query": "a", "limit": "many"}}', "float"),
    ('{"q": {"query": "a", "what": 1}}', "what"),
    ('{"q": {"query": "a", "type_strict": "some"}}', "some"),
    ('{"q": {"query": "a\\u0000"}}', "NUL"),
    ('{"q": {"query": "a"}, "q": {"query": "b"}}', "twice"),
    (json.dumps({f"q{number}": {"query": "a"} for number in range(101)}), "at most 100"),
)


async def test_a_wrong_query_is_refused_with_advice(client: Client) -> None:
    for queries, advice in WRONG_QUERIES:
        answer = await client.post(METRICS, data={"queries": queries})
        assert 400 <= answer.status_code < 500, queries
        assert answer.headers["content-type"] == "application/problem+json"
        assert advice in answer.json()["detail"]


WRONG_FORMS = (
    (b"{}", "application/json", "form"),
    (b"extend=%7B%7D", "application/x-www-form-urlencoded", "Data extension"),
    (b"queries=%ff", "application/x-www-form-urlencoded", "UTF-8"),
    (b"&".join([b"a=1"] * 20), "application/x-www-form-urlencoded", "one field"),
)


async def test_a_wrong_form_is_refused_with_advice(client: Client) -> None:
    for body, kind, advice in WRONG_FORMS:
        answer = await client.post(METRICS, content=body, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, body
        assert advice in answer.json()["detail"]
