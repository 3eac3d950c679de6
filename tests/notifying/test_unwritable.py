"""What cannot be written for a receiver is told as a failed attempt, and not leased for ever."""

import asyncio

import httpx
import pytest

from service.app import create_app
from service.event import Event, EventType
from service.settings import read_settings
from service.storage import outbox
from service.storage.identifiers import new_identifier
from service.storage.pool import Database
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

OPEN = {"CLAIMDIFF_WEBHOOK_ALLOW_HTTP": "true", "CLAIMDIFF_WEBHOOK_NETWORKS": "127.0.0.0/8"}


@pytest.mark.parametrize("format_", ["slack", "teams"])
async def test_an_event_that_cannot_be_written_is_a_failed_attempt(
    dsn: str, database: Database, format_: str, unused_tcp_port: int
) -> None:
    async with (
        serving(create_app(read_settings(OPEN), dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        added = await client.post(
            "/v1/webhooks", json={"url": f"http://127.0.0.1:{unused_tcp_port}/hook", "format": format_}
        )
        webhook = added.json()["webhook"]["id"]
        async with database.transaction() as connection:
            now = await connection.fetchval("select now()")
            event = Event(new_identifier(now), EventType.CONFLICT_CREATED, now, b'{"claims": "none"}')
            await outbox.announce(connection, [event])
        delivery = await _attempted(client, webhook)
    assert (delivery["status"], delivery["attempts"]) == ("pending", 1)
    assert str(delivery["error"]).startswith("the event cannot be written")


async def _attempted(client: httpx.AsyncClient, webhook: str) -> dict[str, object]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            answer = await client.get(f"/v1/webhooks/{webhook}/deliveries")
            tried = [one for one in answer.json()["items"] if one["error"]]
            if tried:
                return dict(tried[0])
            await asyncio.sleep(0.05)
