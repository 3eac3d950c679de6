"""The table: what is sent, the status that it gets, and words that its answer must hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from service.api.access import new_token
from tests.builders import draft

HOUSE_KEY = new_token()
"""Of the service that these are sent to."""
JSON = {"Content-Type": "application/json"}
NOBODY = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Case:
    """One hostile request."""

    name: str
    status: int
    told: str
    method: str = "POST"
    path: str = "/v1/claims"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def claim(**fields: Any) -> bytes:
    """A claim's body with some fields made hostile."""
    return json.dumps(draft(**fields)).encode()


def text_in(name: str, escaped: str) -> bytes:
    """A claim's body with a JSON string exactly as written."""
    return claim(**{name: "@@"}).replace(b'"@@"', escaped.encode("latin-1"))


def all_cases() -> list[Case]:
    """Every case; names are unique."""
    return [*bodies(), *encodings(), *types(), *figures(), *periods(), *queries(), *addresses(), *resources()]


def bodies() -> Iterator[Case]:
    """What is no JSON, or JSON that means two things."""
    for name, body, told in [
        ("nothing", b"", "not JSON"),
        ("spaces", b"  \n ", "not JSON"),
        ("half an object", b'{"source": "a"', "not JSON"),
        ("half a string", b'{"source": "a', "not JSON"),
        ("two objects", b"{} {}", "not JSON"),
        ("single quotes", b"{'source': 'a'}", "not JSON"),
        ("a comma too many", b'{"source": "a",}', "not JSON"),
        ("a comment", b'{"source": "a" /* who */}', "not JSON"),
        ("a bare word", b"{source: 1}", "not JSON"),
        ("a raw line break in a text", b'{"source": "a\nb"}', "not JSON"),
        ("a bad escape", rb'{"source": "\x41"}', "not JSON"),
        ("a number with a leading zero", b'{"quantity": 012}', "not JSON"),
        ("hexadecimal", b'{"quantity": 0x1f}', "not JSON"),
        ("XML", b"<claim/>", "not JSON"),
        ("a form", b"source=a&metric=b", "not JSON"),
        ("NaN", b'{"quantity": NaN}', "NaN is not JSON"),
        ("Infinity", b'{"quantity": Infinity}', "Infinity is not JSON"),
        ("minus Infinity", b'{"quantity": -Infinity}', "-Infinity is not JSON"),
        ("a huge integer", b'{"quantity": ' + b"9" * 20_000 + b"}", "Send figures as text"),
        ("a key twice", b'{"source": "a", "source": "b"}', '"source" stands twice'),
        ("a key twice inside", b'{"quantity": {"value": "1", "value": "2"}}', '"value" stands twice'),
        ("a key twice by escapes", rb'{"source": "a", "s\u006furce": "b"}', '"source" stands twice'),
        ("arrays 100,000 deep", b"[" * 100_000 + b"]" * 100_000, "too deep"),
        ("objects 100,000 deep", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too deep"),
        ("an open nest", b"[" * 900_000, "too deep"),
        ("a nest in a field", claim(quantity="@@").replace(b'"@@"', b"[" * 50_000 + b"]" * 50_000), "too deep"),
        ("more than a body may hold", claim(quote="x" * 1_100_000), ""),
    ]:
        status = 413 if name.startswith("more than") else 400
        yield Case(f"body: {name}", status, told, body=body, headers=JSON)
    for name, body in [("null", b"null"), ("a list", b"[]"), ("a number", b"1"), ("a text", b'"a"'), ("true", b"true")]:
        yield Case(f"body: {name} in place of an object", 422, "xpected `object`", body=body, headers=JSON)


def encodings() -> Iterator[Case]:
    """Texts that are none, and bodies in another dress."""
    for name, body in [
        ("UTF-16", claim().decode().encode("utf-16")),
        ("Latin-1", b'{"source": "K\xf6ln"}'),
        ("overlong UTF-8", b'{"source": "\xc0\x80"}'),
        ("a surrogate in UTF-8", b'{"source": "\xed\xa0\x80"}'),
        ("cut UTF-8", b'{"source": "\xe2\x82"}'),
        ("beyond Unicode", b'{"source": "\xf5\x80\x80\x80"}'),
    ]:
        yield Case(f"encoding: {name}", 400, "not UTF-8", body=body, headers=JSON)
    yield Case("encoding: a byte order mark", 400, "not JSON", body=b"\xef\xbb\xbf" + claim(), headers=JSON)
    for name in ("source", "metric", "subject", "place", "quantity", "period", "claimant", "quote", "external_id"):
        nul = text_in(name, r'"a\u0000b"')
        yield Case(f"encoding: NUL in {name}", 422, "NUL or half of a surrogate pair", body=nul, headers=JSON)
    for name, escaped in [
        ("a high surrogate", r'"\ud83d"'),
        ("a low surrogate", r'"\ude00"'),
        ("surrogates the wrong way round", r'"\ude00\ud83d"'),
    ]:
        body = text_in("quote", escaped)
        yield Case(f"encoding: {name}", 422, "half of a surrogate pair", body=body, headers=JSON)
    yield Case("encoding: NUL in a key", 422, "NUL", body=rb'{"sou\u0000rce": "a"}', headers=JSON)
    for name in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"):
        yield Case(f"type: {name}", 415, "Content-Type", body=claim(), headers={"Content-Type": name})
    for name in ("gzip", "br", "deflate", "zstd", "gzip, gzip", "x-unknown"):
        headers = JSON | {"Content-Encoding": name}
        yield Case(
            f"type: compressed by {name}", 415, "Compressed bodies are not taken", body=b"\x1f\x8b", headers=headers
        )


def types() -> Iterator[Case]:
    """Fields of the wrong type, too long, empty or unknown."""
    for name in ("source", "metric", "subject", "place", "claimant", "quote", "url", "language", "external_id"):
        yield Case(f"type: a number as {name}", 422, f"/{name}", body=claim(**{name: 7}), headers=JSON)
        yield Case(f"type: a list as {name}", 422, f"/{name}", body=claim(**{name: ["a"]}), headers=JSON)
    for name in ("source", "metric", "quantity"):
        given = draft()
        del given[name]
        yield Case(f"missing: {name}", 422, name, body=json.dumps(given).encode(), headers=JSON)
        yield Case(f"null: {name}", 422, f"/{name}", body=claim(**{name: None}), headers=JSON)
    for name in ("source", "metric", "subject", "place", "quantity", "external_id"):
        yield Case(f"empty: {name}", 422, f"/{name}", body=claim(**{name: ""}), headers=JSON)
        yield Case(f"blank: {name}", 422, f"/{name}", body=claim(**{name: " \t "}), headers=JSON)
        yield Case(f"long: {name}", 422, f"/{name}", body=claim(**{name: "x" * 100_000}), headers=JSON)
    yield Case("unknown field", 422, "sauce", body=claim(sauce="a"), headers=JSON)
    yield Case("unknown field of a quantity", 422, "valeu", body=claim(quantity={"valeu": "1"}), headers=JSON)
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "http://",
        "http://[::1",
        "x",
    ):
        yield Case(f"url: {url}", 422, "/url", body=claim(url=url), headers=JSON)
    yield Case("language that is none", 422, "/language", body=claim(language="English, please"), headers=JSON)
    yield Case("status that is none", 422, "/status", body=claim(status="maybe"), headers=JSON)


def figures() -> Iterator[Case]:
    """Quantities that are none."""
    for name, quantity in [
        ("words", "quite a lot"),
        ("NaN", "NaN"),
        ("infinity", "infinity"),
        ("a formula", "=1+1"),
        ("a script", "<script>1</script>"),
        ("SQL", "'; drop table claims; --"),
        ("two figures", "5 dead and 7 hurt"),
        ("an impossible grouping", "1,23,4"),
        ("a range the wrong way round", {"low": "9", "high": "1"}),
        ("a value that is no number", {"value": "many"}),
        ("a value that is NaN", {"value": "NaN"}),
        ("an endless exponent", {"value": "1e999999999"}),
        ("a number in place of text", 85000),
        ("a truth value", True),
        ("a list", [1, 2]),
        ("an empty object", {}),
        ("an exponent without end", "1e" + "9" * 400),
        ("digits without end", "9" * 450),
    ]:
        yield Case(f"quantity: {name}", 422, "/quantity", body=claim(quantity=quantity), headers=JSON)


def periods() -> Iterator[Case]:
    """Times that are none."""
    for name, period in [
        ("words", "once upon a time"),
        ("a day that is not in the calendar", "2022-02-30"),
        ("a month that is not", "2022-13"),
        ("the wrong way round", "2022-12-01/2022-01-01"),
        ("a form the wrong way round", {"start": "2022-12-01", "end": "2022-01-01"}),
        ("a form without an end", {"start": "2022-12-01"}),
        ("a form of a kind that is none", {"start": "2022-01-01", "end": "2022-12-01", "kind": "sometime"}),
        ("a number", 2022),
        ("the year 0", "0000"),
        ("the year 99999", "99999"),
        ("an era", "44 BC"),
    ]:
        yield Case(f"period: {name}", 422, "/period", body=claim(period=period), headers=JSON)
    for name, at in [
        ("words", "yesterday"),
        ("a day that is not in the calendar", "2022-02-30"),
        ("before the first year", "0001-01-01T00:00:00+14:00"),
        ("after the last year", "9999-12-31T23:59:59-12:00"),
        ("a number", 1669000000),
    ]:
        yield Case(f"published_at: {name}", 422, "/published_at", body=claim(published_at=at), headers=JSON)


def queries() -> Iterator[Case]:
    """Query parameters that are none."""
    for path in (
        "/v1/claims?limit=0",
        "/v1/claims?limit=-1",
        "/v1/claims?limit=100000",
        "/v1/claims?limit=ten",
        "/v1/claims?limit=99999999999999999999999",
        "/v1/claims?limit=1.5",
        "/v1/claims?cursor=nonsense",
        "/v1/claims?cursor=bnVsbA",
        "/v1/claims?cursor=W10",
        "/v1/claims?cursor=WyIyMDIyLTExLTIwIiwgMV0",
        "/v1/claims?since=yesterday",
        "/v1/claims?period_from=2022-02-30",
        "/v1/claims?in_force=perhaps",
        "/v1/claims?metric=" + "x" * 600,
        "/v1/conflicts?status=angry",
        "/v1/conflicts?severity=dreadful",
        "/v1/conflicts?sort=random()",
        "/v1/conflicts?cursor=nonsense",
        "/v1/sources?cursor=WyJ4Il0",
        "/v1/events?cursor=nonsense",
        "/v1/keys?limit=0",
        "/v1/audit?cursor=nonsense",
        "/v1/audit?since=never",
    ):
        yield Case(f"query: {path[:60]}", 422, path.partition("?")[2].partition("=")[0], "GET", path)
    for given in (
        "confirmed_threshold=101",
        "suggested_threshold=-1",
        "confirmed_threshold=NaN",
        "tolerance_absolute=x",
    ):
        path = f"/v1/claims/check?{given}"
        yield Case(f"query: {given}", 422, given.partition("=")[0], path=path, body=claim(), headers=JSON)


def addresses() -> Iterator[Case]:
    """Addresses and methods that are none."""
    for path in (
        "/v1",
        "/v2/claims",
        "/v1/claim",
        "/v1/claims/not-an-id",
        "/v1/claims/1",
        f"/v1/claims/{NOBODY}",
        f"/v1/conflicts/{NOBODY}",
        f"/v1/webhooks/{NOBODY}",
        f"/v1/keys/{NOBODY}",
        "/v1/claims/..%2f..%2fetc%2fpasswd",
        "/static/../../etc/passwd",
        "/.env",
        "/admin",
        "/docs/../style.css",
        "/openapi.json/x",
    ):
        yield Case(f"address: {path}", 404, "", "GET", path)
    yield Case("address: not UTF-8", 400, "not UTF-8", "GET", "/v1/claims/%ff")
    yield Case("address: NUL", 400, "NUL", "GET", "/v1/claims/%00")
    yield Case("address: NUL in the query", 400, "NUL", "GET", "/v1/claims?source=%00")
    yield Case("address: a long path", 414, "longer than 2,000 bytes", "GET", "/v1/" + "x" * 3_000)
    yield Case("address: a long query", 414, "longer than 8,000 bytes", "GET", "/v1/claims?source=" + "x" * 9_000)
    for method, path in [
        ("PUT", "/v1/claims"),
        ("DELETE", "/v1/claims"),
        ("PATCH", f"/v1/claims/{NOBODY}"),
        ("DELETE", f"/v1/conflicts/{NOBODY}"),
        ("POST", "/v1/conflicts"),
        ("POST", "/health/live"),
        ("TRACE", "/v1/claims"),
        ("PROPFIND", "/v1/claims"),
    ]:
        yield Case(f"method: {method} {path}", 405, "", method, path)


def resources() -> Iterator[Case]:
    """What is no webhook, no key and no act on a conflict."""
    for name, body, told in [
        ("a private address", {"url": "https://10.0.0.1/x"}, "/url"),
        ("the service itself", {"url": "https://127.0.0.1/x"}, "/url"),
        ("the cloud's metadata", {"url": "https://169.254.169.254/latest/meta-data"}, "/url"),
        ("no web address", {"url": "gopher://host/x"}, "/url"),
        ("no address", {}, "url"),
        (
            "an event that is none",
            {"url": "https://desk.example/x", "event_types": ["conflict.exploded"]},
            "/event_types",
        ),
        ("a severity that is none", {"url": "https://desk.example/x", "minimal_severity": "dreadful"}, "severity"),
        ("a digest of none", {"url": "https://desk.example/x", "digest_size": 0}, "/digest_size"),
        ("a digest of millions", {"url": "https://desk.example/x", "digest_size": 10**7}, "/digest_size"),
        ("a field that is none", {"url": "https://desk.example/x", "colour": "red"}, "colour"),
    ]:
        yield Case(f"webhook: {name}", 422, told, path="/v1/webhooks", body=json.dumps(body).encode(), headers=JSON)
    keyed = JSON | {"Authorization": f"Bearer {HOUSE_KEY}"}
    yield Case("key: no scope", 422, "/scopes", path="/v1/keys", body=b'{"name": "a", "scopes": []}', headers=keyed)
    yield Case(
        "key: a scope that is none",
        422,
        "/scopes/0",
        path="/v1/keys",
        body=b'{"name": "a", "scopes": ["root"]}',
        headers=keyed,
    )
    for name, body in [("nothing", b"{}"), ("a status that is none", b'{"status": "angry"}'), ("no object", b"[]")]:
        path = f"/v1/conflicts/{NOBODY}"
        yield Case(f"conflict: {name}", 422, "", "PATCH", path, body, JSON | {"If-Match": "*"})
    for shown in ("cdk_", "cdk_" + "x" * 49, "Basic dTpw", "x" * 5_000):
        headers = {"Authorization": f"Bearer {shown}"}
        yield Case(f"key: shown as {shown[:12]}", 401, "keys create", "GET", "/v1/claims", headers=headers)
