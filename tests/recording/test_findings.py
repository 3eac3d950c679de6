"""Running totals that fall and figures that are carried on after they were withdrawn: each told once, to who asks."""

from typing import Any

import httpx
import msgspec
import pytest

from service.event import Wish
from service.knowledge import WithdrawnNews
from service.notifying.formats import sentence_of
from service.series import RunningTotal, SeriesNews
from service.storage.outbox import FeedEvent, Wanted, number_events, read_feed
from service.storage.pool import Database
from tests.builders import draft
from tests.patience import until
from tests.recording.test_disputes import derive, record, recorder_on


def total(day: int, figure: str, **fields: Any) -> dict[str, Any]:
    """A running total of losses as of a day of November."""
    at = f"2022-11-{day:02d}"
    return draft(metric="total losses", quantity=figure, period=f"as of {at}", published_at=at) | fields


async def told(database: Database, *, findings: bool = True) -> list[FeedEvent]:
    await derive(database)
    async with database.connection() as connection:
        while await number_events(connection, 500):
            pass
        wanted = Wanted(wishes=frozenset({Wish.FINDINGS} if findings else ()))
        found = await read_feed(connection, ("s", 0), 500, wanted)
    return [one for one in found if one.type in {"series.flagged", "claim.withdrawn"}]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_a_running_total_that_falls_is_told_once_whatever_came_first(
    database: Database, order: list[int]
) -> None:
    drafts = [total(19, "84,327"), total(20, "84,237"), total(21, "84,720")]
    recorder = recorder_on(database)
    for at in order:
        await record(recorder, drafts[at])
        await derive(database)
    [event] = await told(database)
    news = msgspec.json.decode(event.data, type=SeriesNews)
    assert (news.source, news.running_total, news.check.kind.value) == ("alpha wire", RunningTotal.SAID, "fall")
    assert sentence_of(event) == (
        "alpha wire, Russian army, total losses: Falls from 84,327 (2022-11-19) to 84,237 (2022-11-20), "
        "and a running total cannot."
    )
    async with database.connection() as connection:
        await connection.execute("insert into dispute_marks (claim_id) select id from claims")
    assert len(await told(database)) == 1
    assert await told(database, findings=False) == []


@pytest.mark.parametrize(
    ("drafts", "why"),
    [
        ([total(19, "84,327"), total(20, "84,327")], "it stands still"),
        ([total(19, "84,327"), total(20, "about 84,300")], "rounded"),
        ([total(19, "84,327", metric="new losses"), total(20, "237", metric="new losses")], "no running total"),
        ([total(19, "84,327"), total(20, "84,237", source="beta news")], "of two sources"),
        ([total(19, "84,327"), total(20, "84,237", subject="Ukrainian army")], "of two things"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_no_fall_is_not_told(database: Database, drafts: list[dict[str, Any]], why: str) -> None:
    await record(recorder_on(database), *drafts)
    assert await told(database) == [], why


ORIGIN = {"source": "health ministry", "metric": "deaths", "subject": None, "place": "Gaza", "quantity": "152"}
CARRIER = {"source": "alpha wire", "metric": "deaths", "subject": None, "place": "Gaza", "quantity": "152"}


def said(**fields: Any) -> dict[str, Any]:
    return draft(**fields)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
async def test_who_carries_a_corrected_figure_is_told_whichever_came_first(
    database: Database, order: list[int]
) -> None:
    drafts = [
        said(**ORIGIN),
        said(**CARRIER, claimant="Health Ministry"),
        said(**ORIGIN | {"quantity": "148", "published_at": "2022-11-22"}),
    ]
    recorder = recorder_on(database)
    for at in order:
        await record(recorder, drafts[at])
        await derive(database)
    [event] = await told(database)
    news = msgspec.json.decode(event.data, type=WithdrawnNews)
    assert (news.carrier.source, news.carrier.figure, news.carrier.now) == ("alpha wire", "152", "148")
    assert sentence_of(event).startswith("alpha wire still carries 152, which ")
    assert sentence_of(event).endswith("has corrected to 148. (deaths, Gaza Strip, as of 20 Nov 2022)")
    async with database.connection() as connection:
        await connection.execute("insert into dispute_marks (claim_id) select id from claims")
        sources = await connection.fetchval("select sources from events where type = 'claim.withdrawn'")
    assert len(await told(database)) == 1
    assert {"alpha wire", "health ministry"} <= set(sources)


async def test_who_has_followed_the_correction_or_never_quoted_it_is_not_told_of(database: Database) -> None:
    await record(
        recorder_on(database),
        said(**ORIGIN),
        said(**CARRIER | {"source": "gamma"}),
        said(**CARRIER, claimant="Health Ministry"),
        said(**CARRIER | {"quantity": "148", "published_at": "2022-11-23"}, claimant="Health Ministry"),
        said(**ORIGIN | {"quantity": "148", "published_at": "2022-11-22"}),
    )
    assert await told(database) == []


async def test_endpoints_hear_of_findings_only_if_they_name_them(client: httpx.AsyncClient) -> None:
    for types in (None, ["series.flagged"], ["claim.withdrawn"]):
        made = await client.post("/v1/webhooks", json={"url": "https://desk.example/hook", "event_types": types})
        assert made.status_code == 201, made.text
    for one in (total(19, "84,327"), total(20, "84,237")):
        assert (await client.post("/v1/claims", json=one)).status_code == 201
    told = await until(lambda: client.get("/v1/events", params={"findings": True}), lambda page: page.json()["items"])
    items = told.json()["items"]
    assert [(one["type"], one["data"]["check"]["kind"]) for one in items] == [("series.flagged", "fall")]
    assert (await client.get("/v1/events")).json()["items"] == []
    waiting = []
    for hook in (await client.get("/v1/webhooks")).json()["items"]:
        path = f"/v1/webhooks/{hook['id']}/deliveries"
        waiting.append((hook["event_types"], len((await client.get(path)).json()["items"])))
    waiting.sort(key=lambda one: str(one[0] or ""))
    assert waiting == [(None, 0), (["claim.withdrawn"], 0), (["series.flagged"], 1)]
