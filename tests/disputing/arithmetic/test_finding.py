"""Arithmetic across claims: what cannot be true together is found, and look-alikes are left alone."""

from itertools import combinations
from typing import Any

import pytest

from service.claim import Claim, Status
from service.disputing.arithmetic import find_evidence
from service.knowledge import Relation
from tests.builders import claim
from tests.disputing.arithmetic.cases import ALIKE, TRUE, Said


def made(said: list[Said]) -> list[Claim]:
    """Each of a source of its own."""
    common = {"subject": None, "place": "Spain", "period": "2022"}
    return [
        claim(
            number,
            source=f"source {number}",
            metric=one[0],
            quantity=one[1],
            **(common | (one[2] if len(one) > 2 else {})),
        )
        for number, one in enumerate(said, 1)
    ]


def test_there_are_ten_true_and_ten_look_alikes_of_each_relation() -> None:
    assert {name: (len(TRUE[name]), len(ALIKE[name])) for name in Relation} == dict.fromkeys(Relation, (10, 10))


@pytest.mark.parametrize(("relation", "said"), [(name, said) for name, some in TRUE.items() for said in some])
def test_what_cannot_all_be_true_is_found(relation: Relation, said: list[Said]) -> None:
    first, *others = made(said)
    found = find_evidence([first], others)
    assert [one.relation for one in found] == [relation]
    assert first.id in [one.claim_id for one in found[0].claims]
    for one in found[0].claims:
        assert one.figure in found[0].arithmetic


@pytest.mark.parametrize(("why", "said"), [one for some in ALIKE.values() for one in some])
def test_look_alikes_are_left_alone(why: str, said: list[Said]) -> None:
    first, *others = made(said)
    assert find_evidence([first], others) == (), why


@pytest.mark.parametrize("said", [said for some in TRUE.values() for said in some])
def test_the_set_is_the_smallest(said: list[Said]) -> None:
    """Without any one of them the rest can be true."""
    claims = made(said)
    [evidence] = find_evidence(claims[:1], claims[1:])
    held = [one for one in claims if one.id in {claim.claim_id for claim in evidence.claims}]
    for fewer in combinations(held, len(held) - 1):
        assert find_evidence(fewer, []) == ()


def test_the_arithmetic_is_written_out() -> None:
    rate, total = made(TRUE[Relation.RATE_AND_TOTAL][0])
    [evidence] = find_evidence([rate], [total])
    assert evidence.arithmetic == "700 per day over 31 days is 20,615 to 22,785; 12,000 (losses, source 2) is given."


def test_what_does_not_touch_the_dispute_is_left_out() -> None:
    claims = made([("exports", "€1 million"), *TRUE[Relation.PARTS_AND_WHOLE][0]])
    assert find_evidence(claims[:1], claims[1:]) == ()


def test_projections_and_assumed_periods_prove_nothing() -> None:
    day: dict[str, Any] = {"period": "as of 2022-11-21"}
    for fields, is_found in (({}, True), ({"status": Status.PROJECTED}, False), ({"period": None}, False)):
        first, second = made([("children killed", "4,324", day | fields), ("killed", "4,104", day)])
        assert bool(find_evidence([first], [second])) is is_found


def test_many_claims_of_one_thing_are_bounded() -> None:
    killed = made([("killed", f"{4000 + number}") for number in range(200)])
    children = [
        claim(
            1000 + number,
            source=f"outlet {number}",
            metric="children killed",
            quantity="9,000",
            subject=None,
            place="Spain",
            period="2022",
        )
        for number in range(200)
    ]
    assert len(find_evidence(killed, children)) == 50


def test_a_range_without_end_excludes_nothing() -> None:
    first, second = made([("killed", "at least 10"), ("children killed", "at least 5,000")])
    assert find_evidence([first], [second]) == ()
    assert find_evidence([], []) == ()


def test_figures_of_any_size_are_reckoned_with() -> None:
    first, second = made([("killed", "9" * 30), ("children killed", "9" * 40)])
    [evidence] = find_evidence([first], [second])
    assert "9" * 40 in evidence.arithmetic
    rate, total = made([("losses", "9" * 40 + " per day"), ("losses", "1.5")])
    [evidence] = find_evidence([rate], [total])
    assert "365 days is 3,6" in evidence.arithmetic
