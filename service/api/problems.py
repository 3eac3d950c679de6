"""Errors as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Meta, Struct

from service.api.problem_types import INTERNAL, PROBLEMS, type_of, type_of_status
from service.api.requests import Request, SenderGoneError
from service.errors import (
    ClaimdiffError,
    Contradicted,
    Forbidden,
    Invalid,
    Malformed,
    TooMany,
    TooSlow,
    Unauthenticated,
    Unavailable,
    Unreadable,
)

MEDIA_TYPE = "application/problem+json"
_SHOWN_CHARACTERS = 200
_CHALLENGE = 'Bearer realm="claimdiff"'

_log = structlog.get_logger()


class ProblemError(Struct, frozen=True):
    """One thing that is wrong, and where."""

    pointer: Annotated[
        str, Meta(description="JSON pointer of the field, or the parameter's name.", examples=["/quantity"])
    ]
    detail: Annotated[str, Meta(description="What is wrong with it.")]
    given: Annotated[str | None, Meta(description="What was given, shortened.", examples=["about 85 thousnd"])]
    understood: Annotated[str | None, Meta(description="What would be understood.")]
    at: Annotated[tuple[int, int] | None, Meta(description="Start and end of the spot in `given`, if it is known.")]


class Problem(Struct, frozen=True):
    """A problem document (RFC 9457)."""

    type: Annotated[
        str,
        Meta(
            description="Stable name of the kind of problem; its page says what to do.",
            examples=["/problems/unreadable"],
        ),
    ]
    title: Annotated[str, Meta(description="The kind of problem in words.")]
    status: Annotated[int, Meta(description="The HTTP status.", examples=[422])]
    detail: Annotated[str, Meta(description="What went wrong this time, and what to change.")]
    errors: Annotated[list[ProblemError], Meta(description="Each thing that is wrong, by field; may be empty.")]
    request_id: Annotated[
        str | None, Meta(description="As in X-Request-Id and in the service's log.", examples=["a3f7c0d2e4b84c1a"])
    ] = msgspec.field(default_factory=lambda: structlog.contextvars.get_contextvars().get("request_id"))


def documented(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """Give the problem responses of an operation for the API document."""
    return {
        int(status): ResponseSpec(
            Problem,
            generate_examples=False,
            media_type=MEDIA_TYPE,
            description=status.phrase,
        )
        for status in statuses
    }


def answer_claimdiff_error(_: Request, error: ClaimdiffError) -> Response[Problem]:
    """Answer one of our own errors."""
    problem = problem_of(error)
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers_of(error))


def headers_of(error: ClaimdiffError) -> dict[str, str]:
    """Give the headers that go with one of our own errors: when to come again, what key to show (RFC 6750)."""
    match error:
        case Unavailable() | TooMany():
            return {"Retry-After": str(error.retry_after_seconds)}
        case Unauthenticated():
            return {"WWW-Authenticate": _CHALLENGE + (', error="invalid_token"' if error.shown else "")}
        case Forbidden(scope=str(scope)):
            return {"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'}
        case TooSlow():
            return {"Connection": "close"}
        case _:
            return {}


def problem_of(error: ClaimdiffError) -> Problem:
    """Give the problem document of one of our own errors."""
    kind = type_of(error)
    return Problem(kind.address, kind.title, int(kind.status), printable(str(error)), errors_of(error))


def printable(text: str) -> str:
    """Put a mark where half of a surrogate pair stands: what cannot be decoded is quoted in errors, too."""
    return text.encode("utf-8", "replace").decode()


def errors_of(error: ClaimdiffError) -> list[ProblemError]:
    """Give the fields that an error speaks of."""
    match error:
        case Unreadable():
            return [
                ProblemError(one.pointer, one.problem, shorten(one.given), one.understood, one.at)
                for one in (error, *error.others)
            ]
        case Invalid() if error.pointer or error.errors:
            pairs = error.errors or ((error.pointer, str(error)),)
            return [ProblemError(printable(pointer), printable(detail), None, None, None) for pointer, detail in pairs]
        case Forbidden(pointer=str(pointer)) if pointer:
            return [ProblemError(pointer, str(error), None, None, None)]
        case Contradicted():
            return [
                ProblemError(f"/v1/judgements/{identifier}", sentence, None, None, None)
                for identifier, sentence in error.chain
            ]
        case _:
            return []


def shorten(given: str) -> str:
    """Make a text fit to be shown: printable, and no longer than 200 characters."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in given[:201])
    return shown if len(shown) <= _SHOWN_CHARACTERS else shown[: _SHOWN_CHARACTERS - 1] + "…"


def answer_http_error(request: Request, error: HTTPException) -> Response[Problem]:
    """Answer an error of the framework: no such address, wrong method, body too large, a value of the wrong type."""
    if isinstance(error, ValidationException) and _lacks_body(error):
        malformed = Malformed("The body is empty, so it is not JSON. Send an object as the API document shows it.")
        return answer_claimdiff_error(request, malformed)
    errors = _validation_errors(error) if isinstance(error, ValidationException) else []
    status = PROBLEMS[Invalid].status if errors else error.status_code
    kind = type_of_status(status)
    detail = "; ".join(f"{one.pointer}: {one.detail}" for one in errors) or error.detail
    problem = Problem(kind.address, kind.title, int(status), printable(detail), errors)
    return Response(problem, status_code=int(status), media_type=MEDIA_TYPE, headers=error.headers)


def answer_broken_off(request: Request, _: SenderGoneError) -> Response[Problem]:
    """Answer a body that stops before its end: nobody is there any more, but the log tells it from faults of ours."""
    return answer_claimdiff_error(request, Malformed("The body broke off before its end. Send it again."))


def answer_unexpected(request: Request, error: Exception) -> Response[Problem]:
    """Answer what should not have happened; the log has the whole story, the answer none of it."""
    _log.exception("unexpected error", path=request.url.path, exc_info=error)
    detail = "Something went wrong here; it is in the service's log. Sending it again is safe with an Idempotency-Key."
    problem = Problem(INTERNAL.address, INTERNAL.title, int(INTERNAL.status), detail, [])
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE)


def _validation_errors(error: ValidationException) -> list[ProblemError]:
    details: Any = error.extra
    found = [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    return [_validation_error(one) for one in found]


def _validation_error(one: dict[str, Any]) -> ProblemError:
    """Give what our own refusal of a body says, or what the framework says of a parameter."""
    if "pointer" not in one:
        return ProblemError(_pointer(one), str(one.get("message", "")).partition(" - at `")[0], None, None, None)
    given = one["given"] if one["given"] is None else shorten(one["given"])
    return ProblemError(one["pointer"] or "/", one["detail"], given, one["understood"], None)


def _lacks_body(error: ValidationException) -> bool:
    """The framework says of an empty body only which argument it had none for."""
    return isinstance(error.extra, list) and any(one.get("message") == "'data'" for one in error.extra)


def _pointer(one: dict[str, Any]) -> str:
    """Give a JSON pointer into the body ("period.start", "scopes[0]"), or the name of a parameter."""
    key = str(one.get("key", ""))
    if one.get("source") == "header":
        return key.replace("_", "-").title()
    if one.get("source") != "body":
        return key
    return "/" + key.removeprefix("data").replace("[", ".").replace("]", "").lstrip(".").replace(".", "/")


ALL_HANDLERS: dict[Any, Any] = {
    ClaimdiffError: answer_claimdiff_error,
    HTTPException: answer_http_error,
    SenderGoneError: answer_broken_off,
    Exception: answer_unexpected,
}
