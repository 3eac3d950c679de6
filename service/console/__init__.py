"""The editors' page: static files of its own under a strict policy. All that it shows it asks the public API for."""

import hashlib
import re
from pathlib import Path
from types import MappingProxyType

from litestar import Controller, MediaType, Response, get
from litestar.params import FromPath

from service.errors import NotFound

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing of another address, nothing inline, and no text that becomes markup."""
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".json": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def _read_files() -> dict[str, bytes]:
    here = Path(__file__).parent
    paths = sorted([*(here / "static").iterdir(), *(here / "words").iterdir()])
    return {path.name: path.read_bytes() for path in paths if path.suffix in {*_TYPES, ".html"}}


FILES = MappingProxyType(_read_files())
VERSION = hashlib.sha256(b"\0".join(part for name in FILES for part in (name.encode(), FILES[name]))).hexdigest()[:16]
"""Stands in the address of each file: another content is another address, and modules find each other beside them."""


def _modules(name: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give a module and all that it imports at once, so that a browser may ask for them together."""
    if name in known:
        return known
    known = (*known, name)
    for imported in re.findall(rb'^import .* from "\./([a-z_]+\.js)";$', FILES[name], re.MULTILINE):
        known = _modules(imported.decode(), known)
    return known


_PRELOADED = "\n".join(
    f'<link rel="modulepreload" href="/console/files/{VERSION}/{name}">' for name in _modules("app.js")[1:]
)
_PAGE = FILES["page.html"].replace(b"{version}", VERSION.encode()).replace(b"{preloaded}", _PRELOADED.encode())


class ConsoleController(Controller):
    """What an editor looks at."""

    path = "/console"
    include_in_schema = False

    @get(
        [
            "/",
            "/disputes",
            "/disputes/{identifier:uuid}",
            "/conflicts",
            "/conflicts/{identifier:uuid}",
            "/claims/new",
            "/draft",
            "/metrics",
        ],
        media_type=MediaType.HTML,
    )
    async def show(self) -> Response[bytes]:
        """Give the page; what it shows stands in its address."""
        return Response(_PAGE, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})

    @get("/files/{version:str}/{name:str}")
    async def give(self, version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        """Give one of the page's files. A page that was opened before an update gets the present one, unkept."""
        kind = _TYPES.get(Path(name).suffix)
        if kind is None or name not in FILES:
            raise NotFound(f"The console has no file {name[:100]}.")
        headers = {"Cache-Control": _FOREVER} if version == VERSION else {}
        return Response(FILES[name], media_type=kind, headers=headers)
