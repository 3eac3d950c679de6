"""What keeps a claim apart that is nearly the same, as a newsroom would say it."""

from typing import Any

import pytest

from service.claim import Sameness
from service.matching import miss_of, nearest
from tests.builders import claim


def apart(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    found = miss_of(claim(1, **one), claim(2, **other))
    return [(ground.code, ground.parameters) for ground in found.near.apart] if found else []


RATE = {"metric": "unemployment rate", "subject": None, "place": "Spain", "period": "2022", "quantity": "7.1 %"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"period": "as of 2022-11-21"}, [("period", ("as of 2022-11-20", "as of 2022-11-21"))]),
        (RATE, RATE | {"place": "France"}, [("place", ("Spain", "France"))]),
        (RATE, RATE | {"quantity": "7.1 million"}, [("unit", ("percent", "count"))]),
        (RATE, RATE | {"metric": "unemployment rate, women"}, [("part", ("all", "female"))]),
        (RATE, RATE | {"metric": "youth unemployment rate"}, [("part", ("all", "youth"))]),
        ({"metric": "soldiers killed"}, {"metric": "soldiers wounded"}, [("qualifier", ("killed", "wounded"))]),
        (
            RATE,
            RATE | {"place": "France", "period": "2021"},
            [("period", ("2022-01-01/2022-12-31", "2021-01-01/2021-12-31")), ("place", ("Spain", "France"))],
        ),
        (RATE, RATE | {"place": "France", "period": "2021", "quantity": "7.1 million"}, []),
        (RATE, {"metric": "wheat harvest", "place": "Spain", "subject": None, "period": "2022", "quantity": "7 t"}, []),
        (RATE, RATE | {"quantity": "7.3 %"}, []),
    ],
)
def test_it_is_told_what_keeps_two_apart(
    one: dict[str, Any], other: dict[str, Any], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert sorted(apart(one, other)) == sorted(expected)


def test_it_is_said_in_a_sentence() -> None:
    found = miss_of(claim(1), claim(2, period="as of 2022-11-21"))
    assert found is not None
    assert [one.sentence for one in found.near.apart] == ["Other period: as of 2022-11-20 and as of 2022-11-21."]


def test_a_judgement_is_what_keeps_two_apart() -> None:
    found = miss_of(claim(1), claim(2, metric="losses of personnel"), Sameness.DIFFERENT)
    assert found is not None
    assert [one.code for one in found.near.apart] == ["judgement"]


def test_the_nearest_come_first_few_of_a_kind_and_five_at_most() -> None:
    days = [claim(day, period=f"as of 2022-12-{day:02}") for day in range(1, 10)]
    places = [claim(20 + number, place=place) for number, place in enumerate(("Ukraine", "Georgia", "Syria"))]
    missed = [miss_of(claim(99, place="Poland", period="as of 2022-11-20"), one) for one in (*days, *places)]
    own = [miss_of(claim(99, period="as of 2022-11-20"), one) for one in days]
    told = nearest([one for one in own if one])
    assert [one.claim.period.end.day for one in told] == [1, 2]
    both = nearest([one for one in missed if one])
    assert len(both) <= 5
    assert all(len(one.apart) == len(both[0].apart) for one in both)
    assert nearest([]) == ()
