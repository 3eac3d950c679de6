"""What is sent: the standard payload, and ready messages for Slack and Microsoft Teams."""

import json
from collections.abc import Sequence
from datetime import UTC, date
from typing import Any, Literal, assert_never
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from service.article import ArticleNews
from service.claim import Period, PeriodKind
from service.conflict import Conflict
from service.dispute import Dispute, DisputeNews
from service.event import EndpointFormat, EventType, Page
from service.judging import gap_words
from service.knowledge import WithdrawnNews
from service.notifying.cards import Card, Saying, saying_of, slack_blocks, teams_blocks
from service.series import SeriesNews
from service.storage.outbox import Delivery, FeedEvent

_conflict = msgspec.json.Decoder(Conflict).decode
_dispute_news = msgspec.json.Decoder(DisputeNews).decode
_article_news = msgspec.json.Decoder(ArticleNews).decode
_series_news = msgspec.json.Decoder(SeriesNews).decode
_withdrawn_news = msgspec.json.Decoder(WithdrawnNews).decode


class _AboutSeries(msgspec.Struct, frozen=True):
    """What a series is found by: whatever leads to the page of one says it."""

    metric: str
    subject: str | None
    place: str | None


_about_series = msgspec.json.Decoder(_AboutSeries).decode
_MOST_POSITIONS = 8
_CARD = "application/vnd.microsoft.card.adaptive"


def message_id(deliveries: Sequence[Delivery]) -> UUID:
    """Give the id that a call carries: the event's own, or one made of all ids of a digest; the same on each retry."""
    if len(deliveries) == 1:
        return deliveries[0].event_id
    return uuid5(NAMESPACE_URL, " ".join(str(one.event_id) for one in deliveries))


def body_of(deliveries: Sequence[Delivery], public_url: str | None = None) -> bytes:
    """Give the body of a call in the endpoint's format; messages for people link to the page of each."""
    form = EndpointFormat(deliveries[0].format)
    match form:
        case EndpointFormat.SLACK:
            text = "\n".join(_for_slack(one, public_url) for one in deliveries)
            return _dump({"text": text, "blocks": slack_blocks([card_of(one, public_url) for one in deliveries])})
        case EndpointFormat.TEAMS:
            return _dump(_teams([block for one in deliveries for block in teams_blocks(card_of(one, public_url))]))
        case EndpointFormat.STANDARD:
            return _standard_body(deliveries)
        case _:
            assert_never(form)


def _standard_body(deliveries: Sequence[Delivery]) -> bytes:
    if len(deliveries) == 1:
        return standard(deliveries[0]).encode()
    events = ",".join(standard(one) for one in deliveries)
    stamp = _stamp(deliveries[-1])
    return f'{{"type":"digest","timestamp":"{stamp}","data":{{"events":[{events}]}}}}'.encode()


def standard(event: Delivery | FeedEvent) -> str:
    """Give the Standard Webhooks payload of an event."""
    return f'{{"type":"{event.type}","timestamp":"{_stamp(event)}","data":{event.data}}}'


def page_of(event: Delivery | FeedEvent, public_url: str | None) -> str | None:
    """Give the address of the page that an event is about, if the service was told its own."""
    if public_url is None:
        return None
    base = public_url.rstrip("/")
    kind = EventType(event.type)
    page = kind.handling.page
    match page:
        case None:
            return None
        case Page.CONFLICT:
            return f"{base}/console/conflicts/{_conflict(event.data).id}"
        case Page.DISPUTE:
            return f"{base}/console/disputes/{_dispute_news(event.data).dispute.id}"
        case Page.SERIES:
            return f"{base}/console/series?{urlencode(_series_of(event))}"
        case _:
            assert_never(page)


def _series_of(event: Delivery | FeedEvent) -> dict[str, str]:
    """Give what the series is found by that a finding is about: whoever reads on sees it beside the others."""
    news = _about_series(event.data)
    named = {"metric": news.metric, "subject": news.subject, "place": news.place}
    return {name: value for name, value in named.items() if value}


def _for_slack(event: Delivery, public_url: str | None) -> str:
    """Slack reads <…> as links and calls to everybody; what sources wrote is neither."""
    page = page_of(event, public_url)
    sentence = sentence_of(event).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{sentence} <{page}|claimdiff>" if page else sentence


def card_of(event: Delivery | FeedEvent, public_url: str | None) -> Card:
    """Give an event as people read it: in a conflict both sides with their quotes, in a dispute each position."""
    sentence, page = sentence_of(event), page_of(event, public_url)
    about = EventType(event.type).handling.page
    match about:
        case Page.CONFLICT:
            conflict = _conflict(event.data)
            return Card(sentence, conflict.severity, tuple(saying_of(one) for one in conflict.claims), page)
        case Page.DISPUTE:
            dispute = _dispute_news(event.data).dispute
            sayings = tuple(Saying(", ".join(one.sources), one.figure) for one in dispute.positions[:_MOST_POSITIONS])
            return Card(sentence, dispute.severity, sayings, page)
        case Page.SERIES | None:
            return Card(sentence, page=page)
        case _:
            assert_never(about)


def sentence_of(event: Delivery | FeedEvent) -> str:
    """Say an event in a sentence that an editor can act on."""
    kind = EventType(event.type)
    match kind:
        case EventType.CONFLICT_CREATED:
            return conflict_sentence(_conflict(event.data))
        case EventType.CONFLICT_UPDATED:
            conflict = _conflict(event.data)
            why = f", {conflict.resolution.value.replace('_', ' ')}" if conflict.resolution else ""
            return f"Now {conflict.status.value}{why}: {conflict_sentence(conflict)}"
        case EventType.DISPUTE_OPENED:
            return _dispute_sentence("Disputed", _dispute_news(event.data).dispute)
        case EventType.DISPUTE_UPDATED | EventType.DISPUTE_SETTLED:
            dispute = _dispute_news(event.data).dispute
            return _dispute_sentence(f"Dispute, {dispute.status.value}", dispute)
        case EventType.ARTICLE_READ:
            return article_sentence(_article_news(event.data))
        case EventType.SERIES_FLAGGED | EventType.CLAIM_WITHDRAWN:
            return _finding_sentence(kind, event.data)
        case EventType.WEBHOOK_DISABLED | EventType.WEBHOOK_TEST:
            return f"claimdiff: {kind.value.replace('.', ' ')}"
        case _:
            assert_never(kind)


def _dispute_sentence(begins: str, dispute: Dispute) -> str:
    why = f" ({dispute.cause.says}, {dispute.cause.likelihood.value})" if dispute.cause else ""
    return f"{begins}: {dispute.sentence}{why}"


def article_sentence(news: ArticleNews) -> str:
    """Say what was read: "alpha wire: "Losses grow" read, 5 claims stored, 1 waits for a person, 2 conflicts"."""
    called = f'"{news.title}"' if news.title else news.url or news.external_id or "an article"
    again = f" (corrected, version {news.version})" if news.version > 1 else ""
    stored = news.readings.stored + news.readings.confirmed + news.readings.corrected
    told = f"{stored} claims stored, {news.readings.waiting} waiting for a person, {len(news.conflicts)} conflicts"
    return f"{news.source}: {called} read{again}, {told}"


_Finding = Literal[EventType.SERIES_FLAGGED, EventType.CLAIM_WITHDRAWN]


def _finding_sentence(kind: _Finding, data: str) -> str:
    match kind:
        case EventType.SERIES_FLAGGED:
            return series_sentence(_series_news(data))
        case EventType.CLAIM_WITHDRAWN:
            return withdrawn_sentence(_withdrawn_news(data))
        case _:
            assert_never(kind)


def series_sentence(news: SeriesNews) -> str:
    """Say what falls, and of what."""
    return f"{news.source}, {_what(news)}: {news.check.sentence}"


def withdrawn_sentence(news: WithdrawnNews) -> str:
    """Say who still carries what, and of what.

    "alpha wire still carries 152, which health ministry has corrected to 148. (deaths, Gaza Strip, as of 20 Nov 2022)"
    """
    return f"{news.carrier.sentence} ({_what(news)}, {period_words(news.period)})"


def _what(news: SeriesNews | WithdrawnNews) -> str:
    return ", ".join(word for word in (news.subject, news.metric, news.place) if word)


def conflict_sentence(conflict: Conflict) -> str:
    """Say who says what, of what, for when, and how far apart.

    "alpha wire says 14, beta news says 33: COVID-19 deaths, Switzerland, as of 18 Mar 2020 (extreme, 2.4 times)"
    """
    said = ", ".join(f"{claim.source} says {claim.quantity.as_given}" for claim in conflict.claims)
    first = conflict.claims[0]
    words = [first.subject.as_given if first.subject else "", first.metric.as_given]
    what = " ".join(word for word in words if word)
    where = f", {first.place.name}" if first.place and first.place.as_given not in what else ""
    return f"{said}: {what}{where}, {period_words(first.period)} ({conflict.severity.value}, {gap_words(conflict.gap)})"


def period_words(period: Period) -> str:
    """Say a period in short English words."""
    last = _day(period.end)
    if period.kind is PeriodKind.AS_OF:
        return f"as of {last}"
    return last if period.start == period.end else f"{_day(period.start)} to {last}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _teams(blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
    }
    return {"type": "message", "attachments": [{"contentType": _CARD, "content": content}]}


def _stamp(event: Delivery | FeedEvent) -> str:
    return event.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _dump(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()
