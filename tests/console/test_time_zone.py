"""Whose yesterday it is: the desk's, in filters and moments, with a script and without."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from service.app import create_app
from service.console.filters import asked, read_filters
from service.console.speaking import speech_of
from service.settings import read_settings
from tests.console.conftest import PATIENCE_MS, take_over
from tests.console.test_disputes import raise_disputes
from tests.console.test_without_script import address, plain
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

__all__ = ["plain"]

ZONE = "Pacific/Kiritimati"
"""Fourteen hours before UTC."""


@pytest.fixture
async def client(dsn: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(read_settings({"CLAIMDIFF_TIME_ZONE": ZONE}), dsn)
    async with serving(app) as served, httpx.AsyncClient(base_url=served, timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.mark.parametrize(
    ("zone", "since"),
    [("UTC", "2026-11-25T00:00:00Z"), (ZONE, "2026-11-25T10:00:00Z"), ("America/New_York", "2026-11-25T05:00:00Z")],
)
def test_yesterday_begins_at_the_midnight_of_the_desk(zone: str, since: str) -> None:
    now = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
    assert ("since", since) in asked(read_filters({"since": "yesterday"}), None, now.astimezone(ZoneInfo(zone)))


def test_a_day_on_which_clocks_are_changed_begins_at_midnight() -> None:
    monday = datetime(2026, 10, 26, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
    assert ("since", "2026-10-24T22:00:00Z") in asked(read_filters({"since": "yesterday"}), None, monday)


def test_moments_are_told_as_the_clocks_of_the_desk_show_them() -> None:
    told = speech_of("en", "", ZoneInfo("Europe/Berlin")).moment("2026-11-26T23:28:28.252028Z")
    assert told.replace("\u202f", " ") == "27 Nov 2026, 00:28 CET"


async def test_a_page_and_its_script_tell_one_and_the_same_time(
    client: httpx.AsyncClient, plain: Page, browser: Browser
) -> None:
    [dispute] = await raise_disputes(client, 1)
    opened = datetime.fromisoformat(dispute["opened_at"]).astimezone(ZoneInfo(ZONE))
    await plain.goto(address(client))
    await expect(plain.locator(".detail")).to_contain_text(f"{opened:%H:%M}")
    context = await browser.new_context(locale="en-GB", timezone_id="America/New_York")
    context.set_default_timeout(PATIENCE_MS)
    live = await context.new_page()
    take_over(live)
    await live.goto(address(client))
    await expect(live.locator(".detail")).to_contain_text(f"{opened:%H:%M}")
    midnight = opened.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    since = f"T{midnight:%H}%3A00%3A00.000Z"
    async with live.expect_request(lambda request: "/v1/disputes?" in request.url and since in request.url):
        await live.get_by_label("Time").select_option(label="since yesterday")
    await expect(live.locator(".rows li")).to_have_count(1)
    await context.close()
