"""Thresholds, weights and tolerances in force: one frozen value with a version that answers carry."""

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from msgspec import Struct


class Tolerance(Struct, frozen=True):
    """How far apart two intervals may lie and still agree. Zero on both: only the written precision counts."""

    absolute: Decimal = Decimal(0)
    """In the base unit of the dimension."""
    relative_percent: Decimal = Decimal(0)
    """Of the smaller of the two nearest ends."""
    dimension: str | None = None
    """The absolute part holds for figures of this dimension; None for any."""

    def narrower(self, other: "Tolerance | None") -> "Tolerance":
        """Of two tolerances the narrower, part by part: one alarm too many does less harm than a hidden conflict."""
        if other is None:
            return self
        share = min(self.relative_percent, other.relative_percent)
        if self.dimension == other.dimension:
            return Tolerance(min(self.absolute, other.absolute), share, self.dimension)
        return Tolerance(Decimal(0), share)


def narrowest(tolerances: Iterable[Tolerance | None]) -> Tolerance | None:
    """Give what holds where several tolerances bear on figures: the narrowest of them, None where there is none."""
    return reduce(lambda one, other: other if one is None else one.narrower(other), tolerances, None)


class Policy(Struct, frozen=True):
    """Everything that a verdict depends on besides the two claims."""

    version: str = "1"
    confirmed_threshold: float = 0.80
    suggested_threshold: float = 0.65
    trailing_zero_cap_percent: Decimal = Decimal(1)
    tolerance: Tolerance = Tolerance()
