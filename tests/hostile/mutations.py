"""Hostile requests without end: valid ones of every operation, then made hostile somewhere; the same for the same seed.

Nothing here touches the network. Addresses of webhooks stay on loopback, whatever is done to the rest.
"""

import base64
import json
import random
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.builders import draft
from tests.hostile.texts import FIGURES, HEADERS, KINDS, METHODS, NOBODY, NUMBERS, PERIODS, TEXTS, WORDS
from tests.hostile.wire import Hostile

Schema = dict[str, Any]
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_NEXT = re.compile(rb'"next":"([^"]{4,400})"')


@dataclass(slots=True)
class Maker:
    """Makes requests by the API document; learns ids and cursors from what is answered."""

    document: Schema
    chance: random.Random
    ids: deque[str] = field(default_factory=lambda: deque([NOBODY], maxlen=300))
    cursors: deque[str] = field(default_factory=lambda: deque(["WzEsMl0"], maxlen=100))

    def learn(self, answer: bytes) -> None:
        """Keep what an answer names, to ask for it again."""
        self.ids.extend(one.decode() for one in _UUID.findall(answer[:20_000])[:5])
        self.cursors.extend(one.decode() for one in _NEXT.findall(answer)[:1])

    def make(self) -> Hostile:
        """Make the next one: of some operation, valid at first, then hostile in one to three places."""
        path, method = self.chance.choice(self._operations())
        operation = self.document["paths"][path][method]
        hostile = Hostile(operation["operationId"], method.upper(), self._target(path, operation), [], b"")
        self._give_body(hostile, operation)
        self._give_headers(hostile, operation)
        for _ in range(self.chance.choice((0, 1, 1, 1, 2, 3))):
            self._spoil(hostile)
        return hostile

    def _operations(self) -> list[tuple[str, str]]:
        weights = {"/v1/claims": 6, "/v1/claims/check": 8, "/v1/claims/batch": 5, "/v1/claims/import": 5}
        return [
            (path, method)
            for path, item in self.document["paths"].items()
            for method in item
            for _ in range(weights.get(path, 1) if method == "post" else 1)
        ]

    def _target(self, path: str, operation: Schema) -> str:
        for name in re.findall(r"\{(\w+)\}", path):
            one = self.chance.choice(self.ids) if self.chance.random() < 0.9 else quote(self._text(), safe="")
            path = path.replace("{" + name + "}", one)
        known = [one for one in operation.get("parameters", []) if one["in"] == "query"]
        pairs = [self._pair(one) for one in known if self.chance.random() < 0.35]
        if self.chance.random() < 0.03:
            pairs.append((self._text(), self._text()))
        if pairs and self.chance.random() < 0.03:
            pairs.append(self.chance.choice(pairs))
        query = "&".join(f"{quote(name[:200], safe='')}={quote(text[:1_500], safe='')}" for name, text in pairs)
        return path + (f"?{query}" if query else "")

    def _pair(self, parameter: Schema) -> tuple[str, str]:
        name, schema = parameter["name"], parameter["schema"]
        if name == "cursor":
            return name, self._cursor()
        if self.chance.random() < 0.5:
            return name, self._text()
        words = self._choices(schema)
        if words:
            return name, self.chance.choice(words)
        if schema.get("type") in ("integer", "number"):
            return name, str(self.chance.choice(NUMBERS))
        return name, self.chance.choice(
            ["true", "2022-11-01", "losses", "alpha wire", "Spain", "quantity:quantity", "5"]
        )

    def _choices(self, schema: Schema) -> list[str]:
        if "$ref" in schema:
            return self._choices(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        inner = [*schema.get("allOf", ()), schema.get("items", {})]
        return [*schema.get("enum", ())] or next((found for one in inner if one and (found := self._choices(one))), [])

    def _cursor(self) -> str:
        """One that was given, or one that was tampered with: in its text, or in what it holds."""
        cursor = self.chance.choice(self.cursors)
        if self.chance.random() < 0.3:
            return cursor
        if self.chance.random() < 0.5:
            return self._spoilt(cursor)
        try:
            held = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except ValueError:
            held = [1, 2]
        spoilt = json.dumps(self._spoilt_json(held)).encode()
        return base64.urlsafe_b64encode(spoilt).decode().rstrip("=")

    def _text(self) -> str:
        kind = self.chance.random()
        if kind < 0.45:
            return self.chance.choice(TEXTS)
        if kind < 0.6:
            return self.chance.choice(FIGURES + PERIODS)
        if kind < 0.85:
            return " ".join(self.chance.choices(WORDS + FIGURES + PERIODS, k=self.chance.randint(1, 6)))
        return self._spoilt(self.chance.choice(FIGURES + PERIODS + TEXTS))

    def _spoilt(self, text: str) -> str:
        """Change some characters."""
        spoilt = list(text)
        for _ in range(self.chance.randint(1, 3)):
            at = self.chance.randint(0, len(spoilt))
            match self.chance.randint(0, 3):
                case 0:
                    spoilt[at:at] = self.chance.choice(TEXTS)[:20]
                case 1:
                    del spoilt[at : at + 1]
                case 2:
                    spoilt[at : at + 1] = chr(
                        self.chance.choice((0x30, 0x660, 0x2C, 0x2E, 0x1F600, 0x300, 0x41, 0x2212))
                    )
                case _:
                    spoilt[at:at] = spoilt[max(0, at - 5) : at] * 3
        return "".join(spoilt)

    def _claim(self) -> dict[str, Any]:
        made = draft(source=self.chance.choice(["alpha wire", "beta news", "gamma", "Δ agency"]))
        made |= {"quantity": self.chance.choice(FIGURES), "period": self.chance.choice(PERIODS)}
        for name in ("place", "unit", "claimant", "quote", "url", "language", "status", "external_id", "published_at"):
            if self.chance.random() < 0.12:
                made[name] = self._text()
        if self.chance.random() < 0.3:
            made["metric"] = " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 4)))
        if self.chance.random() < 0.1:
            made["quantity"] = {
                "low": self._text(),
                "high": self.chance.choice(FIGURES),
                "unit": self.chance.choice(WORDS),
            }
        if self.chance.random() < 0.1:
            made["period"] = {
                "start": self._text(),
                "end": "2022-12-31",
                "kind": self.chance.choice(["during", "as_of"]),
            }
        return made

    def _give_body(self, hostile: Hostile, operation: Schema) -> None:
        name = hostile.operation
        if name in ("create_claims", "check_claims", "create_articles"):
            self._give_many(hostile)
        elif name in ("import_claims", "check_import"):
            self._give_table(hostile)
        elif name in ("create_claim", "check_claim"):
            self._give_json(hostile, self._claim())
        elif name == "reconcile":
            hostile.body = (
                "queries=" + quote(json.dumps({"q0": {"query": self._text(), "limit": self._edge()}}))
            ).encode()
            hostile.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        elif "requestBody" in operation:
            content = next(iter(operation["requestBody"]["content"].values()))
            self._give_json(hostile, self._of(content["schema"], 0))

    def _of(self, schema: Schema, depth: int) -> Any:
        """Make something that a schema describes, near enough."""
        if "$ref" in schema:
            return self._of(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
        for joined in ("allOf", "oneOf", "anyOf"):
            if joined in schema:
                return self._of(self.chance.choice(schema[joined]), depth)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        kind = schema.get("type", "string")
        kind = self.chance.choice(kind) if isinstance(kind, list) else kind
        if kind == "object":
            needed = schema.get("required", [])
            fields = schema.get("properties", {})
            return {
                name: self._address() if name == "url" else self._of(one, depth + 1)
                for name, one in fields.items()
                if depth < 5 and (name in needed or self.chance.random() < 0.4)
            }
        if kind == "array":
            return [self._of(schema.get("items", {}), depth + 1) for _ in range(self.chance.choice((0, 1, 1, 2, 3)))]
        if kind in ("integer", "number"):
            return self.chance.choice([schema.get("minimum", 0), schema.get("maximum", 5), *NUMBERS])
        return {"boolean": self.chance.random() < 0.5, "null": None}.get(kind) if kind != "string" else self._text()

    def _address(self) -> str:
        return f"https://127.0.0.1:1/{quote(self._text()[:50], safe='')}"

    def _edge(self) -> Any:
        return self.chance.choice([*NUMBERS, self._text(), [], {}, [[]], {"a": 1}, [self._text()]])

    def _give_json(self, hostile: Hostile, value: Any) -> None:
        if self.chance.random() < 0.3 and "webhook" not in hostile.operation:
            value = self._spoilt_json(value)
        hostile.body = json.dumps(value, ensure_ascii=self.chance.random() < 0.5).encode("utf-8", "replace")
        hostile.headers.append(("Content-Type", "application/json"))

    def _give_many(self, hostile: Hostile) -> None:
        claims: list[Any] = [self._claim() for _ in range(self.chance.choice((0, 1, 3, 8)))]
        claims = [self._spoilt_json(one) if self.chance.random() < 0.3 else one for one in claims]
        if self.chance.random() < 0.5:
            self._give_json(hostile, claims)
            return
        breaks = self.chance.choice(["\n", "\r\n", "\n\n\n", "\n \t\n"])
        hostile.body = breaks.join(json.dumps(one) for one in claims).encode("utf-8", "replace")
        hostile.headers.append(("Content-Type", "application/x-ndjson"))

    def _give_table(self, hostile: Hostile) -> None:
        if self.chance.random() < 0.3:
            about = {
                "@type": "Observation",
                "measuredProperty": self._text(),
                "value": self._edge(),
                "observationDate": self._text(),
            }
            linked = {
                "@context": "https://schema.org",
                "@type": "Claim",
                "about": about,
                "name": self._text(),
                "author": self._edge(),
            }
            self._give_json(hostile, [linked, self._edge()] if self.chance.random() < 0.5 else linked)
            hostile.headers[-1] = ("Content-Type", self.chance.choice(["application/json", "application/ld+json"]))
            return
        parted = self.chance.choice([",", ";", "\t", "|"])
        rows = [["source", "metric", "quantity", "period"]]
        rows += [
            [self._text() for _ in range(self.chance.choice((3, 4, 4, 4, 5)))] for _ in range(self.chance.randint(0, 4))
        ]
        quoted = self.chance.random() < 0.5
        text = "\n".join(parted.join(f'"{cell}"' if quoted else cell for cell in row) for row in rows)
        encoding = self.chance.choice(["utf-8", "utf-8", "utf-16", "latin-1"])
        hostile.body = text.encode(encoding, "replace")
        hostile.headers.append(("Content-Type", "text/csv"))

    def _give_headers(self, hostile: Hostile, operation: Schema) -> None:
        for one in operation.get("parameters", []):
            if one["in"] == "header" and self.chance.random() < 0.7:
                text = self.chance.choice(['"1"', "*", self.chance.choice(self.ids), _one_line(self._text())])
                hostile.headers.append((one["name"], text))
        if self.chance.random() < 0.15:
            hostile.headers.append(("Accept", self.chance.choice(KINDS)))

    def _spoilt_json(self, value: Any, depth: int = 0) -> Any:
        """Change something somewhere in it."""
        if depth > 3 or not value or not isinstance(value, dict | list) or self.chance.random() < 0.05:
            return self._edge()
        if isinstance(value, list):
            spoilt = list(value)
            at = self.chance.randrange(len(spoilt))
            spoilt[at] = self._spoilt_json(spoilt[at], depth + 1)
            return spoilt * self.chance.choice((1, 1, 1, 2))
        made, name = dict(value), self.chance.choice(list(value))
        match self.chance.randint(0, 4):
            case 0:
                del made[name]
            case 1:
                made[self._text()] = self._edge()
            case 2:
                made[name] = [made[name]]
            case _:
                made[name] = self._spoilt_json(made[name], depth + 1)
        return made

    def _spoil(self, hostile: Hostile) -> None:
        """Make something hostile of the request as a whole."""
        can_break = "webhook" not in hostile.operation
        match self.chance.randint(0, 19):
            case 0:
                hostile.method = self.chance.choice(METHODS)
                hostile.is_broken = True
            case 1 | 2:
                text = _one_line(self._text()) if self.chance.random() < 0.8 else self._text()
                hostile.headers.append((self.chance.choice(HEADERS), text))
                hostile.is_broken = True
            case 3:
                hostile.headers.append(("Content-Type", self.chance.choice(KINDS)))
            case 4 | 5 if hostile.body and can_break:
                hostile.body = self._spoilt_bytes(hostile.body)
                hostile.is_broken |= any(name == "Transfer-Encoding" for name, _ in hostile.headers)
            case 6:
                hostile.target += self.chance.choice(
                    ["/", "//", "?", "&&==&", "%", "%zz", "%ff%fe", "%00", "#x", "/../x", "?a=b?c=d", ";x"]
                )
            case 7 if self.chance.random() < 0.2:
                self._make_large(hostile)
            case 8 if self.chance.random() < 0.3:
                self._break_framing(hostile)
            case 9 if can_break:
                self._chunk(hostile)
            case _:
                pass

    def _spoilt_bytes(self, body: bytes) -> bytes:
        spoilt = bytearray(body)
        for _ in range(self.chance.randint(1, 4)):
            at = self.chance.randrange(len(spoilt) + 1)
            match self.chance.randint(0, 3):
                case 0:
                    del spoilt[at:]
                case 1:
                    spoilt[at:at] = self.chance.choice(
                        [b"\x00", b"\xff", b"\xed\xa0\x80", b"\\ud800", b'"', b"{", b"[" * 200, b"\\u0000", b"1e999"]
                    )
                case 2:
                    spoilt[at : at + 1] = bytes([self.chance.randrange(256)])
                case _:
                    spoilt[at:at] = spoilt[max(0, at - 30) : at]
        return bytes(spoilt)

    def _make_large(self, hostile: Hostile) -> None:
        """Near or above what a body, a line or a text may hold."""
        size = self.chance.choice((20_000, 64_000, 200_000, 990_000, 1_100_000))
        made = self.chance.choice(
            [
                b'{"source": "' + b"x" * size + b'"}',
                b"[" * (size // 10),
                b"{" + b'"a":1,' * (size // 8) + b'"a":1}',
                b"[" + b"{}," * (size // 40) + b"{}]",
                b"\n" * size,
                json.dumps(self._claim() | {"quote": "word " * (size // 6)}).encode(),
                json.dumps(
                    self._claim() | {"quantity": self.chance.choice(["million ", "1,", "-", "( "]) * (size // 10)}
                ).encode(),
            ]
        )
        if "webhook" not in hostile.operation:
            hostile.body = made

    def _break_framing(self, hostile: Hostile) -> None:
        """What is no HTTP."""
        hostile.is_broken = True
        head = f"{hostile.method} {hostile.target} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode("utf-8", "replace")
        hostile.raw = self.chance.choice(
            [
                head + b"Content-Length: -1\r\n\r\n",
                head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
                head + b"Content-Length: 99999999999999999999\r\n\r\nabc",
                head + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                head + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc",
                head + b"X: " + b"y" * 40_000 + b"\r\n\r\n",
                head + b"X: y\r\n" * 150 + b"\r\n",
                head + b": nameless\r\n\r\n",
                head + b"A\x00B: c\r\n\r\n",
                head.replace(b"HTTP/1.1", b"HTTP/9.9") + b"\r\n",
                bytes(self.chance.randrange(256) for _ in range(60)) + b"\r\n\r\n",
            ]
        )

    def _chunk(self, hostile: Hostile) -> None:
        size = self.chance.choice((1, 7, 100, 5_000))
        if (
            any(name.lower() in ("content-length", "transfer-encoding") for name, _ in hostile.headers)
            or len(hostile.body) > 300 * size
        ):
            return
        parts = [hostile.body[at : at + size] for at in range(0, len(hostile.body), size)]
        hostile.headers.append(("Transfer-Encoding", "chunked"))
        hostile.body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\x00]", " ", text)[:500]
