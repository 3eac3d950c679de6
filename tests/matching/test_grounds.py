"""What speaks for two claims being of one thing and against it, as a person would say it."""

from typing import Any

import pytest

from service.claim import Band, Claim, Status
from service.matching import Ground, compare, grounds_of
from service.policy import Policy
from tests.builders import claim

UK = {"place": "United Kingdom"}


def both(one: dict[str, Any], other: dict[str, Any]) -> tuple[Claim, Claim]:
    return claim(1, **one), claim(2, **other)


def coded(grounds: tuple[Ground, ...]) -> dict[str, tuple[str, ...]]:
    return {one.code: one.parameters for one in grounds}


def test_words_that_both_say_speak_for_it_and_those_of_one_against_it() -> None:
    pair = both({"metric": "museum visitors", "subject": "Louvre"}, {"metric": "visitors", "subject": "Prado"})
    found = grounds_of(*pair)
    assert coded(found.speaking_for)["both_say"] == ("visitors",)
    against = coded(found.against)
    assert "louvre" in against["only_first_says"]
    assert against["only_second_says"] == ("prado",)
    assert "Only the second says prado." in [one.sentence for one in found.against]


def test_what_is_near_in_meaning_is_told_as_such() -> None:
    found = coded(grounds_of(*both({"metric": "hospital beds"}, {"metric": "clinic beds"})).speaking_for)
    assert found["near_in_meaning"] == ("clinic", "hospital")


@pytest.mark.parametrize(
    ("one", "other", "parameters", "sentence"),
    [
        ("people killed", "people injured", ("killed", "wounded"), "One says killed, the other wounded."),
        ("confirmed cases", "cases", ("confirmed", "nothing"), "Only the first says confirmed."),
    ],
)
def test_a_qualifier_of_one_side_speaks_against_it(
    one: str, other: str, parameters: tuple[str, str], sentence: str
) -> None:
    against = grounds_of(*both({"metric": one}, {"metric": other})).against
    assert ("qualifier", parameters, sentence) in [(each.code, each.parameters, each.sentence) for each in against]


def test_figures_speak_for_it_when_they_are_close_and_against_it_when_far_apart() -> None:
    near = grounds_of(*both({"quantity": "84,720"}, {"quantity": "85,000"}))
    far = grounds_of(*both({"quantity": "84,720"}, {"quantity": "1,200"}))
    assert coded(near.speaking_for)["figures_close"] == ("84,720", "85,000")
    assert coded(far.against)["figures_far"] == ("84,720", "1,200")
    other_kind = grounds_of(*both({"quantity": "7.1 %"}, {"quantity": "7.1 million"}))
    assert not {"figures_close", "figures_far"} & {*coded(other_kind.speaking_for), *coded(other_kind.against)}
    assert "unit" in coded(other_kind.against)


def test_features_that_agree_speak_for_it_and_those_that_do_not_against_it() -> None:
    found = grounds_of(*both({"place": "Ukraine"}, {"place": "Ukraine", "subject": None, "status": Status.PROJECTED}))
    assert coded(found.speaking_for)["place"] == ("Ukraine", "Ukraine")
    against = coded(found.against)
    assert against["subject"] == ("RU military", "nothing")
    assert against["status"] == ("reported", "projected")


def test_the_other_order_says_the_same_of_the_other_side() -> None:
    one, other = both({"metric": "museum visitors", **UK}, {"metric": "visitors", "subject": "Prado", **UK})
    there, back = grounds_of(one, other), grounds_of(other, one)
    assert coded(there.against)["only_second_says"] == coded(back.against)["only_first_says"]
    assert len(there.against) == len(back.against)
    assert max(len(side) for side in (*there, *back)) <= 5


def test_what_only_one_side_calls_confirmed_waits_for_a_person() -> None:
    """Losses that are visually confirmed are a part of all losses: it is asked and not decided."""
    for one, other in (("tanks lost", "tanks lost, visually confirmed"), ("personnel losses", "confirmed losses")):
        first, second = both({"metric": one, "quantity": "3,220"}, {"metric": other, "quantity": "1,673"})
        assert compare(first, second, Policy()).band is not Band.CONFIRMED
