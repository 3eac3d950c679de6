"""The page for a draft as the service writes it: without a script a form sends its text, and its figures are marked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from litestar import Controller, MediaType, get, post

from service.console.acts import AnyRequest, Html, read_form
from service.console.asking import Answer, act
from service.console.rendering import page

STANDINGS = ("conflicts", "agrees", "alone", "not_understood")
_HANDED_ON = ("metric", "quantity", "subject", "place", "claimant", "quote", "url", "unit", "language")


class Piece(NamedTuple):
    """A stretch of the text: a figure with its number in the list below, or what stands between figures."""

    text: str
    number: int | None = None
    standing: str | None = None


class DraftController(Controller):
    """The page for a draft."""

    path = "/console/draft"
    include_in_schema = False

    @get(media_type=MediaType.HTML)
    async def show_form(self, request: AnyRequest) -> Html:
        """Show the empty form; a script draws its own in its place."""
        return await _show(request, {})

    @post(media_type=MediaType.HTML)
    async def check(self, request: AnyRequest) -> Html:
        """Say of each figure of a text what stands against it. Nothing is stored."""
        form = await read_form(request)
        given = {**form, "text": form.get("text", "").replace("\r\n", "\n")}
        body = {name: given.get(name, "").strip() for name in ("source", "published_at")}
        asked = {name: value for name, value in body.items() if value} | {"text": given["text"]}
        return await _show(
            request, given, await act(request, "POST", "/v1/articles/check", asked, form.get("csrf", ""))
        )


async def _show(request: AnyRequest, given: Mapping[str, str], answer: Answer | None = None) -> Html:
    refused = answer is not None and answer.is_refusal
    found: dict[str, Any] | None = answer.json() if answer is not None and not refused else None
    errors = answer.json().get("errors") or [] if answer is not None and refused else []
    claims = found["claims"] if found else []
    return await page(
        request,
        "draft.html",
        status=answer.status if answer is not None and refused else 200,
        kind="draft",
        given=given,
        wrong=(errors[0]["detail"] if errors else answer.detail()) if answer is not None and refused else None,
        found=found,
        standings=[(one, sum(claim["standing"] == one for claim in claims)) for one in STANDINGS],
        pieces=cut(given.get("text", ""), claims),
        handed=[_handed_on(claim["draft"]) for claim in claims],
    )


def cut(text: str, claims: list[dict[str, Any]]) -> list[Piece]:
    """Cut a text at its figures. Of two readings of the same letters the first is marked."""
    pieces, at = [], 0
    for number, claim in enumerate(claims, 1):
        figure = claim["anchors"]["figure"]
        if figure["start"] < at:
            continue
        pieces.append(Piece(text[at : figure["start"]]))
        pieces.append(Piece(text[figure["start"] : figure["end"]], number, claim["standing"]))
        at = figure["end"]
    return [*pieces, Piece(text[at:])]


def _handed_on(draft: Mapping[str, Any] | None) -> dict[str, str]:
    """Give the fields of the form for a single claim that a figure's draft fills."""
    if draft is None:
        return {}
    told = {name: draft.get(name) for name in ("source", *_HANDED_ON)}
    period = draft.get("period")
    if isinstance(period, Mapping):
        period = _dates(period)
    published = draft.get("published_at")
    told |= {"period": period, "published_at": str(datetime.fromisoformat(published).date()) if published else None}
    return {name: value for name, value in told.items() if isinstance(value, str) and value}


def _dates(period: Mapping[str, Any]) -> str:
    if period["kind"] == "as_of":
        return f"as of {period['end']}"
    return str(period["start"]) if period["start"] == period["end"] else f"{period['start']}/{period['end']}"
