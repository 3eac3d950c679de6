"""The API document as JSON, and as one page for people, without a script and without another address."""

from pathlib import Path
from typing import Any

from litestar import Controller, MediaType, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.response import Redirect

from service.api.docs.page import render
from service.api.openapi import document_of
from service.api.requests import Request

_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The page brings its own style sheet and needs nothing else."""


class DocsController(Controller):
    """What the API says of itself."""

    include_in_schema = False

    @get("/")
    async def start(self, request: Request) -> Redirect:
        """Lead people, whose browsers ask for HTML, to the editors' page, and tools to the document."""
        is_browser = MediaType.HTML in request.headers.get("accept", "")
        return Redirect("/console/" if is_browser else "/openapi.json", headers={"Vary": "Accept"})

    @get("/openapi.json", media_type=MediaType.JSON)
    async def document(self, request: Request) -> dict[str, Any]:
        """Give the document of this very service."""
        return document_of(request.app)

    @get("/docs", media_type=MediaType.HTML)
    async def show(self, request: Request) -> Response[str]:
        """Show the document of this very service."""
        page = render(document_of(request.app))
        return Response(page, media_type=MediaType.HTML, headers={"Content-Security-Policy": POLICY})

    @get("/docs/style.css", media_type="text/css", cache_control=CacheControlHeader(max_age=3600))
    async def style(self) -> str:
        """Give the page's style sheet."""
        return _STYLE
