"""What an editor looks at. All that it shows it asks the public API for."""

import asyncio
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.console import filters
from service.console.asking import Answer, ask
from service.console.files import FILES, TYPES, VERSION
from service.console.rendering import page
from service.errors import NotFound
from service.recording import Clock

_OF_SERIES = ("metric", "place", "source", "subject", "period_from", "period_to")
_FOREVER = "public, max-age=31536000, immutable"

AnyRequest = Request[Any, Any, Any]
Html = Response[bytes]


class ConsoleController(Controller):
    """The pages of the console."""

    path = "/console"
    include_in_schema = False

    @get(["/", "/disputes"], media_type=MediaType.HTML)
    async def show_queue(self, request: AnyRequest, clock: NamedDependency[Clock]) -> Html:
        """Show the disputes that wait, and the first of them beside the list."""
        return await queue(request, clock, None)

    @get("/disputes/{dispute_id:uuid}", media_type=MediaType.HTML)
    async def show_dispute(
        self, request: AnyRequest, dispute_id: FromPath[UUID], clock: NamedDependency[Clock]
    ) -> Html:
        """Show a dispute, and the list beside it where there is room."""
        return await queue(request, clock, str(dispute_id))

    @get("/series", media_type=MediaType.HTML)
    async def show_series(self, request: AnyRequest) -> Html:
        """Show the series of a metric: a plot, what each says about itself, and its figures as a table."""
        wanted = {name: request.query_params.get(name, "").strip() for name in _OF_SERIES}
        query = [(name, value) for name, value in wanted.items() if value]
        cursor = request.query_params.get("cursor")
        found, refused = None, None
        if wanted["metric"]:
            answer = await ask(request, "/v1/series", [*query, *([("cursor", cursor)] if cursor else [])])
            if answer.status == HTTPStatus.UNAUTHORIZED:
                return await refusal(request, answer)
            found, refused = (None, answer.detail()) if answer.is_refusal else (answer.json(), None)
        following = found["next"] if found else None
        return await page(
            request,
            "series.html",
            kind="series",
            wanted=wanted,
            found=None if found is None else {"items_": [_with_marks(one) for one in found["items"]]},
            refused=refused,
            query=f"?{urlencode(query)}",
            further=f"/console/series?{urlencode([*query, ('cursor', following)])}" if following else None,
        )

    @get(
        ["/conflicts", "/conflicts/{identifier:uuid}", "/metrics"],
        media_type=MediaType.HTML,
    )
    async def show_live(self, request: AnyRequest) -> Html:
        """Give a page that its script draws."""
        return await page(request, "live.html", kind=request.url.path.split("/")[2])

    @get("/files/{version:str}/{name:str}")
    async def give(self, version: FromPath[str], name: FromPath[str]) -> Html:
        """Give one of the page's files. A page that was opened before an update gets the present one, unkept."""
        kind = TYPES.get(Path(name).suffix)
        if kind is None or name not in FILES:
            raise NotFound(f"The console has no file {name[:100]}.")
        headers = {"Cache-Control": _FOREVER} if version == VERSION else {}
        return Response(FILES[name], media_type=kind, headers=headers)


async def queue(
    request: AnyRequest, clock: Clock, dispute_id: str | None, problem: str | None = None, status: int = 200
) -> Html:
    """Show the list with a dispute beside it; without one, the first, where there is room for both."""
    chosen = filters.read_filters(request.query_params)
    cursor = request.query_params.get("cursor")
    listed, searches = await asyncio.gather(
        ask(request, "/v1/disputes", filters.asked(chosen, cursor, clock().astimezone(request.app.state.zone))),
        ask(request, "/v1/searches"),
    )
    if listed.is_refusal:
        return await refusal(request, listed)
    found = listed.json()
    rows = found["items"]
    shown = dispute_id or (rows[0]["id"] if rows else None)
    then = [("known_on", chosen["known_on"])] if chosen["known_on"] else []
    record = await ask(request, f"/v1/disputes/{shown}", then) if shown else None
    query = filters.kept(chosen)
    return await page(
        request,
        "queue.html",
        status=record.status if record is not None and record.is_refusal else status,
        kind="disputes",
        filters=chosen,
        rows=rows,
        chosen=shown,
        is_open=dispute_id is not None,
        record=None if record is None or record.is_refusal else record.json(),
        query=f"?{urlencode(query)}" if query else "",
        further=f"?{urlencode([*query, ('cursor', found['next'])])}" if found["next"] else None,
        follower=_follower(rows, shown),
        told=None if then else await _told(request),
        then=found["known_on"],
        problem=problem,
        choices=filters,
        searches=[] if searches.is_refusal else searches.json()["items"],
    )


async def refusal(request: AnyRequest, answer: Answer) -> Html:
    """Ask for a key where one is missing; else say why there is nothing to see."""
    if answer.status == HTTPStatus.UNAUTHORIZED:
        asked_before = request.cookies or request.method != "GET"
        return await page(request, "sign_in.html", problem=answer.detail() if asked_before else None)
    return await page(request, "refusal.html", problem=answer.detail(), status=answer.status)


def _with_marks(series: dict[str, Any]) -> dict[str, Any]:
    """Give a series with each of its points marked by what is said of it."""
    marks: dict[str, list[str]] = {}
    for check in series["checks"]:
        marks.setdefault(check["claim_id"], []).append(check["kind"])
    points = [{**point, "marks": marks.get(point["claim_id"], [])} for point in series["points"]]
    return {**series, "points": points}


def _follower(rows: list[dict[str, Any]], shown: str | None) -> str | None:
    """Give who is next when the one that is shown has left the list."""
    place = next((place for place, one in enumerate(rows) if one["id"] == shown), -1)
    others = [*rows[place + 1 :], *reversed(rows[: max(place, 0)])]
    return others[0]["id"] if others else None


async def _told(request: AnyRequest) -> dict[str, Any] | None:
    """Give the dispute that was decided a moment ago, so that it can be taken back."""
    try:
        identifier = UUID(request.query_params.get("told", ""))
    except ValueError:
        return None
    answer = await ask(request, f"/v1/disputes/{identifier}")
    return None if answer.is_refusal else dict(answer.json()["dispute"])
