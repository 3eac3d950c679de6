"""With the service's own address, what people are sent and fed leads to the page that it is about; without, to none."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from msgspec.structs import replace

from service.app import create_app
from service.notifying.formats import body_of
from service.settings import SettingsError, read_settings
from service.storage.outbox import Delivery
from tests.builders import draft
from tests.servers import serving

OURS = "https://claims.example/desk/"
NOBODY = UUID(int=0)
HOSTILE = "<!channel> & [co](https://evil.example)"


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = replace(read_settings({}), public_url=OURS)
    async with serving(create_app(settings, dsn)) as address, httpx.AsyncClient(base_url=address) as client:
        yield client


async def events(client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    await client.post("/v1/claims", json=draft(source=HOSTILE))
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    found = (await client.get("/v1/events", params={"disputes": True})).json()["items"]
    return {one["type"]: one for one in found}


def sent(event: dict[str, Any], form: str, ours: str | None) -> Any:
    at = datetime.fromisoformat(event["timestamp"])
    data = json.dumps(event["data"])
    delivery = Delivery(NOBODY, NOBODY, NOBODY, 0, at, event["type"], at, data, 0, "https://x.example", form, 1)
    return json.loads(body_of([delivery], ours))


async def test_calls_lead_to_the_page_of_what_they_tell(client: httpx.AsyncClient) -> None:
    told = await events(client)
    conflict, dispute = told["conflict.created"], told["dispute.opened"]
    pages = {
        f"https://claims.example/desk/console/conflicts/{conflict['data']['id']}": conflict,
        f"https://claims.example/desk/console/disputes/{dispute['data']['dispute']['id']}": dispute,
    }
    for page, event in pages.items():
        assert sent(event, "slack", OURS)["text"].endswith(f" <{page}|claimdiff>")
        assert f"[claimdiff]({page})" in json.dumps(sent(event, "teams", OURS))
        assert "claimdiff>" not in sent(event, "slack", None)["text"]


async def test_what_a_source_wrote_is_text_in_a_message_and_no_link_or_call(client: httpx.AsyncClient) -> None:
    for event in (await events(client)).values():
        assert "&lt;!channel&gt; &amp; [co]" in sent(event, "slack", None)["text"]
        blocks = sent(event, "teams", OURS)["attachments"][0]["content"]["body"]
        marked = [block["text"] for block in blocks if block["type"] == "TextBlock"]
        assert [text for text in marked if "evil" in text] == []
        assert [one["type"] for block in blocks for one in block.get("inlines", [])] == ["TextRun"]
        assert HOSTILE in blocks[0]["inlines"][0]["text"]


async def test_feeds_lead_there_too(client: httpx.AsyncClient) -> None:
    conflict = (await events(client))["conflict.created"]["data"]["id"]
    feed = (await client.get("/v1/conflicts.atom")).text
    assert f'href="https://claims.example/desk/console/conflicts/{conflict}"' in feed


@pytest.mark.parametrize("given", ["claims.example", "javascript:alert(1)", "https://x.example/?a=b", "https://"])
def test_what_is_no_address_of_a_service_stops_the_start(given: str) -> None:
    with pytest.raises(SettingsError, match="CLAIMDIFF_PUBLIC_URL"):
        read_settings({"CLAIMDIFF_PUBLIC_URL": given})
