"""What an assistant may ask for, over the Model Context Protocol. Needs the extra that brings the protocol."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from service import __version__
from service.errors import ClaimdiffError

Call = Callable[..., Awaitable[Any]]
"""Asks the service: headers of the request, method, path, and what is said with it."""
_MATCHES_TOLD = 10
_DISPUTES_TOLD = 25
_INSTRUCTIONS = (
    "Figures of the news as their sources gave them. Before you write a figure, check it: `check_figure` tells what "
    "stands against it. Nothing is stored by any of these tools. Figures that exclude each other are never summed or "
    "averaged; name both, with their sources."
)


def server_of(tools: "Tools") -> MCPServer:
    """Give a server of the protocol with these tools, none of which changes anything."""
    server = MCPServer("claimdiff", version=__version__, instructions=_INSTRUCTIONS)
    asking = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.check_figure, tools.read_text, tools.list_disputes, tools.get_dispute):
        server.tool(annotations=asking)(tool)
    return server


class Tools:
    """The tools, each a question to the service."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def _ask(self, context: Context[Any], method: str, path: str, **said: Any) -> Any:
        try:
            return await self._call(context.headers, method, path, **said)
        except ClaimdiffError as error:
            raise ToolError(str(error)) from error

    async def check_figure(
        self,
        context: Context[Any],
        metric: Annotated[str, Field(description='What is measured, in words: "personnel losses".')],
        quantity: Annotated[str, Field(description='The figure as printed: "almost 85 thousand".')],
        period: Annotated[str | None, Field(description='"October 2022", "as of 2022-11-20"; none: as of now.')] = None,
        subject: Annotated[str | None, Field(description='Of whom or what: "Russian army".')] = None,
        place: Annotated[str | None, Field(description='Where: "Ukraine".')] = None,
        unit: Annotated[str | None, Field(description="The unit, when the figure is printed without.")] = None,
        language: Annotated[str | None, Field(description='Of the text: "en", "de".')] = None,
        source: Annotated[str, Field(description="Who publishes; its own claims are not held against it.")] = "you",
    ) -> dict[str, Any]:
        """Tell how a figure is understood and which stored figures contradict it or bear it out. Stores nothing."""
        given = {"source": source, "metric": metric, "quantity": quantity, "period": period, "subject": subject}
        body = _said(given | {"place": place, "unit": unit, "language": language})
        return shortened_check(await self._ask(context, "POST", "/v1/claims/check", json=body))

    async def read_text(
        self,
        context: Context[Any],
        text: Annotated[str, Field(description="The text, up to 30,000 characters.")],
        title: Annotated[str | None, Field(description="The headline.")] = None,
        place: Annotated[str | None, Field(description="Where its figures are from, unless a sentence says.")] = None,
        language: Annotated[str | None, Field(description='Of the text: "en", "de".')] = None,
        published_at: Annotated[str | None, Field(description="ISO 8601 day or time; now, when left out.")] = None,
        source: Annotated[str, Field(description="Who publishes; its own claims are not held against it.")] = "you",
    ) -> dict[str, Any]:
        """Find the figures of a text, each with what stored figures say against it or for it. Stores nothing."""
        given = {"source": source, "text": text, "title": title, "place": place, "language": language}
        body = _said(given | {"published_at": published_at})
        return shortened_text(await self._ask(context, "POST", "/v1/articles/check", json=body))

    async def list_disputes(
        self,
        context: Context[Any],
        metric: Annotated[str | None, Field(description="Of this metric, in words.")] = None,
        source: Annotated[str | None, Field(description="In which this source holds a figure.")] = None,
        place: Annotated[str | None, Field(description="On this place.")] = None,
        severity: Annotated[
            Literal["slight", "moderate", "major", "extreme"] | None, Field(description="This severity or graver.")
        ] = None,
        since: Annotated[str | None, Field(description="Opened or changed on this day or later.")] = None,
        cursor: Annotated[str | None, Field(description="`next` of the page before.")] = None,
    ) -> dict[str, Any]:
        """List open questions on which sources give figures that exclude each other, the gravest first."""
        given = {"metric": metric, "source": source, "place": place, "severity": severity, "since": since}
        wanted = _said(given | {"cursor": cursor, "sort": "gravest", "status": "open", "limit": str(_DISPUTES_TOLD)})
        listed: dict[str, Any] = await self._ask(context, "GET", "/v1/disputes", params=wanted)
        return listed

    async def get_dispute(
        self, context: Context[Any], dispute_id: Annotated[UUID, Field(description="`id` of a dispute.")]
    ) -> dict[str, Any]:
        """Tell who says which figure in a dispute, since when, and who has moved."""
        told: dict[str, Any] = await self._ask(context, "GET", f"/v1/disputes/{dispute_id}")
        return told


def shortened_check(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Give of a check what an assistant needs: the claim as understood, who says otherwise, and why."""
    return {
        "understood": understood(answer["claim"]),
        "counts": answer.get("counts"),
        "matches": [_match(one) for one in answer["matches"][:_MATCHES_TOLD]],
        "warnings": answer.get("warnings", []),
    }


def shortened_text(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Give of a text each figure, where it stands, and what stands against it."""
    figures = [
        {
            "figure": one["anchors"]["figure"]["exact"],
            "start": one["anchors"]["figure"]["start"],
            "end": one["anchors"]["figure"]["end"],
            "standing": one["standing"],
            "reasons": one["reasons"],
            "understood": understood(one["claim"]) if one["claim"] else None,
            "matches": [_match(match) for match in one["matches"][:_MATCHES_TOLD]],
        }
        for one in answer["claims"]
    ]
    return {"article": answer["article"], "figures": figures}


def understood(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Give a claim in a few plain fields."""
    quantity, period = claim["quantity"], claim["period"]
    return {
        "id": claim["id"],
        "source": claim["source"],
        "claimant": claim.get("claimant"),
        "metric": claim["metric"]["as_given"],
        "subject": (claim.get("subject") or {}).get("as_given"),
        "place": (claim.get("place") or {}).get("name"),
        "quantity": quantity["as_given"],
        "low": quantity["interval"].get("low"),
        "high": quantity["interval"].get("high"),
        "unit": quantity["unit"]["base"] or quantity["unit"]["name"],
        "period": f"{period['kind']} {period['start']} to {period['end']}",
        "published_at": claim["published_at"],
        "url": claim.get("url"),
    }


def _match(match: Mapping[str, Any]) -> dict[str, Any]:
    names = ("verdict", "band", "severity", "reason", "separator")
    return {name: match.get(name) for name in names} | {"claim": understood(match["claim"])}


def _said(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if text is not None}
