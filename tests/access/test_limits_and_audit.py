"""How often a key may call, and what is written down of it."""

from datetime import UTC, datetime, timedelta

import asyncpg
import msgspec
import pytest
from httpx import AsyncClient

from service.api.access.limits import Limiter
from service.api.access.tokens import hashed
from service.app import create_app
from service.settings import Settings, read_settings
from service.storage.keys import find_key
from service.storage.pool import Database
from tests.access.conftest import MakeKey, bearer
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS, until
from tests.servers import serving

NOON = datetime(2026, 11, 20, 12, 0, 15, tzinfo=UTC)


async def key_row(database: Database, make_key: MakeKey, limit: int | None):
    secret = await make_key("read", requests_per_minute=limit)
    async with database.connection() as connection:
        return await find_key(connection, hashed(secret))


@pytest.mark.parametrize("limit", [1, 7, 100, 1000])
async def test_processes_together_never_pass_the_limit_and_one_alone_reaches_it(
    database: Database, make_key: MakeKey, limit: int
) -> None:
    key = await key_row(database, make_key, limit)
    processes = [Limiter(database, lambda: NOON, 50) for _ in range(3)]
    granted = 0
    for _ in range(limit + 60):
        for process in processes:
            allowance = await process.spend(key)
            granted += allowance.is_granted
            assert 0 <= allowance.remaining <= limit
    assert granted == limit


async def test_a_new_minute_brings_new_requests(database: Database, make_key: MakeKey) -> None:
    key = await key_row(database, make_key, 2)
    now = NOON
    limiter = Limiter(database, lambda: now, 50)
    assert [(await limiter.spend(key)).is_granted for _ in range(3)] == [True, True, False]
    now += timedelta(seconds=45)
    assert [(await limiter.spend(key)).is_granted for _ in range(3)] == [True, True, False]


async def test_a_key_without_a_limit_of_its_own_has_the_services(database: Database, make_key: MakeKey) -> None:
    limiter = Limiter(database, lambda: NOON, 50)
    assert (await limiter.spend(await key_row(database, make_key, None))).limit == 50
    assert await limiter.spend(await key_row(database, make_key, 0)) is None


async def test_the_answer_says_what_is_left_and_when_to_come_again(client: AsyncClient, make_key: MakeKey) -> None:
    headers = bearer(await make_key("read", requests_per_minute=3))
    answers = [await client.get("/v1/claims", headers=headers) for _ in range(8)]
    codes = [answer.status_code for answer in answers]
    assert codes[:3] == [200, 200, 200]
    assert 429 in codes
    refused = answers[codes.index(429)]
    assert refused.headers["ratelimit-limit"] == "3"
    assert refused.headers["ratelimit-remaining"] == "0"
    assert refused.headers["ratelimit-policy"] == '"minute";q=3;w=60'
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"]
    assert "may send 3 requests a minute" in refused.json()["detail"]


async def test_who_did_what_is_written_down(client: AsyncClient, make_key: MakeKey) -> None:
    admin = bearer(await make_key("admin", name="operator"))
    writer = bearer(await make_key("write", name="importer"))
    await client.post("/v1/claims", json=draft(), headers=writer)
    second = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"), headers=writer)
    conflict = f"/v1/conflicts/{second.json()['conflicts'][0]['id']}"
    changed = await client.patch(conflict, json={"status": "acknowledged"}, headers=writer | {"If-Match": "*"})
    assert changed.json()["history"][-1]["actor"] == "importer"
    await client.patch(conflict, json={"status": "nonsense"}, headers=writer | {"If-Match": "*"})
    await client.post("/v1/claims/check", json=draft(), headers=admin)
    made = await client.post("/v1/keys", json={"name": "x", "scopes": ["read"]}, headers=admin)
    assert made.status_code == 201
    listed = (await client.get("/v1/audit", headers=admin)).json()["items"]
    told = {(act["actor"], act["act"], act["target"]) for act in listed if act["act"] != "create_claim"}
    assert told == {("importer", "update_conflict", conflict), ("operator", "create_key", "/v1/keys")}
    counted = await until(
        lambda: client.get("/v1/audit", params={"act": "create_claim"}, headers=admin),
        lambda told: sum(act["requests"] for act in told.json()["items"]) == 2,
    )
    assert {act["actor"] for act in counted.json()["items"]} == {"importer"}


async def test_the_audit_log_is_paged_and_narrowed(client: AsyncClient, make_key: MakeKey) -> None:
    admin = bearer(await make_key("admin", name="operator"))
    for name in "abcde":
        await client.post("/v1/keys", json={"name": name, "scopes": ["read"]}, headers=admin)
    first = (await client.get("/v1/audit", params={"limit": 3}, headers=admin)).json()
    rest = (await client.get("/v1/audit", params={"limit": 3, "cursor": first["next"]}, headers=admin)).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, None)
    for parameters, count in [
        ({"actor": "nobody"}, 0),
        ({"act": "create_key"}, 5),
        ({"since": "2101-01-01T00:00:00Z"}, 0),
    ]:
        assert len((await client.get("/v1/audit", params=parameters, headers=admin)).json()["items"]) == count


@pytest.mark.parametrize("statement", ["update audit set actor = 'x'", "delete from audit", "truncate audit"])
async def test_the_audit_log_cannot_be_rewritten(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        with pytest.raises(asyncpg.RaiseError, match="append only"):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_other_sites_pages_are_let_in_only_if_they_are_listed(settings: Settings, dsn: str) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origins, origin, allowed in [
        ("", "https://desk.example", None),
        ("https://desk.example/, https://b.example", "https://desk.example", "https://desk.example"),
        ("https://desk.example", "https://evil.example", None),
    ]:
        app = create_app(msgspec.structs.replace(settings, cors_origins=origins), dsn)
        async with serving(app) as address, AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
            for answer in (
                await client.options("/v1/claims", headers={"Origin": origin} | preflight),
                await client.get("/health/live", headers={"Origin": origin}),
            ):
                assert answer.headers.get("access-control-allow-origin") == allowed


def test_the_service_lists_no_origin_by_default() -> None:
    assert read_settings({}).cors_origins == ""
