"""Thresholds, weights and tolerances in force: one frozen value with a version that answers carry."""

from decimal import Decimal

from msgspec import Struct


class Tolerance(Struct, frozen=True):
    """How far apart two intervals may lie and still agree. Zero on both: only the written precision counts."""

    absolute: Decimal = Decimal(0)
    relative_percent: Decimal = Decimal(0)
    unit: str = ""


class Policy(Struct, frozen=True):
    """Everything that a verdict depends on besides the two claims."""

    version: str = "1"
    confirmed_threshold: float = 0.80
    suggested_threshold: float = 0.65
    trailing_zero_cap_percent: Decimal = Decimal(1)
    tolerance: Tolerance = Tolerance()
