"""`claimdiff mcp`: a newsroom's assistants ask before they write, over the Model Context Protocol.

The tools call a running service as any other client does, so keys and scopes hold as everywhere. Over stdio the key is
that of whoever started the program; over HTTP each request brings its own, which is passed on and never replaced.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

import aiohttp
import click

from service import __version__
from service.cli.house import find_key
from service.errors import ClaimdiffError
from service.settings import read_settings

KeyOf = Callable[[Mapping[str, str] | None], str | None]
"""Gives the key to show for a request with these headers. Raises NoKey."""
_LONGEST_ANSWER_SECONDS = 60
_MATCHES_TOLD = 10
_DISPUTES_TOLD = 25
_INSTRUCTIONS = (
    "Figures of the news as their sources gave them. Before you write a figure, check it: `check_figure` tells what "
    "stands against it. Nothing is stored by any of these tools. Figures that exclude each other are never summed or "
    "averaged; name both, with their sources."
)


class NoKey(ClaimdiffError):
    """A request over HTTP shows no key."""


class Refused(ClaimdiffError):
    """The service refuses, or cannot be reached; the message is the one that it gives."""


@click.command()
@click.option("--server", help="Address of a running service.  [default: CLAIMDIFF_SERVER]")
@click.option("--key", help="Over stdio: API key for it; better given as CLAIMDIFF_KEY. The scope `read` is enough.")
@click.option("--http", is_flag=True, help="Serve HTTP at /mcp instead of stdio; each request brings its own key.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Over HTTP: address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Over HTTP.")
def mcp(server: str | None, key: str | None, http: bool, host: str, port: int) -> None:
    """Let assistants check figures, read texts and list disputes, over the Model Context Protocol.

    Needs the extra: pip install "claimdiff[mcp]".

    \b
    claimdiff mcp --server http://127.0.0.1:8000            for a program that starts it (stdio)
    claimdiff mcp --server https://figures.example --http   for many, each with a key of its own
    """
    settings = read_settings()
    address = server or settings.server
    if address is None:
        raise click.UsageError("Name a running service: --server http://127.0.0.1:8000, or CLAIMDIFF_SERVER.")
    own = key or settings.key
    if http:
        asyncio.run(
            make_server(address, key_of_request).run_streamable_http_async(host=host, port=port, stateless_http=True)
        )
    else:
        asyncio.run(make_server(address, lambda _: own or find_key(settings, address)).run_stdio_async())


def key_of_request(headers: Mapping[str, str] | None) -> str:
    """Give the key that a request shows. Raises NoKey."""
    shown = next((text for name, text in (headers or {}).items() if name.lower() == "authorization"), "")
    scheme, _, key = shown.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NoKey('Show an API key of the service: "Authorization: Bearer …". "claimdiff keys create" makes one.')
    return key.strip()


def make_server(address: str, key_of: KeyOf) -> Any:
    """Give a server of the protocol whose tools ask the service at an address."""
    try:
        from mcp.server.mcpserver import Context, MCPServer  # noqa: PLC0415 - an extra
        from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415
        from mcp.types import ToolAnnotations  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException('This needs the extra: pip install "claimdiff[mcp]".') from error
    from pydantic import Field  # noqa: PLC0415 - comes with it

    server = MCPServer("claimdiff", version=__version__, instructions=_INSTRUCTIONS)
    asking = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

    async def ask(context: "Context[Any]", method: str, path: str, **said: Any) -> Any:
        try:
            return await _ask(address, key_of(context.headers), method, path, **said)
        except ClaimdiffError as error:
            raise ToolError(str(error)) from error

    @server.tool(annotations=asking)
    async def check_figure(
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
        return shortened_check(await ask(context, "POST", "/v1/claims/check", json=body))

    @server.tool(annotations=asking)
    async def read_text(
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
        return shortened_text(await ask(context, "POST", "/v1/articles/check", json=body))

    @server.tool(annotations=asking)
    async def list_disputes(
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
        listed: dict[str, Any] = await ask(context, "GET", "/v1/disputes", params=wanted)
        return listed

    @server.tool(annotations=asking)
    async def get_dispute(
        context: Context[Any], dispute_id: Annotated[UUID, Field(description="`id` of a dispute.")]
    ) -> dict[str, Any]:
        """Tell who says which figure in a dispute, since when, and who has moved."""
        told: dict[str, Any] = await ask(context, "GET", f"/v1/disputes/{dispute_id}")
        return told

    return server


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


async def _ask(address: str, key: str | None, method: str, path: str, **said: Any) -> Any:
    """Ask the service. Raises Refused with its own words."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    limit = aiohttp.ClientTimeout(total=_LONGEST_ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=limit) as session,
            session.request(method, f"{address.rstrip('/')}{path}", **said) as answer,
        ):
            body = await answer.read()
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise Refused(f"{address} cannot be reached: {error}") from error
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = {}
    if status != 200:  # noqa: PLR2004
        raise Refused(_problem(decoded, status))
    return decoded


def _problem(problem: Any, status: int) -> str:
    if not isinstance(problem, dict):
        return f"The service answers {status}."
    told = [f"{one.get('pointer', '')}: {one.get('detail', '')}" for one in problem.get("errors") or []]
    return " ".join([str(problem.get("detail") or f"The service answers {status}."), *told])
