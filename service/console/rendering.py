"""Pages from their templates: whatever a source wrote, it never becomes markup."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response

from service.console.asking import ask
from service.console.files import PRELOADED, VERSION
from service.console.speaking import COOKIE, NAMES, Speech, speech_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing of another address, nothing inline, and no text that becomes markup."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # By no-referrer a form would not say that it is a page of this service's own.
    "Vary": "Accept-Language, Cookie",
}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def linkable(address: str | None) -> str | None:
    """Give an address if a browser may follow it as a link, else None."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def host_of(address: str) -> str:
    """Give the host of an address."""
    return urlsplit(address).hostname or ""


def tag_of(language: str | None) -> str | None:
    """Give a language as an attribute may have it."""
    tag = (language or "").replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


def marked(text: str, figure: str) -> tuple[str, str, str]:
    """Cut a text into what stands before its figure, the figure, and what stands behind."""
    at = text.lower().find(figure.lower()) if figure else -1
    if at == -1 or len(text.lower()) != len(text):
        return text, "", ""
    return text[:at], text[at : at + len(figure)], text[at + len(figure) :]


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_ENVIRONMENT.globals |= {
    "version": VERSION,
    "preloaded": PRELOADED,
    "languages": NAMES,
    "linkable": linkable,
    "host_of": host_of,
    "tag_of": tag_of,
    "marked": marked,
}


def speech(request: Request[Any, Any, Any]) -> Speech:
    """Tell in which language a page is asked for."""
    return speech_of(request.cookies.get(COOKIE), request.headers.get("accept-language", ""), request.app.state.zone)


async def session_of(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Tell who has signed in, and what each form shows."""
    answer = await ask(request, "/console/session")
    return dict(answer.json()) if not answer.is_refusal else {"name": None, "csrf": None}


async def page(
    request: Request[Any, Any, Any], template: str, *, status: int = 200, **shown: object
) -> Response[bytes]:
    """Write a page: `template` with what it shows."""
    spoken = speech(request)
    known = {"session": shown.pop("session", None) or await session_of(request)}
    path = request.url.path if request.url.path != "/console" else "/console/"
    address = path + (f"?{request.url.query}" if request.url.query else "")
    known |= {"speech": spoken, "t": spoken.t, "address": address, "kind": None, "told": None, "problem": None}
    known |= {"zone": request.app.state.zone.key if request.app.state.has_zone else None}
    text = _ENVIRONMENT.get_template(template).render(known | shown)
    return Response(text.encode(), media_type="text/html; charset=utf-8", headers=HEADERS, status_code=status)
