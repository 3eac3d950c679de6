"""Who is let in: keys, scopes, expiry, revocation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from service.api.access import Scope, scope_needed
from service.api.access.keyring import LOOKS_BEYOND, REMEMBERED, WRONG_KEYS_IN_A_MINUTE, KeyRing, said_by_others
from service.api.access.tokens import new_token
from service.app import create_app
from service.errors import TooMany, Unauthenticated
from service.settings import Settings, read_settings
from service.storage.pool import Database
from tests.access.conftest import MakeKey, bearer
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS, until
from tests.servers import serving

NOON = datetime(2026, 11, 20, 12, 0, 15, tzinfo=UTC)


async def test_without_a_key_nothing_is_told_and_the_answer_says_how_to_get_one(client: AsyncClient) -> None:
    answer = await client.get("/v1/claims")
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["www-authenticate"] == 'Bearer realm="claimdiff"'
    assert answer.json()["type"] == "/problems/unauthenticated"
    assert "claimdiff keys create" in answer.json()["detail"]


async def test_health_and_the_api_document_need_no_key(client: AsyncClient) -> None:
    for path in ("/health/live", "/health/ready", "/openapi.json"):
        assert (await client.get(path)).status_code == 200, path


@pytest.mark.parametrize(
    "shown", ["bearer cdk_short", "Bearer cdk_short", f"Bearer {'x' * 5000}", "Basic dTpw", "cdk_x", "Bearer"]
)
async def test_what_is_no_key_is_refused_without_a_look(client: AsyncClient, shown: str) -> None:
    answer = await client.get("/v1/claims", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_a_well_formed_key_that_nobody_made_is_refused(client: AsyncClient) -> None:
    answer = await client.get("/v1/claims", headers=bearer(new_token()))
    assert answer.status_code == 401
    assert "not known" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [("read", (200, 403, 200, 403)), ("write", (403, 201, 403, 403)), ("admin", (200, 201, 200, 200))],
)
async def test_a_key_may_do_what_its_scopes_say(
    client: AsyncClient, make_key: MakeKey, scope: str, allowed: tuple[int, ...]
) -> None:
    headers = bearer(await make_key(scope))
    answers = [
        await client.get("/v1/claims", headers=headers),
        await client.post("/v1/claims", json=draft(), headers=headers),
        await client.post("/v1/claims/check", json=draft(), headers=headers),
        await client.get("/v1/keys", headers=headers),
    ]
    assert tuple(answer.status_code for answer in answers) == allowed
    for answer in answers:
        if answer.status_code == 403:
            assert 'error="insufficient_scope", scope="' in answer.headers["www-authenticate"]
            assert "This needs a key with the scope" in answer.json()["detail"]


async def test_a_key_is_made_over_http_shown_once_and_revoked(client: AsyncClient, make_key: MakeKey) -> None:
    admin = bearer(await make_key("admin", name="operator"))
    made = (await client.post("/v1/keys", json={"name": "sports", "scopes": ["read"]}, headers=admin)).json()
    assert made["secret"].startswith(made["key"]["prefix"])
    assert made["key"]["created_by"] == "operator"
    assert (await client.get("/v1/claims", headers=bearer(made["secret"]))).status_code == 200
    listed = await client.get("/v1/keys", headers=admin)
    assert made["secret"] not in listed.text
    assert [key["name"] for key in listed.json()["items"]] == ["operator", "sports"]
    address = f"/v1/keys/{made['key']['id']}"
    assert [(await client.delete(address, headers=admin)).status_code for _ in range(2)] == [204, 204]
    refused = await client.get("/v1/claims", headers=bearer(made["secret"]))
    assert (refused.status_code, "was revoked" in refused.json()["detail"]) == (401, True)
    assert (await client.get(address, headers=admin)).json()["revoked_by"] == "operator"


async def test_nothing_of_a_key_but_its_prefix_and_hash_is_stored(make_key: MakeKey, database: Database) -> None:
    secret = await make_key("read")
    async with database.connection() as connection:
        row = await connection.fetchval("select api_keys::text from api_keys")
    assert secret[:12] in row
    assert secret[12:] not in row


async def test_an_expired_key_is_refused(client: AsyncClient, make_key: MakeKey) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=3)
    headers = bearer(await make_key("read", expires_at=soon.isoformat()))
    assert (await client.get("/v1/claims", headers=headers)).status_code == 200
    answer = await until(lambda: client.get("/v1/claims", headers=headers), lambda told: told.status_code != 200)
    assert datetime.now(UTC) >= soon
    assert (answer.status_code, "expired" in answer.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["root"]}, "/scopes/0"),
        ({"name": ""}, "/name"),
        ({"name": "two\nlines"}, "/name"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-14:00"}, "/expires_at"),
        ({"requests_per_minute": -1}, "/requests_per_minute"),
    ],
)
async def test_a_key_that_makes_no_sense_is_not_made(
    client: AsyncClient, make_key: MakeKey, fields: dict[str, Any], pointer: str
) -> None:
    given = {"name": "x", "scopes": ["read"]} | fields
    answer = await client.post("/v1/keys", json=given, headers=bearer(await make_key("admin")))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_when_a_key_was_last_used_is_kept(client: AsyncClient, make_key: MakeKey) -> None:
    admin = bearer(await make_key("admin"))
    await until(
        lambda: client.get("/v1/keys", headers=admin),
        lambda told: [one["last_used_at"] for one in told.json()["items"]],
    )


async def test_a_key_that_another_process_revoked_is_soon_refused(
    client: AsyncClient, make_key: MakeKey, database: Database
) -> None:
    headers = bearer(await make_key("read"))
    assert (await client.get("/v1/claims", headers=headers)).status_code == 200
    async with database.connection() as connection:
        await connection.execute("update api_keys set revoked_at = now()")
    await asyncio.sleep(REMEMBERED.total_seconds())
    assert (await client.get("/v1/claims", headers=headers)).status_code == 401


async def test_who_tries_keys_is_soon_not_looked_at(client: AsyncClient, make_key: MakeKey) -> None:
    good = bearer(await make_key("read"))
    codes = [
        (await client.get("/v1/claims", headers=bearer("cdk_x"))).status_code
        for _ in range(2 * WRONG_KEYS_IN_A_MINUTE + 2)
    ]
    assert set(codes) == {401, 429}
    assert (await client.get("/v1/claims", headers=good)).status_code == 200


def test_all_data_is_behind_the_gate(settings: Settings) -> None:
    """What needs no key is listed here by hand: whoever adds an address outside of /v1 has to think of it."""
    app: Litestar = create_app(settings, "")
    free = {route.path for route in app.routes if scope_needed("GET", route.path) is None}
    assert {path for path in free if not path.startswith(("/docs", "/openapi"))} == {
        "/",
        "/console",
        "/console/claims/new",
        "/console/conflicts/{identifier:uuid}",
        "/console/conflicts",
        "/console/disputes",
        "/console/draft",
        # Pages ask the API for all that they show, and do what they do by it, as whoever opens them.
        "/console/disputes/{dispute_id:uuid}",
        "/console/disputes/{dispute_id:uuid}/acts",
        "/console/language",
        "/console/links",
        "/console/links/{link_id:uuid}/revoke",
        "/console/messages",
        "/console/messages/{webhook_id:uuid}/remove",
        "/console/messages/{webhook_id:uuid}/test",
        "/console/searches",
        "/console/searches/{search_id:uuid}/remove",
        "/console/table",
        "/console/table/{load_id:uuid}/take-back",
        # The secret in the address is asked for instead of a key (tests/api/test_links.py).
        "/v1/feeds/disputes.atom",
        "/v1/feeds/disputes.csv",
        "/v1/feeds/disputes.json",
        "/v1/feeds/plot.svg",
        "/console/metrics",
        "/console/series",
        "/console/session",
        "/console/sign-in",
        "/console/sign-out",
        "/console/files/{version:str}/{name:str}",
        "/problems",
        "/problems/{name:str}",
        "/health/live",
        "/health/ready",
    }


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/webhooks", Scope.ADMIN),
        ("GET", "/v1/webhooks/{webhook_id:uuid}/deliveries", Scope.ADMIN),
        ("GET", "/v1/audit", Scope.ADMIN),
        ("GET", "/v1/conflicts.atom", Scope.READ),
        ("GET", "/metrics", Scope.READ),
        ("PATCH", "/v1/conflicts/{conflict_id:uuid}", Scope.WRITE),
        ("POST", "/v1/claims/check", Scope.READ),
        ("POST", "/v1/claims/checks", Scope.WRITE),
        ("POST", "/v1/articles/check", Scope.READ),
        ("POST", "/v1/articles/checks", Scope.WRITE),
        ("GET", "/v10", None),
        ("GET", "/health/live", None),
    ],
)
def test_the_table_of_scopes(method: str, path: str, scope: Scope | None) -> None:
    assert scope_needed(method, path) is scope


LOOPBACK = {b"host": b"127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("headers", "local"),
    [
        (LOOPBACK, True),
        ({b"host": b"localhost:8000"}, True),
        ({b"host": b"[::1]:8000"}, True),
        ({b"host": b"desk.example"}, False),
        ({b"host": b"127.0.0.1.evil.example"}, False),
        ({b"host": b"[::1"}, False),
        ({}, False),
        (LOOPBACK | {b"origin": b"http://127.0.0.1:8000"}, True),
        (LOOPBACK | {b"origin": b"http://localhost:8000"}, False),
        (LOOPBACK | {b"origin": b"http://localhost:666"}, False),
        (LOOPBACK | {b"origin": b"http://127.0.0.1:666"}, False),
        (LOOPBACK | {b"sec-fetch-site": b"cross-site"}, False),
        (LOOPBACK | {b"sec-fetch-site": b"same-site"}, False),
        (LOOPBACK | {b"sec-fetch-site": b"same-origin"}, True),
        (LOOPBACK | {b"sec-fetch-site": b"none"}, True),
        (LOOPBACK | {b"origin": b"https://desk.example", b"sec-fetch-site": b"cross-site"}, True),
        (LOOPBACK | {b"origin": b"https://evil.example"}, False),
        (LOOPBACK | {b"origin": b"null"}, False),
        (LOOPBACK | {b"origin": b"https://desk.example"}, True),
        (LOOPBACK | {b"x-forwarded-for": b"127.0.0.1"}, False),
        (LOOPBACK | {b"forwarded": b"for=127.0.0.1"}, False),
    ],
)
def test_a_proxy_or_a_web_page_is_not_this_machine(headers: dict[bytes, bytes], local: bool) -> None:
    assert (said_by_others(headers, frozenset({"https://desk.example"})) is None) is local


async def test_on_loopback_with_the_embedded_database_no_key_is_needed_but_from_this_machine(dsn: str) -> None:
    async with (
        serving(create_app(read_settings({}), dsn)) as address,
        AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        assert (await client.get("/v1/claims")).status_code == 200
        for headers in ({"Host": "desk.example"}, {"Origin": "https://evil.example"}, {"X-Forwarded-For": "::1"}):
            assert (await client.get("/v1/claims", headers=headers)).status_code == 401, headers
        assert (await client.get("/v1/claims", headers=bearer(new_token()))).status_code == 401


async def test_open_to_the_network_a_key_is_needed_with_the_embedded_database_too(dsn: str) -> None:
    settings = msgspec.structs.replace(read_settings({}), host="0.0.0.0")  # noqa: S104 - the point of the test
    app = create_app(settings, dsn)
    async with (
        app.lifespan(),
        AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1", timeout=PATIENCE_SECONDS) as client,
    ):
        assert (await client.get("/v1/claims")).status_code == 401


class Counted:
    """A database that counts how often it is asked."""

    def __init__(self, database: Database) -> None:
        self.asked = 0
        self._database = database

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        self.asked += 1
        async with self._database.connection() as connection:
            yield connection


async def tried(ring: KeyRing, token: str, peer: str) -> str:
    try:
        await ring.find(f"Bearer {token}", peer)
    except (Unauthenticated, TooMany) as error:
        return type(error).__name__
    return "let in"


async def test_a_key_that_is_shown_again_and_again_is_not_looked_for_each_time(
    database: Database, make_key: MakeKey
) -> None:
    counted, good, wrong = Counted(database), await make_key("read"), new_token()
    now = NOON
    ring = KeyRing(counted, lambda: now)  # type: ignore[arg-type]
    for _ in range(50):
        assert await tried(ring, good, "10.0.0.1") == "let in"
        assert await tried(ring, wrong, "10.0.0.2") == "Unauthenticated"
    assert counted.asked == 2
    now += timedelta(seconds=5)
    await tried(ring, wrong, "10.0.0.2")
    assert counted.asked == 2, "that it is none is believed for longer"
    now += timedelta(seconds=6)
    await tried(ring, wrong, "10.0.0.3")
    assert counted.asked == 3


async def test_whoever_guesses_is_looked_for_no_more_and_fills_no_memory(database: Database, make_key: MakeKey) -> None:
    counted, seen, unseen = Counted(database), await make_key("read"), await make_key("read")
    ring = KeyRing(counted, lambda: NOON)  # type: ignore[arg-type]
    assert await tried(ring, seen, "10.0.0.1") == "let in"
    answers = [await tried(ring, new_token(), "10.0.0.1") for _ in range(90)]
    assert answers == ["Unauthenticated"] * WRONG_KEYS_IN_A_MINUTE + ["TooMany"] * 30
    assert await tried(ring, unseen, "10.0.0.1") == "let in", "a colleague behind the same proxy"
    for _ in range(500):
        await tried(ring, new_token(), "10.0.0.1")
    assert counted.asked <= 2 + WRONG_KEYS_IN_A_MINUTE + LOOKS_BEYOND
    assert await tried(ring, seen, "10.0.0.1") == "let in"
    assert await tried(ring, new_token(), "10.0.0.9") == "Unauthenticated", "others are looked for"


async def test_a_key_that_only_reads_may_stand_in_the_address_where_names_are_matched(
    client: AsyncClient, make_key: MakeKey
) -> None:
    reader, writer, path = await make_key("read"), await make_key("read", "write"), "/v1/reconcile/sources"
    asked = {"queries": '{"q0": {"query": "Reuters"}}'}
    assert (await client.post(path, params={"key": reader}, data=asked)).status_code == 200
    refused = await client.post(path, params={"key": writer}, data=asked)
    assert (refused.status_code, "nothing but read" in refused.json()["detail"]) == (403, True)
    assert (await client.post(path, params={"key": new_token()}, data=asked)).status_code == 401
    assert (await client.post(f"{path}?key={reader}&key={reader}", data=asked)).status_code == 401
    assert (await client.get("/v1/claims", params={"key": reader})).status_code == 401
    assert (await client.post(path, params={"key": reader}, data=asked, headers=bearer(writer))).status_code == 200


async def test_the_addresses_in_the_manifest_show_the_same_key(client: AsyncClient, make_key: MakeKey) -> None:
    key = await make_key("read")
    manifest = (await client.get("/v1/reconcile/sources", params={"key": key})).json()
    suggest = manifest["suggest"]["entity"]
    answer = await client.get(suggest["service_url"] + suggest["service_path"], params={"key": key, "prefix": "a"})
    assert answer.status_code == 200
    assert suggest["service_path"].endswith(f"?key={key}")
    assert suggest["flyout_service_path"].endswith(f"&key={key}")
    assert manifest["preview"]["url"].endswith(f"&key={key}")
    assert "key=" not in str((await client.get("/v1/reconcile/sources", headers=bearer(key))).json())
