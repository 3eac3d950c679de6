"""What schemathesis has to be told of this API; it imports this module by its name."""

import os
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import content_type_conformance, ignored_auth

_FREE = ("/quantity", "/period", "/metric", "/subject", "/place", "/unit", "/published_at", "/language", "/url")
_FREE_ELSEWHERE = (
    *(
        "cursor",
        "metric",
        "place",
        "q",
        "suggested_threshold",
        "If-Match",
        "Last-Event-ID",
        "Idempotency-Key",
        "map",
        "fill",
    ),
    *(
        "/metrics",
        "/tolerance",
        "/places",
        "/sources",
        "/secret",
        "/expires_at",
        "/name",
        "/synonyms",
        "/resolution",
        "/filters",
    ),
    "/draft",
)
"""Fields of which a schema cannot tell the readable values, or that must suit each other; how their pointers begin."""


_BATCHES = ("/v1/claims/batch", "/v1/claims/check/batch", "/v1/articles/batch")
_gone: set[str] = set()


@schemathesis.serializer("application/x-ndjson", "application/ld+json", "text/csv", "text/tab-separated-values")
def send_lines(_: object, value: object) -> bytes | None:
    """Send the lines as they are."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Leave the key alone that all calls need."""
    if (case.path_parameters or {}).get("key_id") == os.environ["OWN_KEY"]:
        case.path_parameters["key_id"] = str(uuid4())


@schemathesis.hook
def after_call(_: Any, case: Any, response: Any) -> None:
    """Note which endpoints are deleted."""
    if case.operation.label == "DELETE /v1/webhooks/{webhook_id}" and response.status_code == HTTPStatus.NO_CONTENT:
        _gone.add(str(case.path_parameters["webhook_id"]))


@schemathesis.check
def what_is_deleted_is_gone(_: Any, response: Any, case: Any) -> None:
    """No later call finds a deleted endpoint, whoever makes it."""
    if case.method != "DELETE" and str((case.path_parameters or {}).get("webhook_id")) in _gone:
        assert response.status_code >= HTTPStatus.BAD_REQUEST, "a deleted endpoint was found"


@schemathesis.check
def only_free_text_is_unreadable(_: Any, response: Any, case: Any) -> None:
    """Valid data may be refused only where its values are free, and the refusal says which one."""
    if (
        response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY
        or case.meta.generation.mode is not GenerationMode.POSITIVE
    ):
        return
    if case.media_type not in (None, "application/json"):
        return  # of tables and lines a schema tells nothing
    pointers = [one["pointer"] for one in response.json()["errors"]]
    if not pointers or not all(one.startswith((*_FREE, *_FREE_ELSEWHERE)) for one in pointers):
        raise AssertionError(f"valid data was refused: {pointers}, {response.json()['detail']}")


@schemathesis.check
def kinds_of_answers_are_documented(context: Any, response: Any, case: Any) -> bool | None:
    """As the built-in check has it, but of lines that are sent as JSON: they are answered as lines.

    No client made of the document sends any, as it names lists only.
    """
    if case.path in _BATCHES and not isinstance(case.body, list):
        return None
    found: bool | None = content_type_conformance(context, response, case)
    return found


@schemathesis.check
def nobody_is_let_in_without_a_key(context: Any, response: Any, case: Any) -> bool | None:
    """As the built-in check has it, but that an address of many wrong keys is refused with 429.

    The run itself is one: it shows wrong keys to all operations within a minute.
    """
    try:
        found: bool | None = ignored_auth(context, response, case)
    except Failure as failure:
        if "got `429 Too Many Requests`" not in failure.message:
            raise
        return None
    return found
