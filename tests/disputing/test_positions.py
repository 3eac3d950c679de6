"""The hard cases of positions, and their laws."""

import random
from decimal import Decimal
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.claim import ClaimId, Interval, VerdictKind
from service.dispute import Figure, Position
from service.disputing import exclude_each_other, find_positions, is_disputed
from service.judging import judge
from service.policy import Tolerance
from tests.builders import NOON, claim
from tests.disputing.figures import figure, said


def told(positions: tuple[Position, ...]) -> list[list[str]]:
    """Who holds each position, then in brackets who is only listed."""
    return [
        [one.as_given for one in position.holders] + [f"({one.as_given})" for one in position.room]
        for position in positions
    ]


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        (["33", "14", "21", "19"], [["14"], ["19"], ["21"], ["33"]]),
        (
            ["84,600.0", "85 thousand", "85,000.0"],
            [["84,600.0"], ["85,000.0", "(85 thousand)"]],
        ),
        (
            ["between 0 and 10", "between 8 and 20", "between 18 and 30", "between 28 and 40"],
            [["between 0 and 10", "(between 8 and 20)"], ["between 18 and 30", "between 28 and 40"]],
        ),
        (["more than 10", "12", "19"], [["12", "(more than 10)"], ["19"]]),
        (["at least 30", "at most 20", "25"], [["at most 20"], ["25"], ["at least 30"]]),
        (["between 0 and 100", "10", "90"], [["10", "(between 0 and 100)"], ["90"]]),
        (["-0.2 %", "3.9 %"], [["-0.2 %"], ["3.9 %"]]),
    ],
)
def test_a_hard_case(figures: list[str], wanted: list[list[str]]) -> None:
    assert told(find_positions(said(*figures))) == wanted


def test_what_creeps_does_not_chain() -> None:
    creeping = said("100.0", "100.9", "101.8", "102.7")
    assert len(find_positions(creeping, tolerance=Tolerance(relative_percent=Decimal(1)))) == 2


def test_one_source_against_itself_is_no_dispute() -> None:
    own = [figure(1, "10", source="outlet a"), figure(2, "20", source="outlet a")]
    assert not is_disputed(find_positions(own))
    assert is_disputed(find_positions([*own, figure(3, "20")]))


def test_a_guest_never_makes_members_exclude_each_other_and_can_stand_apart() -> None:
    guest = figure(9, "5", question=2)
    positions = find_positions(said("152", "152"), [guest])
    assert told(positions) == [["5"], ["152", "152"]]
    assert [one.is_guest for one in positions] == [True, False]
    assert told(find_positions(said("10", "90"), [figure(9, "between 5 and 95", question=2)])) == [
        ["10", "(between 5 and 95)"],
        ["90"],
    ]


def random_figure(chance: random.Random, number: int) -> Figure:
    ends = sorted(Decimal(chance.randrange(-12, 30)) for _ in range(2))
    low = None if chance.random() < 0.1 else ends[0]
    high = None if chance.random() < 0.1 else ends[1]
    is_point = low == high
    interval = Interval(
        low,
        high,
        low_open=low is not None and not is_point and chance.random() < 0.3,
        high_open=high is not None and not is_point and chance.random() < 0.3,
    )
    return Figure(ClaimId(UUID(int=number)), 1, number, str(number), interval, interval, str(number), NOON)


def can_stand(one: Figure, other: Figure, tolerance: Tolerance) -> bool:
    """By the product's own judge, figure against figure."""
    template = claim().quantity
    ours, theirs = (
        type(template)(
            as_given=x.as_given,
            kind=template.kind,
            interval=x.interval,
            stated=x.stated,
            approximator=template.approximator,
            unit=template.unit,
        )
        for x in (one, other)
    )
    return judge(ours, theirs, tolerance).kind is not VerdictKind.CONFLICT


def largest_exclusive(figures: list[Figure], tolerance: Tolerance) -> int:
    """Brute force: the size of the largest set of figures that exclude each other."""
    apart = {
        (a, b) for a, b in combinations(range(len(figures)), 2) if not can_stand(figures[a], figures[b], tolerance)
    }
    for size in range(len(figures), 1, -1):
        if any(
            all(pair in apart for pair in combinations(chosen, 2)) for chosen in combinations(range(len(figures)), size)
        ):
            return size
    return 1


TOLERANCES = [
    Tolerance(),
    Tolerance(),
    Tolerance(absolute=Decimal(2)),
    Tolerance(relative_percent=Decimal(10)),
    Tolerance(absolute=Decimal(1), relative_percent=Decimal(25)),
]


def test_positions_are_as_many_as_brute_force_finds_in_4000_random_sets() -> None:
    chance = random.Random(19)
    for _ in range(4_000):
        tolerance = chance.choice(TOLERANCES)
        figures = [random_figure(chance, number) for number in range(1, chance.randrange(2, 8))]
        positions = find_positions(figures, tolerance=tolerance)
        assert len(positions) == largest_exclusive(figures, tolerance), (figures, tolerance)
        assert sorted(one.claim_id for position in positions for one in position.figures) == sorted(
            one.claim_id for one in figures
        )
        for position in positions:
            assert position.anchor in position.holders
        some, others = figures[:2], figures[2:]
        assert exclude_each_other(some, others, tolerance) == any(
            not can_stand(one, other, tolerance) for one in some for other in others
        )


@settings(deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(seed: int, chance: random.Random) -> None:
    made = random.Random(seed)
    figures = [random_figure(made, number) for number in range(1, 12)]
    shuffled = figures.copy()
    chance.shuffle(shuffled)
    split = made.randrange(12)
    guests = {one.claim_id for one in figures[split:]}

    def found(given: list[Figure]) -> list[tuple[list[str], list[str], Interval]]:
        positions = find_positions(
            [one for one in given if one.claim_id not in guests], [one for one in given if one.claim_id in guests]
        )
        return [([f.as_given for f in p.holders], [f.as_given for f in p.room], p.core) for p in positions]

    assert found(figures) == found(shuffled)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_without_a_tolerance_the_core_is_what_all_holders_share(seed: int) -> None:
    made = random.Random(seed)
    for position in find_positions([random_figure(made, number) for number in range(1, 15)]):
        shared = Figure(ClaimId(UUID(int=999)), 1, 999, "", position.core, position.core, "", NOON)
        assert all(can_stand(shared, one, Tolerance()) for one in position.holders)


ENDS = st.integers(-12, 12).map(Decimal)
SHARES = st.sampled_from(["0", "0.5", "10", "100", "150", "200", "250", "1000"]).map(Decimal)
ROOM = st.builds(Tolerance, absolute=st.sampled_from([Decimal(0), Decimal(1), Decimal(5)]), relative_percent=SHARES)


@settings(max_examples=400, deadline=None)
@given(one=ENDS, other=ENDS, tolerance=ROOM)
def test_positions_and_the_judge_allow_the_same_on_each_side_of_zero(
    one: Decimal, other: Decimal, tolerance: Tolerance
) -> None:
    """At 250 % -1 and 1 were compatible for the judge and excluded each other as positions."""
    ours, theirs = (point(number, at) for number, at in enumerate((one, other), 1))
    assert can_stand(ours, theirs, tolerance) is not exclude_each_other([ours], [theirs], tolerance)


@settings(max_examples=400, deadline=None)
@given(one=ENDS, between=ENDS, other=ENDS, tolerance=ROOM)
def test_what_lies_between_two_that_can_stand_can_stand_with_either(
    one: Decimal, between: Decimal, other: Decimal, tolerance: Tolerance
) -> None:
    low, middle, high = (point(number, at) for number, at in enumerate(sorted((one, between, other)), 1))
    if can_stand(low, high, tolerance):
        assert can_stand(low, middle, tolerance)
        assert can_stand(middle, high, tolerance)


def point(number: int, at: Decimal) -> Figure:
    interval = Interval(at, at)
    return Figure(ClaimId(UUID(int=number)), 1, number, str(number), interval, interval, str(at), NOON)
