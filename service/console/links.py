"""Searches that a person keeps, and links for feed readers, spreadsheets and pages: made, listed, revoked by forms."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Controller, MediaType, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.console import filters
from service.console.acts import AnyRequest, Html, go, read_form
from service.console.asking import Answer, act, ask
from service.console.pages import refusal
from service.console.rendering import page
from service.recording import Clock

LASTS = {"30": 30, "365": 365, "": None}
"""For how many days a link is good, as the form says it."""
_PAGE = "/console/links"
_MOST = 200
_MOST_RECEIVERS = 20
_CHANNELS = {"slack", "teams"}
_OF_FEED = ("severity", "source", "metric", "place", "q")


class LinksPageController(Controller):
    """The page of searches and links."""

    path = "/console"
    include_in_schema = False

    @get("/links", media_type=MediaType.HTML)
    async def show(self, request: AnyRequest) -> Html:
        """Show what one keeps, and the links that one has made; those of the list in the address can be added."""
        return await show_links(request, dict(request.query_params))

    @post("/searches")
    async def save_search(self, request: AnyRequest) -> Html:
        """Keep the list's filters under a name."""
        form = await read_form(request)
        body = {"name": form.get("name", "").strip(), "query": form.get("query", "")}
        answer = await act(request, "POST", "/v1/searches", body, form.get("csrf", ""))
        return await _after(request, answer, form)

    @post("/searches/{search_id:uuid}/remove")
    async def remove_search(self, request: AnyRequest, search_id: FromPath[UUID]) -> Html:
        """Keep it no longer."""
        form = await read_form(request)
        answer = await act(request, "DELETE", f"/v1/searches/{search_id}", {}, form.get("csrf", ""))
        return await _after(request, answer, form)

    @post("/links")
    async def make_link(self, request: AnyRequest, clock: NamedDependency[Clock]) -> Html:
        """Make a link, and show its addresses, this once."""
        form = await read_form(request)
        body: dict[str, object] = {"name": form.get("name", "").strip()}
        days = LASTS.get(form.get("lasts", ""))
        if days is not None:
            body["expires_at"] = (clock() + timedelta(days=days)).strftime("%Y-%m-%d")
        if form.get("dispute"):
            body["dispute_id"] = form["dispute"]
        else:
            body["filters"] = _filters_of(read_fields(form.get("query", "")))
        answer = await act(request, "POST", "/v1/links", body, form.get("csrf", ""))
        if answer.is_refusal:
            return await _after(request, answer, form)
        return await show_links(request, _wanted(form), made=answer.json())

    @post("/links/{link_id:uuid}/revoke")
    async def revoke_link(self, request: AnyRequest, link_id: FromPath[UUID]) -> Html:
        """Refuse it from now on."""
        form = await read_form(request)
        answer = await act(request, "DELETE", f"/v1/links/{link_id}", {}, form.get("csrf", ""))
        return await _after(request, answer, form)


async def _after(request: AnyRequest, answer: Answer, form: Mapping[str, str]) -> Html:
    wanted = _wanted(form)
    if answer.is_refusal:
        return await show_links(request, wanted, problem=answer.detail(), status=answer.status)
    return go(f"{_PAGE}?{urlencode(wanted)}" if wanted else _PAGE)


async def show_links(
    request: AnyRequest,
    wanted: Mapping[str, str],
    *,
    made: Mapping[str, Any] | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Html:
    """Show the page with what is kept and made, and with what a list's filters or a dispute could become."""
    kept = await ask(request, "/v1/searches")
    links = await ask(request, "/v1/links", [("limit", str(_MOST))])
    for answer in (kept, links):
        if answer.is_refusal:
            return await refusal(request, answer)
    chosen = filters.read_filters(wanted)
    words = wanted.get("q", "").strip()
    query = [*filters.kept(chosen), *([("q", words)] if words else [])]
    return await page(
        request,
        "links.html",
        status=status,
        kind="links",
        problem=problem,
        dispute=_dispute_of(wanted),
        query=urlencode(query),
        told=[(name, value) for name, value in query if name != "known_on"],
        searches=kept.json()["items"],
        links=links.json()["items"],
        made=made,
        receivers=await _receivers(request),
        lasts=tuple(LASTS),
    )


async def _receivers(request: AnyRequest) -> list[dict[str, Any]] | None:
    """Give the channels that are told of disputes, with what became of the last message; None to who may not ask."""
    answer = await ask(request, "/v1/webhooks", [("limit", str(_MOST))])
    if answer.is_refusal:
        return None
    told = [one for one in answer.json()["items"] if one["format"] in _CHANNELS][:_MOST_RECEIVERS]
    logs = [await ask(request, f"/v1/webhooks/{one['id']}/deliveries", [("limit", "1")]) for one in told]
    return [one | {"last": next(iter(log.json().get("items", ())), None)} for one, log in zip(told, logs, strict=True)]


def _wanted(form: Mapping[str, str]) -> dict[str, str]:
    return {"dispute": form["dispute"]} if form.get("dispute") else read_fields(form.get("query", ""))


def read_fields(query: str) -> dict[str, str]:
    """Give the filters that a form hands on; what is no query has none."""
    try:
        return dict(parse_qsl(query, max_num_fields=50))
    except ValueError:
        return {}


def _filters_of(fields: Mapping[str, str]) -> dict[str, object]:
    """Give the list's filters as the API's links have them."""
    chosen: dict[str, object] = {name: fields[name].strip() for name in _OF_FEED if fields.get(name, "").strip()}
    statuses: Sequence[str] = filters.statuses_of(filters.read_filters(fields)["status"])
    return chosen | ({"status": list(statuses)} if statuses else {})


def _dispute_of(wanted: Mapping[str, str]) -> str | None:
    try:
        return str(UUID(wanted.get("dispute", "")))
    except ValueError:
        return None
