from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.claim import Approximator, Interval, Quantity, QuantityKind, Severity, Unit, VerdictKind
from service.judging import judge
from service.judging.severity import gap_words, measure_gap, severity_of
from service.policy import Tolerance

COUNT = Unit("", "count", "")


def quantity(
    low: str | None,
    high: str | None,
    stated: tuple[str | None, str | None] | None = None,
    approximator: Approximator = Approximator.EXACT,
    unit: Unit = COUNT,
    kind: QuantityKind = QuantityKind.LEVEL,
    low_open: bool = False,
    high_open: bool = False,
) -> Quantity:
    ends = [None if end is None else Decimal(end) for end in (low, high, *(stated or (low, high)))]
    return Quantity(
        as_given=f"{low}–{high}",
        kind=kind,
        interval=Interval(ends[0], ends[1], low_open, high_open),
        stated=Interval(ends[2], ends[3], low_open, high_open),
        approximator=approximator,
        unit=unit,
    )


def test_the_same_figure_agrees() -> None:
    assert judge(quantity("5", "5"), quantity("5", "5")).kind is VerdictKind.AGREE


def test_a_figure_within_the_rounding_of_another_agrees_by_rounding() -> None:
    exact = quantity("84720", "84720")
    rounded = quantity("84500", "85500", ("85000", "85000"))
    verdict = judge(rounded, exact)
    assert verdict.kind is VerdictKind.AGREE_BY_ROUNDING
    assert verdict.reason == "84720–84720 lies within the rounding of 84500–85500."


def test_a_bound_leaves_room() -> None:
    bound = quantity("900", None, approximator=Approximator.MORE_THAN, low_open=True)
    assert judge(bound, quantity("943", "943")).kind is VerdictKind.COMPATIBLE


def test_more_than_excludes_the_figure_itself() -> None:
    bound = quantity("900", None, approximator=Approximator.MORE_THAN, low_open=True)
    verdict = judge(bound, quantity("900", "900"))
    assert verdict.kind is VerdictKind.CONFLICT
    assert verdict.severity is Severity.SLIGHT
    assert verdict.gap is not None
    assert verdict.gap.absolute == 0


def test_figures_apart_conflict_with_the_gap_of_their_nearest_ends() -> None:
    verdict = judge(quantity("84720", "84720"), quantity("62310", "62310"))
    assert verdict.kind is VerdictKind.CONFLICT
    assert verdict.gap is not None
    assert (verdict.gap.absolute, verdict.gap.percent) == (Decimal(22410), Decimal(36))
    assert verdict.reason == "84720–84720 and 62310–62310 cannot both stand: 36 % apart."


@pytest.mark.parametrize(
    ("low", "high", "severity"),
    [("100", "100.9", Severity.SLIGHT), ("100", "101", Severity.MODERATE), ("100", "110", Severity.MAJOR)]
    + [("100", "200", Severity.EXTREME), ("0", "1", Severity.EXTREME), ("-1", "1", Severity.EXTREME)]
    + [("-110", "-100", Severity.MAJOR), ("1.923e9", "1.921e12", Severity.EXTREME)],
)
def test_severity_is_measured_on_the_smaller_end(low: str, high: str, severity: Severity) -> None:
    assert severity_of(Decimal(low), Decimal(high)) is severity


def test_a_slip_of_a_thousand_says_how_many_times() -> None:
    gap = measure_gap(Decimal("1.923e9"), Decimal("1.921e12"), "USD")
    assert gap.factor == Decimal(999)
    assert gap_words(gap) == "999 times"


PRINTED = [
    ("14", "33", "2.4 times", Severity.EXTREME),
    ("58000", "60000", "3.4 % apart", Severity.MODERATE),
    ("19", "21", "11 % apart", Severity.MAJOR),
    ("1000", "1099.6", "9.96 % apart", Severity.MODERATE),
    ("1000", "1999.6", "99.9 % apart", Severity.MAJOR),
    ("100000", "100999", "0.999 % apart", Severity.SLIGHT),
    ("-0.2", "3.9", "4.1 m apart", Severity.EXTREME),
    ("0", "1", "1 m apart", Severity.EXTREME),
    ("1", "1000", "1,000 times", Severity.EXTREME),
]


@pytest.mark.parametrize(("low", "high", "words", "severity"), PRINTED)
def test_a_pocket_calculator_agrees_with_what_is_printed(low: str, high: str, words: str, severity: Severity) -> None:
    """Number 22 of the faults: one measure for the text and for the severity."""
    assert gap_words(measure_gap(Decimal(low), Decimal(high), "m")) == words
    assert severity_of(Decimal(low), Decimal(high)) is severity


@given(st.decimals("0.01", "1e9", places=2), st.decimals("0.01", "1e9", places=2))
def test_law_the_printed_share_says_the_severity(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    gap, severity = measure_gap(low, high, ""), severity_of(low, high)
    assert gap.percent is not None
    limits = {Severity.SLIGHT: (0, 1), Severity.MODERATE: (1, 10), Severity.MAJOR: (10, 100)}
    least, below = limits.get(severity, (100, 10**30))
    assert least <= gap.percent < below


def test_the_gap_is_between_the_printed_figures_and_not_between_their_roundings() -> None:
    coarse = quantity("59500", "60500", stated=("60000", "60000"))
    verdict = judge(coarse, quantity("58000", "58000"))
    assert verdict.gap is not None
    assert (verdict.gap.absolute, verdict.reason.partition(": ")[2]) == (Decimal(2000), "3.4 % apart.")


def test_figures_that_only_touch_by_rounding_are_not_said_to_lie_within_it() -> None:
    one = quantity("60500", "61500", stated=("61000", "61000"))
    other = quantity("59500", "60500", stated=("60000", "60000"))
    assert "can be roundings of one figure" in judge(one, other).reason


def test_a_tolerance_has_its_say_only_beyond_the_intervals() -> None:
    one, other = quantity("100", "100"), quantity("101", "101")
    assert judge(one, other, Tolerance(absolute=Decimal(1))).kind is VerdictKind.COMPATIBLE
    assert judge(one, other, Tolerance(relative_percent=Decimal(1))).kind is VerdictKind.COMPATIBLE
    assert judge(one, other, Tolerance(relative_percent=Decimal("0.9"))).kind is VerdictKind.CONFLICT


def test_other_units_are_named_as_separator() -> None:
    verdict = judge(quantity("1", "1"), quantity("1", "1", unit=Unit("percent", "percent", "percent")))
    assert verdict.separator == "unit: count and percent"


def test_a_level_is_not_compared_with_a_change() -> None:
    verdict = judge(quantity("1", "1"), quantity("1", "1", kind=QuantityKind.CHANGE))
    assert verdict.separator == "kind of figure: change and level"


ends = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    first, second = sorted((draw(ends), draw(ends)))
    low, high = draw(st.sampled_from([(first, second), (None, second), (first, None), (first, first)]))
    is_open = low != high and draw(st.booleans())
    interval = Interval(low, high, is_open and low is not None, is_open and high is not None)
    approximator = draw(st.sampled_from(Approximator))
    return Quantity(f"{low} to {high}", QuantityKind.LEVEL, interval, interval, approximator, COUNT)


@given(quantities(), quantities())
def test_law_the_order_of_the_two_does_not_matter(one: Quantity, other: Quantity) -> None:
    assert judge(one, other) == judge(other, one)


@given(quantities())
def test_law_a_figure_agrees_with_itself(one: Quantity) -> None:
    assert judge(one, one).kind is VerdictKind.AGREE


@given(quantities(), quantities(), st.decimals(min_value=0, max_value=100, places=2))
def test_law_widening_never_makes_a_conflict(one: Quantity, other: Quantity, by: Decimal) -> None:
    ends_of = one.interval
    wider = Interval(
        None if ends_of.low is None else ends_of.low - by,
        None if ends_of.high is None else ends_of.high + by,
        ends_of.low_open,
        ends_of.high_open,
    )
    widened = Quantity(one.as_given, one.kind, wider, one.stated, one.approximator, one.unit)
    before, after = judge(one, other).kind, judge(widened, other).kind
    assert after is not VerdictKind.CONFLICT or before is VerdictKind.CONFLICT
