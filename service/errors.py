"""All errors of ours. They know no HTTP; the API has one table that gives each class its status.

ClaimdiffError
├── Unreadable          text that cannot be read: which field, what was given, what would be understood
├── Invalid             well-formed, but not allowed: a limit, a bad cursor, a state that does not admit the act
├── Malformed           the request itself cannot be decoded: not JSON, not UTF-8, a key given twice
├── NotFound            no such thing
├── NoLongerKept        what was asked for was there, and is not kept any more
├── Clash               the stored state says otherwise (other body under the same key, an act that does not fit)
│   └── Contradicted    a judgement on metrics that those in force rule out: the chain of them is shown
├── Stale               the thing was changed meanwhile: the version that was named is not the present one
├── Unconditional       a change that does not say which version it is meant for
├── Unauthenticated     no key, or none that is valid
├── Forbidden           the key does not allow it
├── TooLong             the address is longer than any of ours
├── HeadTooLong         the request's head has more bytes or fields than are taken
├── WrongType           the body comes in a format or encoding that is not taken
├── TooMany             the key's requests of this minute are used up; again after `retry_after_seconds`
├── TooSlow             the request's bytes come too slowly to be waited for
├── TooManyConnections  as many connections as are taken are open; again after `retry_after_seconds`
└── Unavailable         the database cannot be reached or is full; try again after `retry_after_seconds`
"""

from collections.abc import Sequence


class ClaimdiffError(Exception):
    """The root of the tree."""


class Unreadable(ClaimdiffError):
    """A field that cannot be read; nothing of it was guessed.

    Args:
        pointer: JSON pointer of the field, as "/quantity".
        given: What was given, as it came (shortened when shown).
        problem: What is wrong, in one sentence.
        understood: What would be understood instead.
        at: Where in `given` reading stopped, as (start, end) character offsets, if it is known.

    `others` holds further fields of the same claim that cannot be read either.
    """

    others: "tuple[Unreadable, ...]" = ()

    def __init__(
        self,
        pointer: str,
        given: str,
        problem: str,
        understood: str,
        at: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(f"{problem} Understood would be: {understood}")
        self.pointer = pointer
        self.given = given
        self.problem = problem
        self.understood = understood
        self.at = at


class Invalid(ClaimdiffError):
    """Well-formed, but not allowed.

    Args:
        message: What is wrong and what to change.
        pointer: JSON pointer of the field, or the parameter's name.
        errors: Further (pointer, message) pairs, when several things are wrong at once.
    """

    def __init__(self, message: str, pointer: str = "", errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.errors = tuple(errors)


class NotFound(ClaimdiffError):
    """No such thing: the message names the kind and the id."""


class NoLongerKept(ClaimdiffError):
    """It was known once and is not kept: the message says from when on things are kept, or what was erased."""


class Clash(ClaimdiffError):
    """The stored state says otherwise."""


class Contradicted(Clash):
    """A judgement that the judgements in force rule out.

    Args:
        message: Which two metrics, and what follows for them already.
        chain: The judgements that it follows from, each with its id and a sentence, from the one metric to the other.
    """

    def __init__(self, message: str, chain: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.chain = tuple(chain)


class Unauthenticated(ClaimdiffError):
    """No key was shown, or (`shown`) none that is valid."""

    def __init__(self, message: str, *, shown: bool = False) -> None:
        super().__init__(message)
        self.shown = shown


class Forbidden(ClaimdiffError):
    """The key does not allow it.

    Args:
        message: What is not allowed, and what would be.
        scope: What the key lacks, if it is that.
        pointer: JSON pointer of the field that holds what is not allowed, if it is that.
    """

    def __init__(self, message: str, scope: str | None = None, pointer: str = "") -> None:
        super().__init__(message)
        self.scope = scope
        self.pointer = pointer


class TooLong(ClaimdiffError):
    """The address is longer than any of ours."""


class HeadTooLong(ClaimdiffError):
    """The request's head has more bytes or fields than are taken."""


class WrongType(ClaimdiffError):
    """The body comes in a format or encoding that is not taken."""


class TooMany(ClaimdiffError):
    """More requests in this minute than are allowed."""

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TooSlow(ClaimdiffError):
    """The request's bytes come too slowly to be waited for."""


class Unavailable(ClaimdiffError):
    """The database cannot be reached just now; nothing was lost."""

    def __init__(self, message: str, retry_after_seconds: int = 1) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TooManyConnections(Unavailable):
    """As many connections as are taken are open."""


class Malformed(ClaimdiffError):
    """The request itself cannot be decoded: not JSON, not UTF-8, a key given twice."""


class Stale(ClaimdiffError):
    """The thing was changed meanwhile: the version that was named is not the present one."""


class Unconditional(ClaimdiffError):
    """A change that does not say which version it is meant for."""
