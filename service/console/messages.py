"""Messages to Slack and Teams about a list of disputes: subscribed, tried and ended by forms on the page of links."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, post
from litestar.params import FromPath

from service.console.acts import AnyRequest, Html, go, read_form
from service.console.asking import Answer, act, ask
from service.console.links import read_fields, show_links

FORMATS = ("slack", "teams")
TYPES = ["dispute.opened", "dispute.settled"]
"""What a desk wants to hear of: no steps in between."""
_PAGE = "/console/links"
_PATIENCE_SECONDS = 4.0
_PAUSE_SECONDS = 0.2


class MessagesController(Controller):
    """Forms around messages."""

    path = "/console/messages"
    include_in_schema = False

    @post()
    async def subscribe(self, request: AnyRequest) -> Html:
        """Have disputes of a list told to a channel."""
        form = await read_form(request)
        body = _endpoint(form)
        answer = await act(request, "POST", "/v1/webhooks", body, form.get("csrf", ""))
        if answer.is_refusal:
            return await _refused(request, form, answer)
        return await _try(request, form, UUID(answer.json()["webhook"]["id"]))

    @post("/{webhook_id:uuid}/test")
    async def try_out(self, request: AnyRequest, webhook_id: FromPath[UUID]) -> Html:
        """Send a message now, and tell what became of it."""
        return await _try(request, await read_form(request), webhook_id)

    @post("/{webhook_id:uuid}/remove")
    async def end(self, request: AnyRequest, webhook_id: FromPath[UUID]) -> Html:
        """Tell the channel nothing from now on."""
        form = await read_form(request)
        answer = await act(request, "DELETE", f"/v1/webhooks/{webhook_id}", {}, form.get("csrf", ""))
        return await _refused(request, form, answer) if answer.is_refusal else _back(form)


async def _try(request: AnyRequest, form: Mapping[str, str], webhook_id: UUID) -> Html:
    answer = await act(request, "POST", f"/v1/webhooks/{webhook_id}/test", {}, form.get("csrf", ""))
    if answer.is_refusal:
        return await _refused(request, form, answer)
    await _until_sent(request, webhook_id)
    return _back(form)


async def _until_sent(request: AnyRequest, webhook_id: UUID) -> None:
    """Wait for a while until the newest message was taken or refused, so that the page tells which."""
    for _ in range(int(_PATIENCE_SECONDS / _PAUSE_SECONDS)):
        answer = await ask(request, f"/v1/webhooks/{webhook_id}/deliveries", [("limit", "1")])
        if answer.is_refusal or any(one["duration_milliseconds"] is not None for one in answer.json()["items"]):
            return
        await asyncio.sleep(_PAUSE_SECONDS)


def _endpoint(form: Mapping[str, str]) -> dict[str, object]:
    """Give the endpoint that a form asks for; the list's filters are its own, as far as it knows them."""
    fields = read_fields(form.get("query", ""))
    body: dict[str, object] = {
        "url": form.get("address", "").strip(),
        "format": form.get("format", ""),
        "event_types": TYPES,
        "description": form.get("name", "").strip() or None,
    }
    if fields.get("severity"):
        body["minimal_severity"] = fields["severity"]
    return body | {f"{name}s": [fields[name]] for name in ("metric", "source", "place") if fields.get(name)}


def _back(form: Mapping[str, str]) -> Html:
    wanted = read_fields(form.get("query", ""))
    return go(f"{_PAGE}?{urlencode(wanted)}#messages" if wanted else f"{_PAGE}#messages")


async def _refused(request: AnyRequest, form: Mapping[str, str], answer: Answer) -> Html:
    wanted: dict[str, Any] = read_fields(form.get("query", ""))
    return await show_links(request, wanted, problem=answer.detail(), status=answer.status)
