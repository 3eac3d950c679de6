"""From a conflict to a real receiver, over real HTTP."""

import asyncio
import socket

import asyncpg
import httpx
import msgspec
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from service.app import create_app
from service.notifying.calling import Caller
from service.settings import read_settings
from tests.builders import draft
from tests.notifying.receiving import Receiver, add, client, deliveries, raise_conflict, receiver, running
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

__all__ = ["client", "receiver"]


async def test_a_conflict_reaches_the_receiver_signed(client: httpx.AsyncClient, receiver: Receiver) -> None:
    added = await add(client, receiver, "/hook")
    conflict = await raise_conflict(client)
    [(headers, body)] = await receiver.wait_for("/hook")
    payload = Webhook(added["secret"]).verify(body, headers)
    assert payload["type"] == "conflict.created"
    assert payload["data"] == conflict
    assert len(body) < 20_000
    [delivery] = await deliveries(client, added, "delivered")
    assert delivery["event_id"] == headers["webhook-id"]
    assert (delivery["attempts"], delivery["response_status"], delivery["response_start"]) == (1, 200, "taken")


async def test_what_failed_is_sent_again_with_the_same_id_and_a_new_signature(
    client: httpx.AsyncClient, receiver: Receiver
) -> None:
    answers = iter([500, 200])

    async def first_fail(_: web.Request) -> web.StreamResponse:
        # Without the hour, full jitter may try again at once: then it is delivered before anyone sees it pending.
        return web.Response(status=next(answers), headers={"Retry-After": "3600"})

    receiver.answers["/hook"] = first_fail
    added = await add(client, receiver, "/hook")
    await raise_conflict(client)
    [delivery] = await deliveries(client, added, "pending")
    await receiver.wait_for("/hook")
    address = f"/v1/webhooks/{added['webhook']['id']}/deliveries/{delivery['id']}/redeliver"
    await asyncio.sleep(1.1)  # Signatures carry whole seconds.
    assert (await client.post(address)).status_code == 202
    (first, _), (second, body), *_ = await receiver.wait_for("/hook", 2)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]
    Webhook(added["secret"]).verify(body, second)


async def test_410_disables_the_endpoint_and_says_so(client: httpx.AsyncClient, receiver: Receiver) -> None:
    async def gone(_: web.Request) -> web.StreamResponse:
        return web.Response(status=410)

    receiver.answers["/gone"] = gone
    added = await add(client, receiver, "/gone")
    await add(client, receiver, "/watch", event_types=["webhook.disabled"])
    await raise_conflict(client)
    [(_, body)] = await receiver.wait_for("/watch")
    told = msgspec.json.decode(body)
    assert (told["type"], told["data"]["endpoint_id"]) == ("webhook.disabled", added["webhook"]["id"])
    assert told["data"]["url"] == f"{receiver.address}/…"  # of many receivers the path is a secret
    webhook = (await client.get(f"/v1/webhooks/{added['webhook']['id']}")).json()
    assert (webhook["enabled"], webhook["disabled_reason"]) == (False, "the receiver answered 410 Gone")


async def test_a_redirect_is_not_followed(client: httpx.AsyncClient, receiver: Receiver) -> None:
    async def redirect(_: web.Request) -> web.StreamResponse:
        # Without a time to come again the second try may follow at once: the delay is anything from nothing on.
        return web.Response(status=302, headers={"Location": "/elsewhere", "Retry-After": "3600"})

    receiver.answers["/hook"] = redirect
    added = await add(client, receiver, "/hook")
    await raise_conflict(client)
    await receiver.wait_for("/hook")
    [delivery] = await deliveries(client, added, "pending")
    assert receiver.at("/elsewhere") == []
    assert delivery["attempts"] == 1


async def test_a_hanging_receiver_holds_nobody_else_up(client: httpx.AsyncClient, receiver: Receiver) -> None:
    released = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    receiver.answers["/slow"] = hang
    await add(client, receiver, "/slow", concurrency=1)
    await add(client, receiver, "/quick")
    for day in (20, 21, 22):
        await raise_conflict(client, day)
    await receiver.wait_for("/quick", 3)
    assert len(receiver.at("/slow")) == 1
    released.set()
    await receiver.wait_for("/slow", 3)


async def test_an_endless_answer_is_cut(client: httpx.AsyncClient, receiver: Receiver) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(10_000):
            await response.write(b"x" * 65_536)
        return response

    receiver.answers["/hook"] = endless
    added = await add(client, receiver, "/hook")
    await raise_conflict(client)
    [delivery] = await deliveries(client, added, "delivered")
    assert delivery["response_start"] == "x" * 2048


async def test_filters_let_through_what_is_asked_for(client: httpx.AsyncClient, receiver: Receiver) -> None:
    wanted = {"metrics": ["losses of personnel"], "sources": ["beta news"], "minimal_severity": "major"}
    await add(client, receiver, "/wanted", **wanted)
    for path, other in [
        ("/a", {"metrics": ["GDP"]}),
        ("/b", {"sources": ["gamma"]}),
        ("/c", {"minimal_severity": "extreme"}),
    ]:
        await add(client, receiver, path, **other)
    await add(client, receiver, "/d", event_types=["conflict.updated"])
    await add(client, receiver, "/e", places=["France"])
    await raise_conflict(client)
    await receiver.wait_for("/wanted")
    await asyncio.sleep(0.2)
    assert {path for path, *_ in receiver.calls} == {"/wanted"}


async def test_a_digest_holds_many_events_in_one_call(client: httpx.AsyncClient, receiver: Receiver) -> None:
    added = await add(client, receiver, "/digest", digest_size=100)
    address = f"/v1/webhooks/{added['webhook']['id']}"
    await client.patch(address, json={"enabled": False})
    for day in (20, 21, 22):
        await raise_conflict(client, day)
    assert (await client.get(address)).json()["pending"] == 3
    await client.patch(address, json={"enabled": True})
    [(headers, body)] = await receiver.wait_for("/digest")
    payload = Webhook(added["secret"]).verify(body, headers)
    assert payload["type"] == "digest"
    assert [event["type"] for event in payload["data"]["events"]] == ["conflict.created"] * 3


async def test_chat_formats_say_it_in_a_sentence(client: httpx.AsyncClient, receiver: Receiver) -> None:
    await add(client, receiver, "/slack", format="slack")
    await add(client, receiver, "/teams", format="teams")
    await raise_conflict(client)
    said = "alpha wire says 84,720, beta news says 62,310: Russian army personnel losses"
    sentence = f"{said}, as of 20 Nov 2022 (major, 36 % apart)"
    [(_, slack)] = await receiver.wait_for("/slack")
    message = msgspec.json.decode(slack)
    assert message["text"] == sentence
    assert [block["text"]["text"] for block in message["blocks"]] == [
        sentence,
        "alpha wire: 84,720\nbeta news: 62,310",
    ]
    [(_, teams)] = await receiver.wait_for("/teams")
    card = msgspec.json.decode(teams)["attachments"][0]["content"]
    assert [run["text"] for block in card["body"] for run in block["inlines"]] == [
        sentence,
        "alpha wire: 84,720",
        "beta news: 62,310",
    ]
    assert card["body"][0]["inlines"][0] == {
        "type": "TextRun",
        "text": sentence,
        "weight": "Bolder",
        "color": "warning",
    }


async def test_a_rotated_secret_signs_beside_the_old_one(client: httpx.AsyncClient, receiver: Receiver) -> None:
    added = await add(client, receiver, "/hook")
    rotated = (await client.post(f"/v1/webhooks/{added['webhook']['id']}/secret")).json()
    await client.post(f"/v1/webhooks/{added['webhook']['id']}/test")
    [(headers, body)] = await receiver.wait_for("/hook")
    for secret in (added["secret"], rotated["secret"]):
        assert Webhook(secret).verify(body, headers)["type"] == "webhook.test"


async def test_two_senders_share_the_work_without_doubling(dsn: str, receiver: Receiver) -> None:
    async with running(dsn) as one, running(dsn) as other:
        await add(one, receiver, "/hook")
        for day in range(1, 21):
            await raise_conflict(one if day % 2 else other, day)
        calls = await receiver.wait_for("/hook", 20)
        await asyncio.sleep(0.3)
        assert len({headers["webhook-id"] for headers, _ in calls}) == len(receiver.at("/hook")) == 20


async def test_without_the_operators_leave_no_private_address_is_called(dsn: str, receiver: Receiver) -> None:
    settings = read_settings({"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true"})
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        named = {"url": receiver.address.replace("127.0.0.1", socket.gethostname()) + "/hook"}
        added = (await client.post("/v1/webhooks", json=named)).json()
        await raise_conflict(client)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (await deliveries(client, added, "pending"))[0]["error"]:
                await asyncio.sleep(0.02)
        [delivery] = await deliveries(client, added, "pending")
    assert "must not be called" in delivery["error"]
    assert receiver.calls == []


SLACK_PATH = "/services/T0AB12345/B0CD67890/xyzSecretTokenOfSlack?token=another-secret"


async def test_no_list_and_no_log_tells_the_secret_part_of_an_address(
    client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """Receivers repeat the path that they do not know."""

    async def not_found(request: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text=f"Cannot POST {request.path_qs}, nor {request.url}")

    receiver.answers[SLACK_PATH.partition("?")[0]] = not_found
    added = await add(client, receiver, SLACK_PATH)
    await raise_conflict(client)
    [delivery] = await deliveries(client, added, "pending")
    while delivery["response_status"] is None:
        [delivery] = await deliveries(client, added, "pending")
    assert delivery["response_start"].startswith("Cannot POST …")
    [listed] = (await client.get("/v1/webhooks")).json()["items"]
    assert listed["url"] == f"{receiver.address}/…"
    for told in (delivery["response_start"], str(listed), str(delivery["error"])):
        assert not any(part in told for part in ("T0AB12345", "B0CD67890", "xyzSecret", "another-secret"))
    whole = (await client.get(f"/v1/webhooks/{added['webhook']['id']}")).json()
    assert whole["url"] == receiver.address + SLACK_PATH, "who asks for the one endpoint sees where it goes"


async def test_an_error_of_the_client_tells_no_address_either() -> None:
    caller = Caller()
    for url in (
        "https://desk.invalid\\x/secret-token",
        "http://127.0.0.1:1/secret-token?a=secret-value",
        "x://a/secret-token",
    ):
        result = await caller.post(url, b"{}", {})
        assert result.error
        assert "secret" not in result.error, url
    await caller.close()


async def test_one_setting_lets_webhooks_go_to_programs_on_this_machine(dsn: str, receiver: Receiver) -> None:
    port = receiver.address.rpartition(":")[2]
    refused = create_app(read_settings({}), dsn)
    async with serving(refused) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        for host in (
            "http://127.0.0.1",
            "https://localhost",
            "http://desk.localhost",
            "https://[::1]",
            "https://2130706433",
        ):
            answer = await client.post("/v1/webhooks", json={"url": f"{host}:{port}/hook"})
            assert answer.status_code == 422, host
            assert "CLAIMDIFF_WEBHOOK_LOOPBACK=true" in answer.json()["detail"], host
    allowed = create_app(read_settings({"CLAIMDIFF_WEBHOOK_LOOPBACK": "true"}), dsn)
    async with serving(allowed) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        for host in ("http://127.0.0.1", "http://localhost"):
            assert (await client.post("/v1/webhooks", json={"url": f"{host}:{port}/hook"})).status_code == 201
        for host in ("http://desk.example", "https://10.0.0.1", "http://10.0.0.1", "http://127.0.0.1.desk.example"):
            assert (await client.post("/v1/webhooks", json={"url": f"{host}/hook"})).status_code == 422, host
        await raise_conflict(client)
        await receiver.wait_for("/hook", 2)


async def test_many_endpoints_at_once_keep_no_request_waiting(dsn: str, receiver: Receiver) -> None:
    """Each delivery took a connection of the pool, and requests were answered 503."""

    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.Response(status=500)

    receiver.answers["/hook"] = slow
    async with running(dsn, CLAIMDIFF_ACQUIRE_SECONDS="1") as client:
        for _ in range(60):
            await add(client, receiver, "/hook", concurrency=64)
        for day in range(1, 6):
            await raise_conflict(client, day)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(receiver.at("/hook")) < 200:
                answer = await client.get("/v1/claims")
                assert answer.status_code == 200, answer.text
                await asyncio.sleep(0.01)


async def test_an_endpoint_that_is_deleted_meanwhile_keeps_no_claim_from_being_compared(
    dsn: str, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    added = await add(client, receiver, "/hook")
    await client.post("/v1/claims", json=draft())
    other = await asyncpg.connect(dsn)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("delete from endpoints where id = $1", added["webhook"]["id"])
    posted = asyncio.create_task(client.post("/v1/claims", json=draft(source="beta news", quantity="62,310")))
    await asyncio.sleep(0.5)
    await transaction.commit()
    await other.close()
    answer = (await posted).json()
    assert (answer["comparison"], len(answer["conflicts"])) == ("complete", 1)


async def test_who_settles_a_call_and_who_deletes_its_endpoint_do_not_wait_for_each_other(
    dsn: str, client: httpx.AsyncClient, receiver: Receiver
) -> None:
    """One held the delivery and wanted the endpoint, the other held the endpoint and wanted its deliveries: a 503."""
    may_answer = asyncio.Event()

    async def fail(_: web.Request) -> web.StreamResponse:
        await may_answer.wait()
        return web.Response(status=500)

    receiver.answers["/hook"] = fail
    added = await add(client, receiver, "/hook")
    await raise_conflict(client)
    await receiver.wait_for("/hook")
    other = await asyncpg.connect(dsn)
    async with other.transaction():
        await other.execute("select from endpoints where id = $1 for update", added["webhook"]["id"])
        may_answer.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await other.fetchval("select count(*) from pg_locks where not granted"):
                await asyncio.sleep(0.01)
        await other.execute("select from deliveries for update nowait")
    await other.close()
