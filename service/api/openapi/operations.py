"""Operations: their parameters, what they need, and each answer that they give."""

from http import HTTPStatus
from typing import Any

from service.api.access.scopes import scope_needed
from service.api.openapi.streams import ANSWERS, BODIES
from service.api.openapi.structs import tidy
from service.api.problems import MEDIA_TYPE

Schema = dict[str, Any]

_FAILURES = {
    HTTPStatus.BAD_REQUEST: "The request cannot be decoded: its address or its body is malformed.",
    HTTPStatus.UNAUTHORIZED: "There is no API key, or it is unknown, expired or revoked.",
    HTTPStatus.FORBIDDEN: "The API key has not the scope that this needs.",
    HTTPStatus.NOT_FOUND: "There is nothing with this id.",
    HTTPStatus.REQUEST_TIMEOUT: "The body took too long to arrive.",
    HTTPStatus.CONFLICT: "The stored state says otherwise; `detail` says what to do.",
    HTTPStatus.GONE: "What was known then is not kept any more; `detail` says from when on things are.",
    HTTPStatus.PRECONDITION_FAILED: "It was changed since the ETag in If-Match. Get it again.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is too long.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is compressed, or of another kind than this takes.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A field cannot be read or a value is not allowed; `errors` says which and why.",
    HTTPStatus.PRECONDITION_REQUIRED: "There is no If-Match. Get it, and send its ETag.",
    HTTPStatus.TOO_MANY_REQUESTS: "The requests of this key are used up for this minute.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database cannot be reached just now. Try again soon.",
}

_SUCCESSES = {200: "Done.", 201: "Made.", 202: "Put into the queue.", 204: "Done; there is nothing to say."}

HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "The version. Send it as If-Match with a change, and nobody's change is overwritten unseen.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "Retry-After": {
        "description": "After how many seconds to try again.",
        "schema": {"type": "integer", "minimum": 0, "examples": [7]},
    },
    "RateLimit-Limit": {
        "description": "How many requests this key may send in a minute; absent when there is no limit.",
        "schema": {"type": "integer", "minimum": 1, "examples": [600]},
    },
    "RateLimit-Remaining": {
        "description": "How many of them are left.",
        "schema": {"type": "integer", "minimum": 0, "examples": [599]},
    },
    "RateLimit-Reset": {
        "description": "In how many seconds the minute is over.",
        "schema": {"type": "integer", "minimum": 0, "examples": [42]},
    },
    "WWW-Authenticate": {
        "description": "What kind of key is needed (RFC 6750).",
        "schema": {"type": "string", "examples": ['Bearer realm="claimdiff"']},
    },
    "X-Request-Id": {
        "description": "Names this request in the service's log; a sane one that you send is kept.",
        "schema": {"type": "string", "examples": ["a3f7c0d2e4b84c1a"]},
    },
}

_FAILURE_HEADERS = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
    HTTPStatus.FORBIDDEN: ("WWW-Authenticate",),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
}
_VERSIONED = frozenset(
    f"{act}_{thing}" for act in ("get", "update") for thing in ("conflict", "dispute", "webhook", "metric")
)
"""Operations that answer with an ETag."""
_CONDITIONAL = frozenset({"update_conflict"})
"""Operations that are refused without If-Match."""
_MAY_BE_EMPTY = frozenset({"create_claims", "check_claims", "create_articles"})
"""Operations whose body may have no line at all."""


def describe_operation(method: str, path: str, raw: Schema, schemas: Schema, links: dict[str, Schema]) -> Schema:
    """Give an operation as the document shows it.

    Args:
        method: The HTTP method, in small letters.
        path: The template of the address.
        raw: What the framework says of it.
        schemas: The document's schemas, for what an answer is called.
        links: By operation, where its answer leads.
    """
    name = raw["operationId"]
    described = {
        "operationId": name,
        "tags": raw["tags"],
        "summary": raw["summary"],
        "description": raw["description"],
        "security": _security(method, path),
    }
    if parameters := [_parameter(one) for one in raw.get("parameters", [])]:
        described["parameters"] = [one | _demanded(name, one) for one in parameters]
    if body := _body(name, raw):
        described["requestBody"] = body
    answers = {status: one for status, one in raw["responses"].items() if int(status) < HTTPStatus.BAD_REQUEST}
    described["responses"] = {
        **{status: _success(status, one, name, schemas, links) for status, one in sorted(answers.items())},
        **{str(int(status)): _failure(status) for status in _failures(method, path, raw)},
    }
    return described


def _security(method: str, path: str) -> list[Schema]:
    needed = scope_needed(method.upper(), path)
    return [] if needed is None else [{"apiKey": [needed.value]}]


def _parameter(raw: Schema) -> Schema:
    """A parameter that is left out is left out: it is never null, whatever the handler's default."""
    schema = tidy({name: one for name, one in raw["schema"].items() if name != "description"})
    if isinstance(schema.get("type"), list):
        schema["type"] = next(one for one in schema["type"] if one != "null")
    for joined in ("oneOf", "anyOf"):
        if joined in schema:
            schema |= next(one for one in schema.pop(joined) if one != {"type": "null"})
    for limit in ("minimum", "maximum"):
        if limit in schema and schema.get("type") == "integer":
            schema[limit] = int(schema[limit])
    text = raw.get("description") or f"The {raw['name'].removesuffix('_id')}'s id."
    if "allOf" in schema:
        schema["description"] = text  # why it is no bare reference
    return {
        "name": raw["name"],
        "in": raw["in"],
        "required": raw["required"],
        "description": text,
        "schema": schema,
    }


def _demanded(operation: str, parameter: Schema) -> Schema:
    """Demand what the service asks for by an answer of its own, and not as the framework would."""
    return {"required": True} if operation in _CONDITIONAL and parameter["name"] == "If-Match" else {}


def _body(name: str, raw: Schema) -> Schema | None:
    if content := BODIES.get(name):
        return {"required": name not in _MAY_BE_EMPTY, "content": content}
    if "requestBody" not in raw:
        return None
    return {"required": True, "content": raw["requestBody"]["content"]}


def _success(status: str, raw: Schema, name: str, schemas: Schema, links: dict[str, Schema]) -> Schema:
    headers = ["X-Request-Id", *(["ETag"] if name in _VERSIONED else [])]
    described: Schema = {"description": _SUCCESSES[int(status)], "headers": _headers(headers)}
    if content := raw.get("content"):
        described["content"] = {kind: {"schema": _named(one["schema"], schemas)} for kind, one in content.items()}
        told = schemas.get(next(iter(content.values()))["schema"].get("$ref", "").rpartition("/")[2], {})
        described["description"] = told.get("description", described["description"]).partition("\n")[0]
    described |= ANSWERS.get(name, {})
    if found := links.get(f"{name} {status}"):
        described["links"] = found
    return described


def _named(schema: Schema, schemas: Schema) -> Schema:
    """Give a struct or a map of structs as one open object, which typed languages have a class for."""
    members = [one["$ref"].rpartition("/")[2] for one in schema.get("oneOf", ()) if "$ref" in one]
    if not members or len(members) == len(schema["oneOf"]):
        return schema
    first = schemas[members[0]]
    return {"type": "object", "description": first["description"], "properties": first["properties"]}


def _failures(method: str, path: str, raw: Schema) -> list[HTTPStatus]:
    """Give each status that is refused with: what the handler says, and what follows from the kind of operation."""
    said = {HTTPStatus(int(status)) for status in raw["responses"] if int(status) >= HTTPStatus.BAD_REQUEST}
    said |= {HTTPStatus.BAD_REQUEST}
    if scope_needed(method.upper(), path) is not None:
        said |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
        said |= {HTTPStatus.SERVICE_UNAVAILABLE}
    places = {one["in"] for one in raw.get("parameters", [])}
    if "path" in places:
        said |= {HTTPStatus.NOT_FOUND}
    if places & {"query", "header"}:
        said |= {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_URI_TOO_LONG}
    if "requestBody" in raw or method in ("post", "patch", "put"):
        said |= {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
    return sorted(said)


def _failure(status: HTTPStatus) -> Schema:
    return {
        "description": _FAILURES[status],
        "headers": _headers(("X-Request-Id", *_FAILURE_HEADERS.get(status, ()))),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers(names: list[str] | tuple[str, ...]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
