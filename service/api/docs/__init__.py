"""GET /docs: the API document as one page for people, without a script and without another address."""

from pathlib import Path

from litestar import Controller, MediaType, Response, get
from litestar.datastructures import CacheControlHeader

from service.api.docs.page import render
from service.api.requests import Request

_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The page brings its own style sheet and needs nothing else."""


class DocsController(Controller):
    """The pages about the API."""

    path = "/docs"
    include_in_schema = False

    @get(media_type=MediaType.HTML)
    async def show(self, request: Request) -> Response[str]:
        """Show the document of this very service."""
        page = render(request.app.openapi_schema.to_schema())
        return Response(page, media_type=MediaType.HTML, headers={"Content-Security-Policy": POLICY})

    @get("/style.css", media_type="text/css", cache_control=CacheControlHeader(max_age=3600))
    async def style(self) -> str:
        """Give the page's style sheet."""
        return _STYLE
