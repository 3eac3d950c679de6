"""What people are sent of an event: how grave it is, who says what in which words, and where to decide on it."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from service.claim import Claim, Severity

MOST_CARDS = 12
"""Of a digest as cards, the first ones; the others are told in a sentence each, as far as there is room."""
_LONGEST_TEXT = 2_900
"""Slack takes 3,000 characters in a block, with its marks."""
_LONGEST_QUOTE = 300
SEVERITY_COLOURS = {
    Severity.SLIGHT: "default",
    Severity.MODERATE: "accent",
    Severity.MAJOR: "warning",
    Severity.EXTREME: "attention",
}


class Saying(Struct, frozen=True):
    """One side: who says which figure, the words around it, and where they stand."""

    who: str
    figure: str
    quote: str | None = None
    url: str | None = None


class Card(Struct, frozen=True):
    """An event as people read it."""

    sentence: str
    severity: Severity | None = None
    sayings: tuple[Saying, ...] = ()
    page: str | None = None


def saying_of(claim: Claim) -> Saying:
    """Give what a claim says, its quote cut where it is long."""
    who = f"{claim.source}, quoting {claim.claimant}" if claim.claimant else claim.source
    return Saying(who, claim.quantity.as_given, _cut(claim.quote, _LONGEST_QUOTE) if claim.quote else None, claim.url)


def slack_blocks(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Blocks of Slack: what sources wrote is plain text there, which knows no links and no calls to everybody."""
    blocks: list[dict[str, Any]] = []
    for card in cards[:MOST_CARDS]:
        blocks.append(_slack_text(card.sentence))
        if card.sayings:
            blocks.append(_slack_text("\n".join(_said(one) for one in card.sayings)))
        if buttons := [_slack_button(*one) for one in _links(card)]:
            blocks.append({"type": "actions", "elements": buttons})
    return blocks


def teams_blocks(card: Card) -> list[dict[str, Any]]:
    """Elements of an Adaptive Card: what sources wrote stands in TextRuns, which are text and no Markdown."""
    blocks = [_teams_text(card.sentence, card.severity)]
    blocks += [_teams_text(_said(one), None) for one in card.sayings]
    if buttons := [{"type": "Action.OpenUrl", "title": title, "url": url} for title, url in _links(card)]:
        blocks.append({"type": "ActionSet", "actions": buttons})
    return blocks


def plain_text(card: Card) -> str:
    """A card as text: a line a side, a line for the page."""
    links = [f"{title}: {url}" for title, url in _links(card)]
    return "\n".join([card.sentence, *(f"  {_said(one)}" for one in card.sayings), *links])


def _said(one: Saying) -> str:
    quoted = f": \N{LEFT DOUBLE QUOTATION MARK}{one.quote}\N{RIGHT DOUBLE QUOTATION MARK}" if one.quote else ""
    return f"{one.who}: {one.figure}{quoted}"


def _links(card: Card) -> list[tuple[str, str]]:
    """The page to decide on, then each side's own text; nothing that is no web address."""
    decide = [("Decide in claimdiff", card.page)] if card.page else []
    texts = [
        (_cut(f"Read {one.who}", 70), one.url)
        for one in card.sayings
        if one.url and one.url.startswith(("https://", "http://")) and len(one.url) <= _LONGEST_TEXT
    ]
    return [*decide, *texts]


def _slack_text(text: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": _cut(text, _LONGEST_TEXT), "emoji": False}
    return {"type": "section", "text": plain}


def _slack_button(title: str, url: str) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": title, "emoji": False}, "url": url}


def _teams_text(text: str, severity: Severity | None) -> dict[str, Any]:
    run = {"type": "TextRun", "text": text}
    if severity is not None:
        run |= {"weight": "Bolder", "color": SEVERITY_COLOURS[severity]}
    return {"type": "RichTextBlock", "inlines": [run]}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
