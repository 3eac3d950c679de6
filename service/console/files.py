"""The files of the pages, read once; their hash stands in their addresses."""

import hashlib
import json
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


_READ = _read_files()


def _modules(name: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give a module and all that it imports at once, so that a browser may ask for them together."""
    if name in known:
        return known
    known = (*known, name)
    for imported in re.findall(rb'^import .* from "\./([a-z_]+\.js)";$', _READ[name], re.MULTILINE):
        known = _modules(imported.decode(), known)
    return known


PRELOADED = _modules("app.js")[1:]


def _words_at_first() -> dict[str, bytes]:
    """Give of each catalogue the words that the first modules may ask for; the others come with the views of theirs."""
    scripts = "\n".join(_READ[name].decode() for name in ("app.js", *PRELOADED))
    named = set(re.findall(r'"([\w.]+)"', scripts))
    begun = tuple(re.findall(r"`([\w.]+\.)\$\{", scripts))
    return {
        name.replace(".json", ".first.json"): json.dumps(
            {key: text for key, text in json.loads(words).items() if key in named or key.startswith(begun)},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        for name, words in _READ.items()
        if name.endswith(".json")
    }


FILES = MappingProxyType(_READ | _words_at_first())
VERSION = hashlib.sha256(b"\0".join(part for name in FILES for part in (name.encode(), FILES[name]))).hexdigest()[:16]
"""Stands in the address of each file: another content is another address, and modules find each other beside them."""
