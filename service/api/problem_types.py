"""The one table of problem types: error class or HTTP status → name, title, what it means, what to do.

`problems` answers by it, and `/problems/<name>` shows it to people.
"""

from http import HTTPStatus
from typing import Annotated

from msgspec import Meta, Struct

from service.errors import (
    ClaimdiffError,
    Clash,
    Contradicted,
    Forbidden,
    HeadTooLong,
    Invalid,
    Malformed,
    NoLongerKept,
    NotFound,
    Stale,
    TooLong,
    TooMany,
    TooManyConnections,
    TooSlow,
    Unauthenticated,
    Unavailable,
    Unconditional,
    Unreadable,
    WrongType,
)


class ProblemType(Struct, frozen=True):
    """A kind of problem, as its page tells it."""

    status: Annotated[int, Meta(description="The HTTP status that it comes with.")]
    name: Annotated[str, Meta(description="What stands behind /problems/.")]
    title: Annotated[str, Meta(description="The kind in words.")]
    meaning: Annotated[str, Meta(description="What has happened.")]
    advice: Annotated[str, Meta(description="What to do.")]

    @property
    def address(self) -> str:
        """The `type` of a problem document."""
        return f"/problems/{self.name}"


PROBLEMS: dict[type[ClaimdiffError], ProblemType] = {
    Unreadable: ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unreadable",
        "A field cannot be read",
        "A figure, a period, a place or another text could not be understood without guessing, so nothing was stored.",
        "`errors` names each field by JSON pointer, with what was given, where reading stopped, and what would be "
        "understood. Write the text so, or send the exact fields as an object.",
    ),
    Invalid: ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        "A value is not allowed",
        "The request is well-formed, but a field or a parameter is missing, unknown, out of its limits or of another "
        "type.",
        "`errors` names each field or parameter and says what it takes. The whole API stands at /docs.",
    ),
    Malformed: ProblemType(
        HTTPStatus.BAD_REQUEST,
        "malformed",
        "The request cannot be decoded",
        "The address or the body is no UTF-8 or no JSON, holds a key twice, or broke off before its end.",
        "`detail` says where decoding stopped. Send each key once, figures as text, and the body to its end.",
    ),
    NotFound: ProblemType(
        HTTPStatus.NOT_FOUND,
        "not-found",
        "There is no such thing",
        "Nothing stands at this address, or nothing has this id; it may have been erased or removed for its age.",
        "Look at the address: /docs lists them all. Take ids from a list or from an answer.",
    ),
    NoLongerKept: ProblemType(
        HTTPStatus.GONE,
        "no-longer-kept",
        "It is not kept any more",
        "What was known at that time is not kept any more, or told of a claim that was erased since.",
        "Ask for a later time: `detail` says from when on the past is kept. Whoever runs the service sets how long.",
    ),
    Contradicted: ProblemType(
        HTTPStatus.CONFLICT,
        "contradicted",
        "Other judgements say the opposite",
        "What was to be noted of two metrics is ruled out by judgements that are in force.",
        "`errors` lists those judgements, from the one metric to the other. Withdraw the wrong one first.",
    ),
    Clash: ProblemType(
        HTTPStatus.CONFLICT,
        "clash",
        "The stored state says otherwise",
        "The request does not fit what is stored: another body under the same Idempotency-Key, or an act that a thing "
        "in this state does not admit.",
        "`detail` says what stands against it. Get the thing again, or send the request under a new key.",
    ),
    Stale: ProblemType(
        HTTPStatus.PRECONDITION_FAILED,
        "stale",
        "It was changed meanwhile",
        "If-Match names a version that is not the present one: somebody else has changed the thing since you read it.",
        "Get it again, look at what was changed, and send your change with the new ETag.",
    ),
    Unconditional: ProblemType(
        HTTPStatus.PRECONDITION_REQUIRED,
        "precondition-required",
        "If-Match is needed",
        "The change does not say which version it is meant for, and might undo what a colleague has just done.",
        "Get the thing and send its ETag as If-Match. `If-Match: *` changes whichever version there is.",
    ),
    Unauthenticated: ProblemType(
        HTTPStatus.UNAUTHORIZED,
        "unauthenticated",
        "An API key is needed",
        "No key was shown, or one that is unknown, mistyped, expired or revoked.",
        "Send `Authorization: Bearer cdk_…`. Whoever runs the service makes a key with `claimdiff keys create`.",
    ),
    Forbidden: ProblemType(
        HTTPStatus.FORBIDDEN,
        "forbidden",
        "The key does not allow it",
        "The key is valid, but has not the scope that this needs: `read` lists and checks, `write` stores claims and "
        "moves conflicts, `admin` does all.",
        "Use a key with the scope that `detail` names, or ask for one.",
    ),
    TooLong: ProblemType(
        HTTPStatus.REQUEST_URI_TOO_LONG,
        "address-too-long",
        "The address is too long",
        "The path has more than 2,000 bytes, or the query more than 8,000.",
        "Ask for less at once and page through it, or send long texts in a body.",
    ),
    HeadTooLong: ProblemType(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "head-too-long",
        "The request's head is too long",
        "The head has more than 32 kB or more than 100 fields.",
        "Send fewer header fields: large cookies and doubled fields are the usual cause.",
    ),
    WrongType: ProblemType(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "wrong-type",
        "The body's format is not taken",
        "The Content-Type or the encoding of the body is none that this operation takes, or the body is compressed.",
        "Send what `detail` names, uncompressed; most operations take `Content-Type: application/json`.",
    ),
    TooMany: ProblemType(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        "The requests of this minute are used up",
        "The key has sent as many requests as it may in a minute, or this address has shown too many wrong keys.",
        "Go on after the seconds in Retry-After. Send claims in batches, or ask for a higher limit.",
    ),
    TooSlow: ProblemType(
        HTTPStatus.REQUEST_TIMEOUT,
        "too-slow",
        "The request took too long to arrive",
        "The head or the body came so slowly that the service stopped waiting for it.",
        "Send it again, at once or in smaller parts. A claim with an `external_id` is never stored twice.",
    ),
    TooManyConnections: ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "too-many-connections",
        "Too many connections are open",
        "As many connections as are taken are open, and all of them are in use.",
        "Try again after the seconds in Retry-After, and keep connections instead of opening one for each request.",
    ),
    Unavailable: ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        "The database cannot be reached just now",
        "The database is away, restarting, full, busy, or takes no writes. Nothing that was answered is lost.",
        "Try again after the seconds in Retry-After; with an `external_id` or an Idempotency-Key that is always safe.",
    ),
}
"""Of our own errors, those of a class also for the classes below it."""

NOT_ALLOWED = ProblemType(
    HTTPStatus.METHOD_NOT_ALLOWED,
    "method-not-allowed",
    "The address has no such method",
    "There is something at this address, but the method is none that it takes.",
    "`Allow` lists those that it takes; /docs says what each does.",
)
TOO_LARGE = ProblemType(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "request-entity-too-large",
    "The body is too large",
    "The body has more bytes, or the list more claims, than one request may hold.",
    "Send less at once. POST /v1/claims/batch takes NDJSON of any length, a claim a line.",
)
BAD_REQUEST = ProblemType(
    HTTPStatus.BAD_REQUEST,
    "bad-request",
    "The request is not understood",
    "Something about the request is not as HTTP or this API has it.",
    "`detail` says what. The whole API stands at /docs.",
)
INTERNAL = ProblemType(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "internal",
    "Something went wrong here",
    "The service has a fault. What happened stands in its log, under the `request_id` of the answer.",
    "Send it again with an `external_id` or an Idempotency-Key, and tell whoever runs the service the request's id.",
)

_OF_FRAMEWORK = {
    int(HTTPStatus.NOT_FOUND): PROBLEMS[NotFound],
    int(HTTPStatus.METHOD_NOT_ALLOWED): NOT_ALLOWED,
    int(HTTPStatus.REQUEST_ENTITY_TOO_LARGE): TOO_LARGE,
    int(HTTPStatus.UNAUTHORIZED): PROBLEMS[Unauthenticated],
    int(HTTPStatus.FORBIDDEN): PROBLEMS[Forbidden],
    int(HTTPStatus.UNSUPPORTED_MEDIA_TYPE): PROBLEMS[WrongType],
    int(HTTPStatus.UNPROCESSABLE_ENTITY): PROBLEMS[Invalid],
    int(HTTPStatus.TOO_MANY_REQUESTS): PROBLEMS[TooMany],
    int(HTTPStatus.SERVICE_UNAVAILABLE): PROBLEMS[Unavailable],
}
ALL_TYPES: dict[str, ProblemType] = {
    one.name: one for one in (*PROBLEMS.values(), NOT_ALLOWED, TOO_LARGE, BAD_REQUEST, INTERNAL)
}
"""By name, those of our errors first."""


def type_of(error: ClaimdiffError) -> ProblemType:
    """Give the kind of problem of one of our own errors."""
    return next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)


def type_of_status(status: int) -> ProblemType:
    """Give the kind of problem of an error that only has a status: the framework's."""
    rest = INTERNAL if status >= HTTPStatus.INTERNAL_SERVER_ERROR else BAD_REQUEST
    return _OF_FRAMEWORK.get(status, rest)
