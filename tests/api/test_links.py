"""Links that are read without a key: they give one feed or one plot, end, and are revoked by whoever made them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import httpx
import pytest

from tests.access.conftest import MakeKey, bearer, client, make_key, settings
from tests.console.test_disputes import disputes, tell

__all__ = ["client", "make_key", "settings"]

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "=cmd|' /C calc'!A0 <b>&\x07"


async def two_disputes(client: httpx.AsyncClient, key: str) -> list[dict[str, Any]]:
    client.headers.update(bearer(key))
    await tell(client, "alpha wire", "84,720")
    await tell(client, HOSTILE.replace("\x07", ""), "20,000")
    await tell(client, "alpha wire", "10", place="France", metric="strikes")
    await tell(client, "beta news", "11", place="France", metric="strikes")
    found = await disputes(client, 2)
    del client.headers["Authorization"]
    return found


async def make(client: httpx.AsyncClient, key: str, **draft: Any) -> dict[str, Any]:
    answer = await client.post("/v1/links", json={"name": "reader"} | draft, headers=bearer(key))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def addresses(made: dict[str, Any]) -> dict[str, str]:
    found = {one["form"]: urlsplit(one["address"]) for one in made["addresses"]}
    return {form: f"{one.path}?{one.query}" for form, one in found.items()}


async def test_a_link_gives_its_disputes_in_three_forms_and_nothing_else(
    client: httpx.AsyncClient, make_key: MakeKey
) -> None:
    key = await make_key("read", "write")
    grave, slight = await two_disputes(client, key)
    made = await make(client, key, filters={"severity": "extreme", "status": ["open"]})
    link = addresses(made)
    feed = fromstring((await client.get(link["atom"])).content)  # noqa: S314 - our own
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{grave['id']}"
    shown = entry.find(f"{ATOM}link")
    assert shown is not None
    assert shown.get("href", "").endswith(f"/console/disputes/{grave['id']}")
    [item] = (await client.get(link["json"])).json()["items"]
    assert (item["id"], item["title"]) == (f"urn:uuid:{grave['id']}", grave["sentence"])
    head, row = csv.reader(io.StringIO((await client.get(link["csv"])).text))
    assert dict(zip(head, row, strict=True))["severity"] == "extreme"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert slight["id"] not in (await client.get(link["atom"])).text
    token = link["atom"].partition("link=")[2]
    for other in ("/v1/disputes", f"/v1/disputes/{grave['id']}", "/v1/claims", f"/v1/disputes.atom?link={token}"):
        assert (await client.get(other, headers=bearer(token))).status_code == 401
        assert (await client.get(other)).status_code == 401
    assert (await client.get(f"/v1/feeds/plot.svg?link={token}")).status_code == 404
    assert (await client.post(link["atom"])).status_code == 405
    assert token not in str((await client.get("/v1/links", headers=bearer(key))).json())


async def test_a_plot_may_be_shown_by_any_page(client: httpx.AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read", "write")
    dispute, other = await two_disputes(client, key)
    link = addresses(await make(client, key, dispute_id=dispute["id"]))
    drawn = await client.get(link["svg"], headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://cms.example"})
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "84,720" in drawn.text
    assert (await client.get(link["svg"].replace("plot.svg", "disputes.json"))).status_code == 404
    assert (await client.get(f"{link['svg']}&dispute_id={other['id']}")).status_code in {200, 422}


async def test_it_ends_when_it_is_revoked_when_it_expires_and_with_its_key(
    client: httpx.AsyncClient, make_key: MakeKey
) -> None:
    admin, key, short = [
        await make_key("admin"),
        await make_key("write", "read"),
        await make_key("write", name="short"),
    ]
    made, kept, keyed = [await make(client, one) for one in (key, key, short)]
    gone = f"/v1/links/{made['link']['id']}"
    assert (await client.delete(gone, headers=bearer(short))).status_code == 404
    revoked = await client.delete(gone, headers=bearer(key))
    assert (revoked.status_code, revoked.json()["revoked_by"]) == (200, "desk key")
    again = await client.delete(gone, headers=bearer(admin))
    assert again.json()["revoked_by"] == "desk key"
    refused = await client.get(addresses(made)["atom"])
    assert (refused.status_code, "revoked" in refused.json()["detail"]) == (410, True)
    assert (await client.get(addresses(kept)["atom"])).status_code == 200
    [its] = [
        one for one in (await client.get("/v1/keys", headers=bearer(admin))).json()["items"] if one["name"] == "short"
    ]
    await client.delete(f"/v1/keys/{its['id']}", headers=bearer(admin))
    ended = await client.get(addresses(keyed)["atom"])
    assert (ended.status_code, "key" in ended.json()["detail"]) == (401, True)
    seen = {one["id"] for one in (await client.get("/v1/links", headers=bearer(key))).json()["items"]}
    assert seen == {made["link"]["id"], kept["link"]["id"]}
    assert len((await client.get("/v1/links", headers=bearer(admin))).json()["items"]) == 3
    acts = [one["act"] for one in (await client.get("/v1/audit", headers=bearer(admin))).json()["items"]]
    assert (acts.count("create_link"), acts.count("revoke_link")) == (3, 2)


async def test_one_that_has_expired_says_so(
    client: httpx.AsyncClient, make_key: MakeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await make_key("write")
    soon = datetime.now(UTC) + timedelta(seconds=1)
    made = await make(client, key, expires_at=soon.isoformat().replace("+00:00", "Z"))
    link = addresses(made)["json"]
    while (answer := await client.get(link)).status_code == 200:
        pass
    assert (answer.status_code, "ended" in answer.json()["detail"]) == (410, True)


async def test_what_is_no_link_is_refused(client: httpx.AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("write", "read")
    token = addresses(await make(client, key))["atom"].partition("link=")[2]
    for wrong in (token[:-1], token[:-1] + ("0" if token[-1] != "0" else "1"), key, "", "cdl_", "\u00fc" * 53):
        answer = await client.get("/v1/feeds/disputes.atom", params={"link": wrong})
        assert (answer.status_code, "link" in answer.json()["detail"]) == (401, True), wrong
    assert (await client.get("/v1/feeds/disputes.atom")).status_code in {400, 422}
    for draft in (
        {"name": ""},
        {"name": "a\nb"},
        {"filters": {"severity": "odd"}},
        {"filters": {"cursor": "x"}},
        {"dispute_id": "0190cbb4-0000-7000-8000-000000000000"},
        {"dispute_id": "0190cbb4-0000-7000-8000-000000000000", "filters": {}},
        {"expires_at": "2020-01-01"},
        {"expires_at": "soon"},
    ):
        answer = await client.post("/v1/links", json={"name": "x"} | draft, headers=bearer(key))
        assert answer.status_code in {404, 422}, draft
    reader = bearer(await make_key("read"))
    assert (await client.post("/v1/links", json={"name": "x"}, headers=reader)).status_code == 403


async def test_searches_are_ones_own(client: httpx.AsyncClient, make_key: MakeKey) -> None:
    mine, yours = [bearer(await make_key("read", name=name)) for name in ("mine", "yours")]
    draft = {"name": "grave", "query": "severity=major"}
    first = await client.post("/v1/searches", json=draft, headers=mine)
    assert first.status_code == 201, first.text
    again = await client.post("/v1/searches", json=draft | {"query": "severity=extreme"}, headers=mine)
    assert again.json()["id"] == first.json()["id"]
    [kept] = (await client.get("/v1/searches", headers=mine)).json()["items"]
    assert kept["query"] == "severity=extreme"
    assert (await client.get("/v1/searches", headers=yours)).json()["items"] == []
    path = f"/v1/searches/{kept['id']}"
    assert (await client.delete(path, headers=yours)).status_code == 404
    assert (await client.delete(path, headers=mine)).status_code == 204
    assert (await client.delete(path, headers=mine)).status_code == 404
    for number in range(100):
        await client.post("/v1/searches", json={"name": str(number), "query": ""}, headers=mine)
    assert (await client.post("/v1/searches", json=draft, headers=mine)).status_code == 422
    assert (await client.post("/v1/searches", json=draft | {"name": "7"}, headers=mine)).status_code == 201
