"""Sessions of browsers: what a cookie is worth, and what it is not worth to somebody else's page."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from httpx import AsyncClient
from litestar.testing import AsyncTestClient

from service.api.access.keyring import LOOKS_BEYOND, WRONG_KEYS_IN_A_MINUTE
from service.api.access.sessions import LASTS, REMEMBERED
from service.api.access.tokens import SESSION_START, new_token
from service.app import create_app
from service.settings import Settings
from service.storage.pool import Database
from tests.access.conftest import MakeKey, bearer
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS

SESSION = "/console/session"
GUESSES = WRONG_KEYS_IN_A_MINUTE + LOOKS_BEYOND + 5


async def sign_in(client: AsyncClient, key: str, name: str = "Ada Löwe", **headers: str) -> httpx.Response:
    return await client.post(SESSION, json={"key": key, "name": name}, headers=headers)


async def conflict(client: AsyncClient, key: str) -> str:
    for fields in ({}, {"source": "beta news", "quantity": "62,310"}):
        answer = await client.post("/v1/claims", json=draft(**fields), headers=bearer(key))
    return f"/v1/conflicts/{answer.json()['conflicts'][0]['id']}"


async def dismiss(client: AsyncClient, path: str, **headers: str) -> httpx.Response:
    return await client.patch(path, json={"status": "dismissed"}, headers={"If-Match": "*", **headers})


async def test_a_name_stands_beside_what_it_decides(client: AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read", "write", "admin", name="desk")
    path = await conflict(client, key)
    signed = await sign_in(client, key)
    assert signed.status_code == 201
    [cookie] = signed.headers.get_list("set-cookie")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert key not in signed.text + cookie
    assert (await client.get("/v1/claims")).status_code == 200
    done = await dismiss(client, path, **{"X-CSRF-Token": signed.json()["csrf"]})
    assert done.json()["history"][-1]["actor"] == "Ada Löwe (desk)"
    acts = (await client.get("/v1/audit", params={"actor": "desk"})).json()["items"]
    assert [(one["actor"], one["act"]) for one in acts if one["act"] != "create_claim"] == [
        ("Ada Löwe (desk)", "update_conflict"),
        ("Ada Löwe (desk)", "sign_in"),
    ]
    assert (await client.get(SESSION)).json()["name"] == "Ada Löwe"


@pytest.mark.parametrize("shown", [{}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "0" * 64}])
async def test_a_cookie_alone_does_nothing(client: AsyncClient, make_key: MakeKey, shown: dict[str, str]) -> None:
    key = await make_key("read", "write", "admin")
    path = await conflict(client, key)
    await sign_in(client, key)
    assert (await dismiss(client, path, **shown)).status_code == 403
    assert (await client.post("/v1/claims/check", json=draft(), headers=shown)).status_code == 403
    assert (await client.get(path)).json()["conflict"]["status"] == "open"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
async def test_a_page_of_another_origin_gets_nothing_by_it(
    client: AsyncClient, make_key: MakeKey, headers: dict[str, str]
) -> None:
    key = await make_key("read", "write", "admin")
    path = await conflict(client, key)
    csrf = (await sign_in(client, key)).json()["csrf"]
    assert (await client.get("/v1/claims", headers=headers)).status_code == 401
    assert (await dismiss(client, path, **{"X-CSRF-Token": csrf, **headers})).status_code == 401
    assert (await client.get(SESSION, headers=headers)).json()["csrf"] is None
    assert (await client.delete(SESSION, headers={"X-CSRF-Token": csrf, **headers})).status_code == 401
    client.cookies.clear()
    assert (await sign_in(client, key, **headers)).status_code == 401


async def test_a_session_has_the_scopes_of_its_key_and_ends_with_it(client: AsyncClient, make_key: MakeKey) -> None:
    admin, reader = await make_key("admin", name="admin"), await make_key("read", name="reader")
    path = await conflict(client, admin)
    signed = await sign_in(client, reader)
    assert (await dismiss(client, path, **{"X-CSRF-Token": signed.json()["csrf"]})).status_code == 403
    assert (await client.get("/v1/audit")).status_code == 403
    keys = (await client.get("/v1/keys", headers=bearer(admin))).json()["items"]
    [key_id] = [one["id"] for one in keys if one["name"] == "reader"]
    assert (await client.delete(f"/v1/keys/{key_id}", headers=bearer(admin))).status_code < 300
    await _forgotten()
    assert (await client.get("/v1/claims")).status_code == 401


async def test_signing_out_and_in_anew_end_the_session(client: AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read")
    first = await sign_in(client, key)
    stolen = f"claimdiff_session={client.cookies['claimdiff_session']}"
    second = await sign_in(client, key)
    assert first.json()["csrf"] != second.json()["csrf"]
    await _forgotten()
    assert await _status_with(client, stolen) == 401
    assert (await client.delete(SESSION)).status_code == 403
    kept = f"claimdiff_session={client.cookies['claimdiff_session']}"
    assert (await client.delete(SESSION, headers={"X-CSRF-Token": second.json()["csrf"]})).status_code == 200
    assert not client.cookies
    assert await _status_with(client, kept) == 401


async def test_a_session_lasts_so_long_and_no_longer(
    client: AsyncClient, make_key: MakeKey, database: Database
) -> None:
    key = await make_key("read")
    await sign_in(client, key)
    async with database.connection() as connection:
        ends = await connection.fetchval("select expires_at - created_at from sessions")
        await connection.execute("update sessions set expires_at = now() - interval '1 second'")
    assert ends == LASTS == timedelta(hours=12)
    await _forgotten()
    assert (await client.get("/v1/claims")).status_code == 401
    await sign_in(client, key)
    async with database.connection() as connection:
        assert await connection.fetchval("select count(*) from sessions") == 1


@pytest.mark.parametrize("name", ["", " ", "Ada (admin)", "x" * 61, "\u202eadA", "Ada\n", "<b>", "claimdiff; drop"])
async def test_a_name_that_could_be_taken_for_another_is_refused(
    client: AsyncClient, make_key: MakeKey, name: str
) -> None:
    answer = await sign_in(client, await make_key("read"), name)
    if name == "Ada\n":
        assert answer.json()["name"] == "Ada"
    else:
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")


@pytest.mark.parametrize(
    "body", [{"key": 5, "name": "Ada"}, {"key": "cdk_x"}, {"key": "cdk_x", "name": "A", "more": 1}]
)
async def test_what_is_no_sign_in_is_refused(client: AsyncClient, body: dict[str, Any]) -> None:
    assert (await client.post(SESSION, json=body)).status_code in (400, 422)


async def test_who_guesses_is_soon_not_looked_at(client: AsyncClient) -> None:
    wrong = [(await sign_in(client, "cdk_wrong")).status_code for _ in range(70)]
    assert set(wrong) == {401, 429}
    for cookie in ("", "x", "cds_" + "0" * 49, '"\\', "cdk_" + "0" * 49):
        answer = await client.get("/v1/claims", headers={"Cookie": f"claimdiff_session={cookie}"})
        assert answer.status_code in (401, 429)


async def test_who_guesses_cookies_shuts_out_nobody_who_has_signed_in(client: AsyncClient, make_key: MakeKey) -> None:
    await sign_in(client, await make_key("read"))
    assert (await client.get("/v1/claims")).status_code == 200
    guesses = [await _status_with(client, f"claimdiff_session={new_token(SESSION_START)}") for _ in range(GUESSES)]
    assert (guesses[0], guesses[-1]) == (401, 429)
    await _forgotten()
    assert (await client.get("/v1/claims")).status_code == 200


@pytest.mark.parametrize("beside", ['seen={"a": 1}', "a b=c", "x=é ü", ";;=;", 'open="'])
async def test_cookies_of_others_on_the_same_host_hide_none(
    client: AsyncClient, make_key: MakeKey, beside: str
) -> None:
    await sign_in(client, await make_key("read"))
    ours = f"claimdiff_session={client.cookies['claimdiff_session']}"
    for sent in (f"{beside}; {ours}", f"{ours}; {beside}"):
        answer = await client.get("/v1/claims", headers={b"Cookie": sent.encode()})
        assert answer.status_code == 200, sent


async def test_behind_tls_the_cookie_is_bound_to_this_host(
    settings: Settings, dsn: str, make_key: MakeKey, database: Database
) -> None:
    app = create_app(settings, dsn)
    async with AsyncTestClient(app, base_url="https://claims.example") as client:
        body = {"key": await make_key("read"), "name": "Ada"}
        [cookie] = (await client.post(SESSION, json=body)).headers.get_list("set-cookie")
    name, _, token = cookie.partition(";")[0].partition("=")
    assert name == "__Host-claimdiff_session"
    assert token.startswith(SESSION_START)
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "domain" not in cookie.lower()


async def test_a_key_that_is_shown_outranks_a_cookie(client: AsyncClient, make_key: MakeKey) -> None:
    path = await conflict(client, key := await make_key("admin", name="tool"))
    await sign_in(client, await make_key("read", name="reader"))
    assert (await dismiss(client, path, **bearer(key))).json()["history"][-1]["actor"] == "tool"


async def _forgotten() -> None:
    """What a process remembers of sessions is looked up anew."""
    await asyncio.sleep(REMEMBERED.total_seconds() + 0.2)


async def _status_with(client: AsyncClient, cookie: str) -> int:
    async with AsyncClient(base_url=client.base_url, headers={"Cookie": cookie}, timeout=PATIENCE_SECONDS) as other:
        return (await other.get("/v1/claims")).status_code
