"""What a problem's `type` leads to: a page that says what it means and what to do, or the same as JSON."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Controller, MediaType, Response, get
from litestar.params import FromPath

from service.api.problem_types import ALL_TYPES, ProblemType
from service.api.requests import Request
from service.errors import NotFound

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "nav a{margin-right:1rem}th{text-align:left;font-weight:normal;padding-right:2rem}h1{line-height:1.2}"
)
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The page carries its style and needs nothing else."""
_HEADERS = {"Content-Security-Policy": POLICY, "Vary": "Accept", "Cache-Control": "max-age=3600"}
_KINDS = ["text/html", "application/json", "application/problem+json"]


class ProblemPagesController(Controller):
    """The types of problems, for whoever follows one."""

    path = "/problems"
    include_in_schema = False

    @get("/")
    async def list_types(self, request: Request) -> Response[Any]:
        """List all types, those of the API's own errors first."""
        rows = "".join(f"<tr><th>{_link(one)}</th><td>{one.status}</td></tr>" for one in ALL_TYPES.values())
        return _answer(request, list(ALL_TYPES.values()), "Problems", f"<table>{rows}</table>")

    @get("/{name:str}")
    async def show_type(self, request: Request, name: FromPath[str]) -> Response[Any]:
        """Show what a type means and what to do."""
        kind = ALL_TYPES.get(name)
        if kind is None:
            raise NotFound(f"There is no problem type of this name. Known are: {', '.join(ALL_TYPES)}.")
        return _answer(request, kind, kind.title, _shown(kind))


def _answer(request: Request, told: object, title: str, shown: str) -> Response[Any]:
    if request.accept.best_match(_KINDS, "text/html") != "text/html":
        return Response(msgspec.json.encode(told), media_type=MediaType.JSON, headers=_HEADERS)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>claimdiff: {escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><nav aria-label="Contents"><a href="/problems">All problems</a>'
        f'<a href="/docs">The API</a></nav><main><h1>{escape(title)}</h1>{shown}</main></body></html>'
    )
    return Response(page, media_type=MediaType.HTML, headers=_HEADERS)


def _shown(kind: ProblemType) -> str:
    status = HTTPStatus(kind.status)
    return (
        f"<p><code>{escape(kind.address)}</code>, status {int(status)} {escape(status.phrase)}</p>"
        f"<p>{escape(kind.meaning)}</p><h2>What to do</h2><p>{escape(kind.advice)}</p>"
    )


def _link(kind: ProblemType) -> str:
    return f'<a href="{escape(kind.address)}">{escape(kind.title)}</a>'
