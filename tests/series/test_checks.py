"""What a series says about itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from service.claim import ClaimId
from service.series import (
    CheckKind,
    RunningTotal,
    Shape,
    by_end,
    check_series,
    phrases_of_new,
    phrases_of_parts,
    point_of,
)
from service.series import running_total_of as total_of
from service.series.points import SeriesPoint
from tests.builders import claim

FIRST = date(2022, 3, 1)


def points(*figures: str, days: list[int] | None = None, **fields: str) -> list[SeriesPoint]:
    """A figure a day, or on the given days."""
    at = days or list(range(len(figures)))
    return [
        point_of(claim(number, quantity=figure, period=f"as of {FIRST + timedelta(day)}", **fields))
        for number, (figure, day) in enumerate(zip(figures, at, strict=True), start=1)
    ]


def kinds(found: list[SeriesPoint], *, is_total: bool = True, **more: object) -> list[tuple[str, int]]:
    checks = check_series(found, is_total=is_total, **more)  # type: ignore[arg-type]
    return [(one.kind.value, one.claim_id.int) for one in checks]


def test_a_running_total_that_falls_is_told_with_both_figures() -> None:
    [check] = check_series(points("4,301", "4,327", "4,237", "4,340"), is_total=True)
    assert (check.kind, check.is_note, check.claim_id, check.before_id) == (
        CheckKind.FALL,
        False,
        UUID(int=3),
        UUID(int=2),
    )
    assert check.sentence == "Falls from 4,327 (2022-03-02) to 4,237 (2022-03-03), and a running total cannot."


def test_to_less_than_half_it_may_be_a_new_count() -> None:
    [check] = check_series(points("2,615", "23", "41"), is_total=True)
    assert check.kind is CheckKind.RESTART
    assert check.sentence.endswith("to less than half. Was the count restarted?")
    assert kinds(points("2,616", "1,308")) == [("fall", 2)]


def test_what_can_be_a_rounding_or_a_bound_is_no_fall() -> None:
    assert kinds(points("4,327", "4.3 thousand", "4,340")) == []
    assert kinds(points("more than 4,000", "at most 4,500")) == []
    assert kinds(points("at least 30", "at most 20")) == [("fall", 2)]


def test_what_is_no_running_total_may_fall() -> None:
    assert kinds(points("4,327", "4,237"), is_total=False) == []


def test_a_hole_is_longer_than_three_of_the_usual_steps() -> None:
    figures = [f"{1_001 + one}" for one in range(9)]
    assert kinds(points(*figures, days=[0, 1, 2, 3, 4, 8, 9, 10, 11])) == [("hole", 6)]
    assert kinds(points(*figures, days=[0, 1, 2, 3, 4, 7, 8, 9, 10])) == []
    assert kinds(points(*figures, days=[0, 7, 14, 21, 28, 49, 56, 63, 70])) == []
    assert kinds(points("101", "102", days=[0, 90])) == []
    [hole] = check_series(points(*figures, days=[0, 1, 2, 3, 4, 8, 9, 10, 11]), is_total=False)
    assert hole.is_note
    assert hole.sentence == "No figure between 2022-03-05 and 2022-03-09, 4 days; the usual step is a day."


def test_a_jump_is_more_than_five_times_the_largest_rise_before_and_five_percent() -> None:
    calm = [f"{1_001 + 10 * one}" for one in range(9)]
    assert kinds(points(*calm, "1,141")) == [("jump", 10)]
    assert kinds(points(*calm, "1,129")) == []
    far = [f"{100_001 + 10 * one}" for one in range(9)]
    assert kinds(points(*far, "100,941")) == []
    assert kinds(points("1", "2", "900")) == []


def test_the_rise_of_a_total_is_what_is_given_as_new() -> None:
    total = points("4,301", "4,327", "4,351")
    new = by_end(points("5", "26", "21", metric="new losses"))
    [check] = check_series(total, is_total=True, new=new)
    assert check.kind is CheckKind.INCREMENT
    assert check.sentence == (
        "The rise from 4,327 (2022-03-02) to 4,351 (2022-03-03) is 24, and the source gives 21 as new."
    )
    rounded = by_end(points("5", "26", "about 25", metric="new losses"))
    assert kinds(total, new=rounded) == []
    assert kinds(points("4,301", "4,351", days=[0, 2]), new=new) == []


def test_points_before_the_page_are_looked_at_and_not_told() -> None:
    falling = points("4,327", "4,237", "4,231")
    assert kinds(falling, shown_from=2) == [("fall", 3)]
    assert kinds(falling, shown_from=3) == []


@pytest.mark.parametrize(
    ("fields", "registered", "expected"),
    [
        ({"metric": "cumulative deaths"}, None, RunningTotal.SAID),
        ({"metric": "deaths"}, True, RunningTotal.SAID),
        ({"metric": "cumulative deaths"}, False, None),
        ({"metric": "deaths"}, None, RunningTotal.INFERRED),
        ({"metric": "deaths", "period": "2022-03-01"}, None, RunningTotal.INFERRED),
        ({"metric": "new deaths"}, None, None),
        ({"metric": "deaths", "period": "2021"}, None, None),
        ({"metric": "inflation", "quantity": "7.1 %"}, None, None),
        ({"metric": "deaths", "quantity": "up 12"}, True, None),
    ],
)
def test_what_is_a_running_total(
    fields: dict[str, str], registered: bool | None, expected: RunningTotal | None
) -> None:
    rising = Shape(steps=40, rises=30, falls=1)
    assert total_of(claim(**fields), rising, registered=registered) is expected


@pytest.mark.parametrize("shape", [Shape(19, 19, 0), Shape(40, 4, 0), Shape(40, 20, 2), None])
def test_steps_that_fall_or_are_few_infer_no_running_total(shape: Shape | None) -> None:
    assert total_of(claim(metric="in hospital"), shape, registered=None) is None


def test_the_new_ones_of_a_total_are_known_by_their_words() -> None:
    for total in ("deaths", "total deaths", "cumulative confirmed cases", "personnel losses"):
        words = total.replace("total ", "").replace("cumulative ", "")
        known = phrases_of_new(claim(metric=total).metric)
        assert claim(metric=f"new {words}").metric.phrase in known
        assert claim(metric=f"daily new {words}").metric.phrase in known
    assert phrases_of_new(claim(metric="new deaths").metric) == []


def test_of_two_figures_of_a_day_the_later_one_counts() -> None:
    earlier, later = (
        point_of(claim(number, quantity=figure, published_at=f"2022-11-2{number}"))
        for number, figure in ((1, "11"), (2, "12"))
    )
    assert by_end([later, earlier]) == {later.end: later}
    assert later.claim_id == ClaimId(UUID(int=2))


def test_of_a_part_there_are_no_more_than_of_all() -> None:
    whole = points("4,301", "4,327")
    [check] = check_series(whole, is_total=False, parts=points("4,201", "4,372", metric="children killed"))
    assert (check.kind, check.claim_id) == (CheckKind.PART, UUID(int=2))
    assert check.sentence == "Of a part of it the source gives 4,372, and of all 4,327 (2022-03-02)."
    assert kinds(whole, parts=points("about 4,400", "at least 12", metric="children killed")) == []
    assert kinds(whole, parts=points("1", "1", "9,000", metric="children killed")) == []


def test_parts_are_known_by_their_words() -> None:
    known = phrases_of_parts(claim(metric="deaths"))
    for part in ("child deaths", "confirmed deaths", "deaths of women"):
        assert claim(metric=part).metric.phrase in known
    assert not any("age:adults" in one for one in phrases_of_parts(claim(metric="children killed")))
    assert phrases_of_parts(claim(metric="poverty", quantity="7.1 %")) == []
