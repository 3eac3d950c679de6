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
from tests.patience import PATIENCE_SECONDS, until
from tests.servers import serving

OURS = "https://claims.example/desk/"
NOBODY = UUID(int=0)
HOSTILE = "<!channel> & [co](https://evil.example)"


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = replace(read_settings({}), public_url=OURS)
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        yield client


async def events(client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    await client.post("/v1/claims", json=draft(source=HOSTILE))
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
    told = await until(
        lambda: client.get("/v1/events", params={"disputes": True}),
        lambda told: {"conflict.created", "dispute.opened"} <= {one["type"] for one in told.json()["items"]},
    )
    return {one["type"]: one for one in told.json()["items"]}


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
        button = {"type": "Action.OpenUrl", "title": "Decide in claimdiff", "url": page}
        assert button in sent(event, "teams", OURS)["attachments"][0]["content"]["body"][-1]["actions"]
        assert sent(event, "slack", OURS)["blocks"][-1]["elements"][0]["url"] == page
        assert "claimdiff>" not in sent(event, "slack", None)["text"]


def test_a_finding_leads_to_its_series() -> None:
    at = {"claim_id": str(NOBODY), "before_id": str(NOBODY), "end": "2020-04-02", "is_note": False}
    flagged = {
        "source": "alpha wire", "metric": "deaths & injured", "subject": None, "place": "Gaza Strip",
        "running_total": "said", "check": {"kind": "fall", "sentence": "It falls.", **at},
    }  # fmt: skip
    event = {"type": "series.flagged", "timestamp": "2020-04-03T00:00:00Z", "data": flagged}
    page = "https://claims.example/desk/console/series?metric=deaths+%26+injured&place=Gaza+Strip"
    assert sent(event, "slack", OURS)["blocks"][-1]["elements"][0]["url"] == page


async def test_what_a_source_wrote_is_text_in_a_message_and_no_link_or_call(client: httpx.AsyncClient) -> None:
    for event in (await events(client)).values():
        assert "&lt;!channel&gt; &amp; [co]" in sent(event, "slack", None)["text"]
        blocks = sent(event, "teams", OURS)["attachments"][0]["content"]["body"]
        assert {block["type"] for block in blocks} <= {"RichTextBlock", "ActionSet"}
        assert {one["type"] for block in blocks for one in block.get("inlines", [])} == {"TextRun"}
        actions = [one for block in blocks for one in block.get("actions", [])]
        assert [one for one in actions if "evil" in one["url"]] == []
        slack = sent(event, "slack", OURS)["blocks"]
        assert {block["text"]["type"] for block in slack if block["type"] == "section"} == {"plain_text"}
        assert HOSTILE in blocks[0]["inlines"][0]["text"]


async def test_a_card_shows_both_quotes_the_severity_and_the_way_to_each_text(client: httpx.AsyncClient) -> None:
    first = {"quote": "We lost 84,720 men.", "url": "https://alpha.example/a?b=1"}
    second = {"quote": "x" * 900, "url": "javascript:alert(1)"}
    await client.post("/v1/claims", json=draft(**first))
    await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310", quote=second["quote"]))
    [event] = [one for one in (await client.get("/v1/events")).json()["items"] if one["type"] == "conflict.created"]
    event["data"]["claims"][1]["url"] = second["url"]
    [grave, one, other, buttons] = sent(event, "teams", OURS)["attachments"][0]["content"]["body"]
    assert grave["inlines"][0]["color"] == "warning"
    assert "84,720: “We lost 84,720 men.”" in one["inlines"][0]["text"]
    assert len(other["inlines"][0]["text"]) < 400
    assert [action["url"] for action in buttons["actions"]][1:] == [first["url"]]
    slack = sent(event, "slack", OURS)["blocks"]
    assert "“We lost 84,720 men.”" in slack[1]["text"]["text"]
    assert [one["url"] for one in slack[2]["elements"]][1:] == [first["url"]]


async def test_a_digest_of_many_stays_within_what_slack_takes(client: httpx.AsyncClient) -> None:
    event = (await events(client))["conflict.created"]
    at, data = datetime.fromisoformat(event["timestamp"]), json.dumps(event["data"])
    one = Delivery(NOBODY, NOBODY, NOBODY, 0, at, event["type"], at, data, 0, "https://x.example", "slack", 100)
    message = json.loads(body_of([one] * 100, OURS))
    assert len(message["blocks"]) <= 50
    assert message["text"].count("alpha wire") + message["text"].count("beta news") >= 100


async def test_feeds_lead_there_too(client: httpx.AsyncClient) -> None:
    conflict = (await events(client))["conflict.created"]["data"]["id"]
    feed = (await client.get("/v1/conflicts.atom")).text
    assert f'href="https://claims.example/desk/console/conflicts/{conflict}"' in feed


@pytest.mark.parametrize("given", ["claims.example", "javascript:alert(1)", "https://x.example/?a=b", "https://"])
def test_what_is_no_address_of_a_service_stops_the_start(given: str) -> None:
    with pytest.raises(SettingsError, match="CLAIMDIFF_PUBLIC_URL"):
        read_settings({"CLAIMDIFF_PUBLIC_URL": given})
