"""POST /v1/articles: a text is stored with its readings; the sure ones are claims at once."""

import json
from typing import Any

import pytest
from httpx import AsyncClient as Client

from service.recording import Recorder
from tests.api.test_articles import article, stored

FIRST = "Unemployment in France stood at 7.3 percent in September 2022, the ministry said."
SECOND = "Inflation in France reached 6.2 percent in September 2022."
UNSURE = "In Malta 40 ships sank in May 2022. This is almost 2 times more than in April."


async def sent(client: Client, status: int = 201, **fields: Any) -> Any:
    answer = await client.post("/v1/articles", json=article(**fields))
    assert answer.status_code == status, answer.text
    return answer.json()


async def readings(client: Client, article_id: str, **parameters: Any) -> list[Any]:
    answer = await client.get(f"/v1/articles/{article_id}/claims", params=parameters)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


async def decided(client: Client, reading: str, status: int = 200, **body: Any) -> Any:
    answer = await client.patch(reading, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def figures_in_force(client: Client) -> list[str]:
    items = (await client.get("/v1/claims", params={"in_force": True, "limit": 200})).json()["items"]
    return sorted(one["claim"]["quantity"]["as_given"] for one in items)


async def test_sure_figures_are_claims_with_their_place_in_the_text_and_open_conflicts(client: Client) -> None:
    await stored(client, metric="unemployment", subject=None, place="France", quantity="9 %", period="September 2022")
    told = await sent(client, text=FIRST, url="https://paper.example/a", title="Jobs")
    [reading] = told["claims"]
    assert (told["outcome"], reading["state"], reading["standing"]) == ("stored", "stored", "conflicts")
    assert told["article"]["readings"]["stored"] == 1
    claim = (await client.get(f"/v1/claims/{reading['claim_id']}")).json()["claim"]
    assert claim["article"]["id"] == told["article"]["id"]
    assert FIRST[claim["article"]["figure"]["start"] : claim["article"]["figure"]["end"]] == "7.3 percent"
    assert FIRST[claim["article"]["quote_start"] : claim["article"]["quote_end"]] == claim["quote"] == FIRST
    [conflict] = (await client.get("/v1/conflicts")).json()["items"]
    assert reading["conflicts"] == [conflict["id"]]
    assert conflict["claims"][1]["article"]["figure"]["exact"] == "7.3 percent"


async def test_the_feed_and_webhooks_carry_article_quote_and_anchor(client: Client) -> None:
    await stored(client, metric="unemployment", subject=None, place="France", quantity="9 %", period="September 2022")
    told = await sent(client, text=FIRST, title="Jobs")
    feed = (await client.get("/v1/events", params={"articles": True})).json()["items"]
    by_type = {one["type"]: one["data"] for one in feed}
    assert by_type["article.read"]["id"] == told["article"]["id"]
    assert by_type["article.read"]["conflicts"] == told["claims"][0]["conflicts"]
    assert by_type["article.read"]["readings"]["stored"] == 1
    of_article = by_type["conflict.created"]["claims"][1]
    assert (of_article["article"]["figure"]["exact"], of_article["quote"]) == ("7.3 percent", FIRST)
    unasked = (await client.get("/v1/events")).json()["items"]
    assert [one["type"] for one in unasked] == ["conflict.created"]


async def test_the_same_text_again_stores_nothing_and_is_told_once(client: Client) -> None:
    first = await sent(client, text=FIRST)
    again = await sent(client, status=200, text=FIRST, url="https://paper.example/elsewhere")
    assert (again["outcome"], again["article"]["id"]) == ("known", first["article"]["id"])
    assert again["claims"][0]["claim_id"] == first["claims"][0]["claim_id"]
    assert len((await client.get("/v1/claims")).json()["items"]) == 1
    assert len((await client.get("/v1/events", params={"articles": True})).json()["items"]) == 1
    other = await sent(client, text=FIRST, source="another paper")
    assert other["article"]["id"] != first["article"]["id"]


async def test_what_is_unsure_waits_with_the_reason_until_a_person_confirms_it(client: Client) -> None:
    told = await sent(client, text=UNSURE)
    sure, unsure = told["claims"]
    assert (sure["state"], unsure["state"]) == ("stored", "waiting")
    assert "sentence before" in unsure["reasons"][0]
    assert await figures_in_force(client) == ["40"]
    at = f"/v1/articles/{told['article']['id']}/claims/{unsure['id']}"
    confirmed = await decided(client, at, act="confirm", note="checked by phone")
    assert (confirmed["state"], confirmed["note"], confirmed["decided_by"]) == ("confirmed", "checked by phone", "desk")
    assert confirmed["claim"]["article"]["figure"]["exact"] == "almost 2 times"
    assert len(await figures_in_force(client)) == 2
    await decided(client, at, act="confirm")
    assert len(await figures_in_force(client)) == 2
    counts = (await client.get(f"/v1/articles/{told['article']['id']}")).json()["article"]["readings"]
    assert (counts["stored"], counts["waiting"], counts["confirmed"]) == (1, 0, 1)


async def test_an_editor_corrects_a_reading_and_its_claim_is_replaced(client: Client) -> None:
    told = await sent(client, text=FIRST)
    [reading] = told["claims"]
    at = f"/v1/articles/{told['article']['id']}/claims/{reading['id']}"
    corrected = await decided(client, at, act="correct", draft={"period": "2022-09", "place": "Mayotte"})
    assert corrected["state"] == "corrected"
    assert (corrected["claim"]["place"]["as_given"], corrected["draft"]["metric"]) == ("Mayotte", "Unemployment")
    before = (await client.get(f"/v1/claims/{reading['claim_id']}")).json()
    assert (before["withdrawn"], before["superseded_by"]) == (True, corrected["claim_id"])
    refused = await decided(client, at, 422, act="correct", draft={"quantity": "many"})
    assert refused["errors"][0]["pointer"] == "/draft/quantity"
    assert (await decided(client, at, 422, act="correct"))["errors"][0]["pointer"] == "/draft"
    assert (await decided(client, at, 422, act="drop", draft={"place": "Malta"}))["errors"][0]["pointer"] == "/draft"


async def test_a_dropped_reading_counts_no_more_and_can_be_taken_up_again(client: Client) -> None:
    told = await sent(client, text=FIRST)
    at = f"/v1/articles/{told['article']['id']}/claims/{told['claims'][0]['id']}"
    assert (await decided(client, at, act="drop", note="satire"))["state"] == "dropped"
    assert await figures_in_force(client) == []
    assert (await decided(client, at, act="confirm"))["state"] == "confirmed"
    assert await figures_in_force(client) == ["7.3 percent"]


async def test_a_figure_without_a_metric_waits_and_becomes_a_claim_by_a_correction(client: Client) -> None:
    told = await sent(client, text="And 4,711?")
    [reading] = told["claims"]
    assert (reading["state"], reading["draft"]) == ("waiting", None)
    at = f"/v1/articles/{told['article']['id']}/claims/{reading['id']}"
    assert (await decided(client, at, 422, act="confirm"))["errors"][0]["pointer"] == "/act"
    corrected = await decided(client, at, act="correct", draft={"metric": "visitors", "place": "Cologne"})
    assert (corrected["claim"]["quantity"]["as_given"], corrected["claim"]["source"]) == ("4,711", "the paper")
    assert (await client.get(at)).json()["state"] == "corrected"


async def test_a_corrected_article_supersedes_its_claims_and_tells_what_changed(
    client: Client,
) -> None:
    await stored(client, metric="unemployment", subject=None, place="France", quantity="9 %", period="September 2022")
    text = f"{FIRST} {SECOND} In Lyon 40 ships sank in May 2022."
    first = await sent(client, text=text, external_id="a-1")
    assert len(first["claims"]) == 3
    corrected = text.replace("6.2", "5.2").replace(
        "In Lyon 40 ships sank in May 2022.", "In Nice 12 cars burned in May 2022."
    )
    told = await sent(client, text=f"Corrected. {corrected}", external_id="a-1", published_at="2022-11-22")
    assert (told["outcome"], told["article"]["id"], told["article"]["version"]) == (
        "corrected",
        first["article"]["id"],
        2,
    )
    changes = told["changes"]
    assert changes["unchanged"] == 1
    assert [(one["figure_before"], one["figure_after"]) for one in changes["replaced"]] == [
        ("6.2 percent", "5.2 percent")
    ]
    assert (len(changes["added"]), len(changes["gone"])) == (1, 1)
    kept = told["claims"][0]
    assert kept["claim_id"] == first["claims"][0]["claim_id"]
    assert kept["anchors"]["figure"]["start"] == first["claims"][0]["anchors"]["figure"]["start"] + len("Corrected. ")
    assert await figures_in_force(client) == ["12", "5.2 percent", "7.3 percent", "9 %"]
    [conflict] = (await client.get("/v1/conflicts")).json()["items"]
    assert conflict["status"] == "open"
    gone = await readings(client, told["article"]["id"], state="gone")
    assert {one["anchors"]["figure"]["exact"] for one in gone} == {"6.2 percent", "40"}
    events = [one["data"] for one in (await client.get("/v1/events", params={"articles": True})).json()["items"]]
    assert events[-1]["changes"] == changes


async def test_what_a_person_decided_stays_when_the_text_is_corrected(client: Client) -> None:
    text = f"{FIRST} {SECOND}"
    told = await sent(client, text=text, url="https://paper.example/a", external_id="a-1")
    one, two = (f"/v1/articles/{told['article']['id']}/claims/{reading['id']}" for reading in told["claims"])
    await decided(client, one, act="drop")
    fixed = await decided(client, two, act="correct", draft={"place": "Corsica"})
    again = await sent(client, text=f"{text} It rained.", url="https://paper.example/a")
    assert again["article"]["external_id"] == "a-1"
    assert [reading["state"] for reading in again["claims"]] == ["dropped", "corrected"]
    assert again["claims"][1]["claim_id"] == fixed["claim_id"]
    assert await figures_in_force(client) == ["6.2 percent"]


async def test_an_article_is_taken_back_whole_and_may_come_anew(client: Client) -> None:
    told = await sent(client, text=f"{FIRST} {SECOND}")
    at = f"/v1/articles/{told['article']['id']}"
    assert (await client.delete(at)).json() == {"claims": 2}
    assert await figures_in_force(client) == []
    assert (await client.get(at)).json()["article"]["withdrawn_at"] is not None
    await decided(client, f"{at}/claims/{told['claims'][0]['id']}", 409, act="confirm")
    anew = await sent(client, text=f"{FIRST} {SECOND}")
    assert anew["article"]["id"] != told["article"]["id"]
    empty = await sent(client, text="Nothing is counted here.")
    assert (await client.delete(f"/v1/articles/{empty['article']['id']}")).json() == {"claims": 0}
    assert (await client.delete("/v1/articles/00000000-0000-7000-8000-000000000000")).status_code == 404


async def test_the_text_is_kept_only_where_its_sender_says_so(client: Client) -> None:
    kept = await sent(client, text=FIRST, keep_text=True)
    other = await sent(client, text=SECOND)
    assert (await client.get(f"/v1/articles/{kept['article']['id']}")).json()["text"] == FIRST
    assert (await client.get(f"/v1/articles/{other['article']['id']}")).json()["text"] is None


async def test_lists_are_narrowed_and_paged(client: Client) -> None:
    for number in range(3):
        text = UNSURE if number == 1 else f"In Malta {40 + number} ships sank in May 2022."
        await sent(client, text=text, url=f"https://paper.example/{number}", external_id=f"n-{number}")
    page = (await client.get("/v1/articles", params={"limit": 2})).json()
    rest = (await client.get("/v1/articles", params={"limit": 2, "cursor": page["next"]})).json()
    assert [one["external_id"] for one in page["items"] + rest["items"]] == ["n-2", "n-1", "n-0"]
    for parameters in ({"waiting": True}, {"url": "https://paper.example/1"}, {"external_id": "n-1"}):
        [found] = (await client.get("/v1/articles", params=parameters)).json()["items"]
        assert found["external_id"] == "n-1"
    assert (await client.get("/v1/articles", params={"source": "nobody"})).json()["items"] == []
    assert (await client.get("/v1/articles", params={"since": "2023-01-01"})).json()["items"] == []


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles/check"])
async def test_offsets_count_as_a_browser_does_when_it_is_asked_for(client: Client, path: str) -> None:
    text = f"🚢🚢 {FIRST}"
    for units, shift in (("code_points", 3), ("utf16", 5)):
        answer = await client.post(path, params={"offsets": units}, json=article(text=text))
        [one] = answer.json()["claims"]
        assert one["anchors"]["figure"]["start"] == FIRST.index("7.3") + shift
    if path == "/v1/articles":
        [listed] = await readings(client, answer.json()["article"]["id"], offsets="utf16")
        assert listed["anchors"]["figure"]["start"] == FIRST.index("7.3") + 5


async def test_a_recording_that_broke_off_is_gone_on_with_by_the_same_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent(client, text=FIRST, external_id="a-1")

    async def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power is out")

    with monkeypatch.context() as broken:
        broken.setattr(Recorder, "record", breaks)
        answer = await client.post("/v1/articles", json=article(text=SECOND, external_id="a-1"))
        assert answer.status_code == 500
    assert await figures_in_force(client) == ["7.3 percent"]
    await sent(client, status=200, text=SECOND, external_id="a-1")
    assert await figures_in_force(client) == ["6.2 percent"]
    events = (await client.get("/v1/events", params={"articles": True})).json()["items"]
    assert [one["data"]["version"] for one in events] == [1, 2]


async def test_many_articles_are_stored_in_order_and_a_bad_one_spoils_no_other(client: Client) -> None:
    bodies = [article(text=FIRST, external_id="a"), article(text=""), article(text=SECOND, published_at="soon")]
    listed = (await client.post("/v1/articles/batch", json=[*bodies, 7])).json()
    assert [one["outcome"] for one in listed] == ["stored", "refused", "refused", "refused"]
    assert (listed[0]["claims"], listed[0]["external_id"]) == (1, "a")
    assert [one["refusal"][0]["pointer"] for one in listed[1:]] == ["/text", "/published_at", ""]
    lines = "\n".join(json.dumps(one) for one in (article(text=FIRST), article(text=SECOND)))
    answer = await client.post(
        "/v1/articles/batch", content=f"{lines}\n\nnope\n", headers={"Content-Type": "application/x-ndjson"}
    )
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one["outcome"]) for one in told] == [(1, "known"), (2, "stored"), (4, "refused")]


async def test_an_erased_claim_leaves_nothing_in_the_article(client: Client) -> None:
    told = await sent(client, text=FIRST)
    assert (await client.delete(f"/v1/claims/{told['claims'][0]['claim_id']}")).status_code == 204
    assert await readings(client, told["article"]["id"]) == []


async def test_figures_of_one_article_that_differ_are_both_kept(client: Client) -> None:
    await sent(client, text=f"{FIRST} {FIRST.replace('7.3', '7.4')}")
    assert await figures_in_force(client) == ["7.3 percent", "7.4 percent"]
