"""Digests by e-mail, to a real server on loopback; quiet hours."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from service.app import create_app
from service.errors import Invalid
from service.notifying.cards import Card
from service.notifying.mailing import Mailer, recipients_of
from service.notifying.quiet import next_digest, read_quiet_hours, read_zone
from service.notifying.sender import ForPeople
from service.settings import SettingsError, read_settings
from service.storage.outbox import Delivery
from tests.builders import draft
from tests.notifying.receiving import deliveries, raise_conflict, running
from tests.notifying.smtp import MailServer
from tests.patience import PATIENCE_SECONDS

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NOBODY = UUID(int=0)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    kept = MailServer()
    listening = await asyncio.start_server(kept.serve, "127.0.0.1", 0)
    kept.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield kept


def mail(server: MailServer, **settings: str) -> dict[str, str]:
    told = {"CLAIMDIFF_SMTP_URL": f"smtp://127.0.0.1:{server.port}", "CLAIMDIFF_MAIL_MINUTES": "0"}
    return told | {"CLAIMDIFF_MAIL_FROM": "claims@paper.example"} | settings


async def add(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.post("/v1/webhooks", json={"url": "mailto:desk@paper.example"} | fields)
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


async def test_a_conflict_is_told_by_mail_with_both_quotes_and_the_way_to_it(dsn: str, server: MailServer) -> None:
    settings = mail(server, CLAIMDIFF_PUBLIC_URL="https://claims.example")
    async with running(dsn, **settings) as client:
        client.timeout = httpx.Timeout(60)
        added = await add(client, url="mailto:desk@paper.example,night@paper.example")
        hostile = "alpha\r\nBcc: all@evil.example"
        await client.post("/v1/claims", json=draft(source="alpha wire", quote="We lost 84,720 men.", claimant=hostile))
        answer = await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        [conflict] = answer.json()["conflicts"]
        [(recipients, message)] = await server.wait_for()
        [delivery] = await deliveries(client, added, "delivered")
    assert recipients == ["desk@paper.example", "night@paper.example"]
    assert message["From"] == "claims@paper.example"
    assert message["Bcc"] is None
    assert message["Subject"].startswith("alpha wire says 84,720, beta news says 62,310: Russian army personnel losses")
    text = message.get_content()
    assert "alpha wire, quoting alpha" in text
    assert "“We lost 84,720 men.”" in text
    assert "beta news: 62,310" in text
    assert f"Decide in claimdiff: https://claims.example/console/conflicts/{conflict['id']}" in text
    assert delivery["event_id"] in message["Message-ID"]
    assert (delivery["attempts"], delivery["response_status"]) == (1, 250)


async def test_what_has_gathered_is_one_mail(dsn: str, server: MailServer) -> None:
    async with running(dsn, **mail(server)) as client:
        identifier = (await add(client))["webhook"]["id"]
        await client.patch(f"/v1/webhooks/{identifier}", json={"enabled": False})
        for day in (20, 21, 22):
            await raise_conflict(client, day)
        await client.patch(f"/v1/webhooks/{identifier}", json={"enabled": True})
        [(_, message)] = await server.wait_for()
        await deliveries(client, {"webhook": {"id": identifier}}, "delivered")
    assert message["Subject"].startswith("3 findings: ")
    assert message.get_content().count("alpha wire says 84,720") == 3
    assert len(server.mails) == 1


async def test_a_mail_that_is_not_taken_is_tried_again(dsn: str, server: MailServer) -> None:
    server.answers.append("451 later")
    async with running(dsn, **mail(server)) as client:
        added = await add(client)
        await raise_conflict(client)
        [(_, message)] = await server.wait_for()
        [delivery] = await deliveries(client, added, "delivered")
    assert (delivery["attempts"], delivery["response_status"]) == (2, 250)
    assert delivery["event_id"] in message["Message-ID"]


async def test_a_password_is_shown_to_the_server_and_to_nobody_else(dsn: str, server: MailServer) -> None:
    secret = {"CLAIMDIFF_SMTP_URL": f"smtp://desk:p%40ss@127.0.0.1:{server.port}"}
    async with running(dsn, **mail(server, **secret)) as client:
        await add(client)
        await raise_conflict(client)
        await server.wait_for()
    assert server.logins == ["\0desk\0p@ss"]
    with pytest.raises(SettingsError) as refused:
        read_settings({"CLAIMDIFF_SMTP_URL": "http://desk:hunter2@mail.example"})
    assert "hunter2" not in str(refused.value)


async def test_at_night_mail_waits_for_the_morning(dsn: str, server: MailServer) -> None:
    now = datetime.now(UTC)
    begin, end = now - timedelta(hours=1), (now + timedelta(hours=2)).replace(second=0, microsecond=0)
    quiet = {"CLAIMDIFF_QUIET_HOURS": f"{begin:%H:%M}-{end:%H:%M} UTC"}
    async with running(dsn, **mail(server, **quiet)) as client:
        added = await add(client)
        await raise_conflict(client)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                [waiting] = await deliveries(client, added, "pending")
                if (at := datetime.fromisoformat(waiting["next_attempt_at"])) >= end:
                    break
                await asyncio.sleep(0.05)
        assert (at, waiting["attempts"], waiting["error"]) == (end, 0, None)
        await client.post(f"/v1/webhooks/{added['webhook']['id']}/test")
        [(_, message)] = await server.wait_for()
    assert message["Subject"] == "claimdiff: webhook test"


async def test_addresses_that_are_none_are_refused_and_so_is_mail_without_a_server(
    dsn: str, server: MailServer
) -> None:
    async with running(dsn, **mail(server)) as client:
        for url in ("mailto:desk", "mailto:a@b?bcc=c@d", "mailto:a@b%0d%0aRCPT", "mailto:<a@b>", "mailto:a@b,,"):
            answer = await client.post("/v1/webhooks", json={"url": url})
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url"), url
        assert (await client.get("/v1/webhooks")).json()["items"] == []
        await add(client)
        assert (await client.get("/v1/webhooks")).json()["items"][0]["url"] == "mailto:…@paper.example"
    async with running(dsn) as client:
        answer = await client.post("/v1/webhooks", json={"url": "mailto:desk@paper.example"})
        assert "CLAIMDIFF_SMTP_URL" in answer.text


async def test_a_server_that_is_not_there_is_a_failed_attempt() -> None:
    mailer = Mailer("smtp://127.0.0.1:1", None)
    result = await mailer.send(mailer.compose(NOBODY, [Card("A finding.")]), ["desk@paper.example"])
    assert not result.succeeded
    assert result.error


@pytest.mark.parametrize(
    ("written", "now", "end"),
    [
        ("22:00-07:00", datetime(2026, 11, 26, 23, 30, tzinfo=UTC), datetime(2026, 11, 27, 7, 0, tzinfo=UTC)),
        ("22:00-07:00", datetime(2026, 11, 26, 6, 59, tzinfo=UTC), datetime(2026, 11, 26, 7, 0, tzinfo=UTC)),
        ("22:00-07:00", datetime(2026, 11, 26, 7, 0, tzinfo=UTC), None),
        ("22:00-07:00", NOON, None),
        ("9:00 – 17:30", NOON, datetime(2026, 11, 26, 17, 30, tzinfo=UTC)),
        (
            "22:00-07:00 Europe/Berlin",
            datetime(2026, 11, 26, 21, 30, tzinfo=UTC),
            datetime(2026, 11, 27, 6, 0, tzinfo=UTC),
        ),
        ("22:00-07:00 America/New_York", datetime(2026, 11, 26, 21, 30, tzinfo=UTC), None),
    ],
)
def test_quiet_hours_go_over_midnight_in_their_own_zone(written: str, now: datetime, end: datetime | None) -> None:
    quiet = read_quiet_hours(written)
    assert quiet
    assert quiet.end_after(now) == end


@pytest.mark.parametrize("written", ["22-7", "25:00-07:00", "22:00-22:00", "22:00-07:00 Nowhere/Here", "x" * 500])
def test_quiet_hours_that_cannot_be_read_stop_the_start(written: str) -> None:
    with pytest.raises(Invalid, match="22:00-07:00 Europe/Berlin"):
        read_quiet_hours(written)
    with pytest.raises(SettingsError, match="CLAIMDIFF_QUIET_HOURS"):
        create_app(read_settings({"CLAIMDIFF_QUIET_HOURS": written}), "postgresql://127.0.0.1:1/none")


def test_a_digest_gathers_to_the_next_full_hour() -> None:
    assert next_digest(NOON + timedelta(minutes=1), 60) == NOON + timedelta(hours=1)
    assert next_digest(NOON, 60) == NOON
    assert next_digest(NOON + timedelta(seconds=1), 0) == NOON + timedelta(seconds=1)
    assert next_digest(NOON + timedelta(minutes=1), 1440) == datetime(2026, 11, 27, tzinfo=UTC)


def test_a_daily_digest_comes_at_the_midnight_of_the_desk() -> None:
    berlin = read_zone("Europe/Berlin")
    assert next_digest(NOON, 1440, berlin) == datetime(2026, 11, 26, 23, tzinfo=UTC)
    clocks_go_back = datetime(2026, 10, 25, 10, tzinfo=UTC)
    assert next_digest(clocks_go_back, 1440, berlin) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_quiet_hours_without_a_zone_are_those_of_the_desk() -> None:
    quiet = read_quiet_hours("22:00-07:00", read_zone("Europe/Berlin"))
    assert quiet
    assert quiet.end_after(datetime(2026, 11, 26, 21, 30, tzinfo=UTC)) == datetime(2026, 11, 27, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Nowhere/Here", "../etc/passwd", "Europe/Berlin\x00", "x" * 500])
def test_a_time_zone_that_nobody_knows_stops_the_start(zone: str) -> None:
    with pytest.raises(SettingsError, match="CLAIMDIFF_TIME_ZONE"):
        create_app(read_settings({"CLAIMDIFF_TIME_ZONE": zone}), "postgresql://127.0.0.1:1/none")


@pytest.mark.parametrize(
    ("url", "form", "kind", "until"),
    [
        ("mailto:desk@paper.example", "standard", "conflict.created", NOON + timedelta(hours=6)),
        ("https://x.example", "slack", "conflict.created", NOON + timedelta(hours=6)),
        ("https://x.example", "standard", "conflict.created", None),
        ("mailto:desk@paper.example", "standard", "webhook.test", None),
    ],
)
def test_people_are_left_in_peace_and_programs_are_told(url: str, form: str, kind: str, until: datetime | None) -> None:
    people = ForPeople(mail_minutes=60, quiet=read_quiet_hours("11:00-18:00"))
    one = Delivery(NOBODY, NOBODY, NOBODY, 1, NOON, kind, NOON, "{}", 0, url, form, 1)
    assert people.held_until([one], NOON + timedelta(minutes=1)) == until


def test_addresses_of_mail_are_read() -> None:
    assert recipients_of("mailto:desk@paper.example, night@paper.example") == [
        "desk@paper.example",
        "night@paper.example",
    ]
