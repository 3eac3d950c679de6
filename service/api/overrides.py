"""What a check may set for itself: thresholds, a tolerance, and whether look-alikes are shown."""

import re
from decimal import Decimal
from typing import Annotated

from litestar.params import QueryParameter
from msgspec.structs import replace

from service.errors import Invalid
from service.policy import Policy, Tolerance

_DECIMAL = re.compile(r"\d{1,30}(\.\d{1,30})?", re.ASCII)
LOWEST_THRESHOLD = 0.3
"""Below, nearly every phrase with a common word in it would be compared."""

ConfirmedThreshold = Annotated[
    float | None,
    QueryParameter(
        ge=LOWEST_THRESHOLD, le=1.0, description="For this check: from this score on a match is `confirmed`."
    ),
]
SuggestedThreshold = Annotated[
    float | None,
    QueryParameter(
        ge=LOWEST_THRESHOLD, le=1.0, description="For this check: from this score on a match is `suggested`."
    ),
]
TolerancePercent = Annotated[
    str | None,
    QueryParameter(
        max_length=60,
        schema_extra={"pattern": r"^[0-9]{1,30}(\.[0-9]{1,30})?$"},
        description="For this check, in place of any tolerance that is set: figures agree that are no further apart "
        'than this share of the smaller one, in percent: "0.5" is half a percent.',
    ),
]
ToleranceAbsolute = Annotated[
    str | None,
    QueryParameter(
        max_length=60,
        schema_extra={"pattern": r"^[0-9]{1,30}(\.[0-9]{1,30})?$"},
        description="For this check, in place of any tolerance that is set: figures agree that are no further apart "
        "than this, in the base unit of their dimension (`quantity.unit.base`).",
    ),
]
NotComparable = Annotated[
    bool,
    QueryParameter(
        description="Also show what looks alike and is not comparable (`band` null), with the separator named: other "
        "qualifiers, another period, place or unit. At most 50, the likest first."
    ),
]


def overridden(
    policy: Policy, *, confirmed: float | None, suggested: float | None, tolerance: Tolerance | None
) -> Policy:
    """Give the policy for one request.

    Raises:
        Invalid: A match would be confirmed below the score from which it is suggested.
    """
    upper = policy.confirmed_threshold if confirmed is None else confirmed
    lower = min(policy.suggested_threshold, upper) if suggested is None else suggested
    if lower > upper:
        raise Invalid(
            f"The suggested threshold ({lower}) is above the confirmed one ({upper}). Raise both.",
            "suggested_threshold",
        )
    return replace(
        policy, confirmed_threshold=upper, suggested_threshold=lower, tolerance=tolerance or policy.tolerance
    )


def read_tolerance(*, percent: str | None, absolute: str | None) -> Tolerance | None:
    """Read the two parts of a tolerance; nothing when neither is given. Raises Invalid."""
    if percent is None and absolute is None:
        return None
    return Tolerance(
        absolute=read_decimal(absolute or "0", "tolerance_absolute"),
        relative_percent=read_decimal(percent or "0", "tolerance_relative_percent"),
    )


def read_decimal(given: str, pointer: str) -> Decimal:
    """Read a decimal that is not negative, exactly. Raises Invalid."""
    if not _DECIMAL.fullmatch(given):
        raise Invalid('This takes a decimal without a sign, as "0.5" or "250".', pointer)
    return Decimal(given)
