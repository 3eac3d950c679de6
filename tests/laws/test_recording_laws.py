"""Recording looks for claims by their last days alone: no pair that matching may bring together lies outside."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from service.claim import Accuracy, Period, PeriodKind
from service.matching.features import compare_periods
from service.matching.tellings import told_in_two_ways
from service.matching.windows import last_days

FIRST = (date(2022, 1, 27), date(2021, 12, 28), date(2022, 6, 28), date(2022, 9, 9), date(2022, 9, 27))
lengths = st.sampled_from((0, 1, 2, 6, 7, 9, 11, 26, 27, 28, 29, 30, 60, 90, 91, 272, 364, 365, 1095))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    end = draw(st.sampled_from(FIRST)) + timedelta(days=draw(st.integers(0, 4)))
    start = end - timedelta(days=draw(lengths))
    since = draw(st.none() | st.just(start) | st.just(start - timedelta(days=3)))
    return Period(
        None,
        draw(st.sampled_from(PeriodKind)),
        start,
        end,
        draw(st.sampled_from(Accuracy)),
        since,
        assumed=draw(st.booleans()),
        is_fiscal_start_unknown=draw(st.booleans()),
    )


@settings(max_examples=3_000)
@given(periods(), periods())
def test_what_may_be_one_lies_in_the_window_that_is_searched(one: Period, other: Period) -> None:
    if compare_periods(one, other).is_certain:
        return
    for asking, found in ((one, other), (other, one)):
        told = told_in_two_ways(one, other)
        is_of_event = told is not None and told.name in {"day_of_event", "announced"}
        is_of_year = told is not None and told.name == "in_year"
        assert found.end in last_days(asking, of_event=is_of_event, of_year=is_of_year)


@given(periods(), periods())
def test_periods_are_compared_alike_in_both_orders(one: Period, other: Period) -> None:
    ours, theirs = compare_periods(one, other), compare_periods(other, one)
    assert (ours.score, ours.separates, ours.is_certain) == (theirs.score, theirs.separates, theirs.is_certain)
