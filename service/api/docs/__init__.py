"""The API document as JSON, and as a page to read, to search and to try calls on, without another address."""

import gzip
from pathlib import Path
from typing import Any

from litestar import Controller, MediaType, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.response import Redirect

from service.api.openapi import document_of, prepare_document
from service.api.requests import Request

_FOLDER = Path(__file__).parent
_PAGE = (_FOLDER / "page.html").read_text(encoding="utf-8")
_START = (_FOLDER / "start.js").read_text(encoding="utf-8")
_RENDERER = (_FOLDER / "scalar" / "standalone.js.gz").read_bytes()
"""Kept packed: a third of the memory, and browsers take it as it is."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The renderer writes styles into the page; scripts and calls are of this service only."""


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
        await prepare_document(request.app)
        return document_of(request.app)

    @get("/docs", media_type=MediaType.HTML)
    async def show(self) -> Response[str]:
        """Show the document of this very service."""
        return Response(_PAGE, media_type=MediaType.HTML, headers={"Content-Security-Policy": POLICY})

    @get("/docs/start.js", media_type="text/javascript", cache_control=CacheControlHeader(max_age=3600))
    async def start_script(self) -> str:
        """Give what starts the renderer."""
        return _START

    @get("/docs/scalar.js", media_type="text/javascript", cache_control=CacheControlHeader(max_age=86400))
    async def renderer(self, request: Request) -> Response[bytes]:
        """Give the renderer, packed to whoever takes it so."""
        headers = {"Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(_RENDERER, media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
        return Response(gzip.decompress(_RENDERER), media_type="text/javascript", headers=headers)
