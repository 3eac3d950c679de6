"""Queries and methods, held to the API document: what a lenient framework would pass over in silence is refused.

A misspelt filter would give the whole list, a second value of the same name would win unseen, and "null" would be no
value at all. And what OPTIONS says is allowed is what the document shows.
"""

import re
from typing import Any

from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.openapi import document_of, prepare_document
from service.errors import Invalid

_UNHELD = "/v1/reconcile"
"""Spoken by programs of others, which add parameters of their own."""
_DATES = ("date", "date-time")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""How each begins; a bare number would be taken for seconds since 1970."""
_OF_A_KIND = {"format", "enum", "allOf", "$ref"}
"""By these a schema tells that not any text is a value."""

Parameters = dict[str, Any]


async def hold_to_document(request: Request[Any, Any, Any]) -> None:
    """Refuse a query that is not as the document shows it. Raises Invalid."""
    if not request.scope["query_string"]:
        return
    await prepare_document(request.app)
    known = _parameters(request.app, request.scope["path_template"], str(request.method).lower())
    if known is None:
        return
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        _hold(name, str(value), known, is_again=name in seen)
        if (choices := _choices(request.app, known[name])) and value not in choices:
            raise Invalid(f"There is no such value; {name} takes one of: {', '.join(choices)}.", name)
        seen.add(name)


class Allowing(ASGIMiddleware):
    """Says in `Allow` which methods a path has: all of them, also those of handlers that were added later."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Mend the answer to OPTIONS; leave all others alone."""
        if scope.get("method") != "OPTIONS":
            await next_app(scope, receive, send)
            return
        methods = {str(one) for route in scope["litestar_app"].routes for one in _methods(route, scope)}

        async def mending(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [pair for pair in message["headers"] if pair[0].lower() != b"allow"]
                message["headers"] = [*others, (b"allow", ", ".join(sorted(methods)).encode())]
            await send(message)

        await next_app(scope, receive, mending)


def _methods(route: Any, scope: Scope) -> Any:
    return getattr(route, "methods", ()) if route.path_format == scope["path_template"] else ()


def _parameters(app: Litestar, path: str, method: str) -> Parameters | None:
    """Give the query's parameters and their schemas; None where the document does not show the operation."""
    operation = document_of(app)["paths"].get(path, {}).get(method)
    if operation is None or path.startswith(_UNHELD):
        return None
    return {one["name"]: one["schema"] for one in operation.get("parameters", ()) if one["in"] == "query"}


def _choices(app: Litestar, schema: Any) -> list[str]:
    """Give the words of a closed list; nothing where any value may stand."""
    if "$ref" in schema:
        return _choices(app, document_of(app)["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    inner = [*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ()), schema.get("items", {})]
    found: list[str] = schema.get("enum", [])
    return found or next((choices for one in inner if one and (choices := _choices(app, one))), [])


def _hold(name: str, value: str, known: Parameters, *, is_again: bool) -> None:
    if name not in known:
        all_known = ", ".join(sorted(known)) or "none"
        raise Invalid(f"There is no such parameter here. Known are: {all_known}.", name)
    if is_again and known[name].get("type") != "array":
        raise Invalid("It is given twice. Which of the two is meant? Send it once.", name)
    if known[name].get("format") in _DATES and not _DATE.match(value):
        raise Invalid("This takes a date as 2022-11-20, or a time as 2022-11-20T10:15:00Z.", name)
    if value.lower() == "null" and (known[name].get("type") == "boolean" or known[name].keys() & _OF_A_KIND):
        raise Invalid("null is no value. Leave the parameter out.", name)
