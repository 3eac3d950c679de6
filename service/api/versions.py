"""Versions of things that are changed: what a person has seen, as ETag and If-Match say it."""

from typing import Annotated

from litestar.params import HeaderParameter

from service.errors import Invalid, Unconditional

_LONGEST = 9

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description="The ETag you have seen; another version gives 412, none at all 428, `*` takes any.",
    ),
]


def version_of(if_match: str | None) -> int | None:
    """Read an If-Match header; None takes any version. Raises Invalid."""
    if if_match is None or if_match == "*":
        return None
    version = if_match.removeprefix("W/").strip('"')
    if not (version.isascii() and version.isdigit() and len(version) <= _LONGEST):
        raise Invalid('If-Match takes the ETag as it was answered, as "3".', "If-Match")
    return int(version)


def version_seen(if_match: str | None, address: str) -> int | None:
    """Read an If-Match header that has to be there; None takes any version.

    Args:
        if_match: The header.
        address: Where the thing is got with its ETag, as "/v1/conflicts/…".

    Raises:
        Unconditional: There is no header.
        Invalid: It is no ETag.
    """
    if if_match is None:
        raise Unconditional(
            f"Which version is this meant for? GET {address}, and send its ETag as If-Match; "
            '"If-Match: *" changes whichever there is.'
        )
    return version_of(if_match)
