"""The files of the pages, read once; their hash stands in their addresses."""

import hashlib
import re
from pathlib import Path
from types import MappingProxyType

TYPES = MappingProxyType(
    {
        ".json": "application/json",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)


def _read_files() -> dict[str, bytes]:
    here = Path(__file__).parent
    paths = sorted([*(here / "static").iterdir(), *(here / "words").iterdir()])
    return {path.name: path.read_bytes() for path in paths if path.suffix in TYPES}


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


PRELOADED = _modules("app.js")[1:]
