"""Origins: what goes back to one claimant or one text, and who carries what was taken back."""

import pytest

from service.claim import Claim, Status
from service.disputing import find_carriers, list_origins, origins_sentence
from service.knowledge import OriginKind
from tests.builders import claim

TEXT = "The ministry put the losses of the army at almost 85 thousand, more than in any month before."


def names(*claims: Claim) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.sources) for one in list_origins(claims)]


def test_three_articles_that_quote_one_general_are_one_origin() -> None:
    claims = [
        claim(1, source="Reuters", claimant="Gen. Mark Milley"),
        claim(2, source="BBC", claimant="General Milley"),
        claim(3, source="babel.ua", claimant="Mark Milley"),
    ]
    origins = list_origins(claims)
    assert origins_sentence(origins) == "3 articles, 1 origin"
    assert (origins[0].kind, origins[0].name, origins[0].sources) == (
        OriginKind.CLAIMANT,
        "Gen. Mark Milley",
        ("Reuters", "BBC", "babel.ua"),
    )


def test_who_quotes_a_source_goes_back_to_it() -> None:
    claims = [claim(1, source="WHO"), claim(2, source="alpha", claimant="WHO"), claim(3, source="beta")]
    assert names(*claims) == [("WHO", ("WHO", "alpha")), ("beta", ("beta",))]


def test_a_text_that_is_nearly_the_same_is_one_text() -> None:
    near = TEXT.replace("almost 85 thousand", "almost 85 000")
    claims = [claim(1, source="alpha", quote=TEXT), claim(2, source="beta", quote=near)]
    [origin] = list_origins(claims)
    assert (origin.kind, origin.sources) == (OriginKind.TEXT, ("alpha", "beta"))


def test_an_agency_named_in_the_text_is_the_origin() -> None:
    claims = [
        claim(1, source="alpha", quote="KYIV (Reuters) - Losses stood at 84,720."),
        claim(2, source="beta", quote="Losses of 84,720 were reported (Reuters)."),
        claim(3, source="Reuters"),
    ]
    assert names(*claims) == [("Reuters", ("alpha", "beta", "Reuters"))]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"claimant": "health ministry"}, {"claimant": "Gaza health ministry"}, "two ministries, perhaps"),
        ({"claimant": "Gen. Milley"}, {"claimant": "Gen. Mark"}, "other last names"),
        ({"claimant": "Mark Milley"}, {"claimant": "Anna Milley"}, "other first names"),
        ({"claimant": "President"}, {"claimant": "President Zelensky"}, "a title alone"),
        ({"quote": "He said 84,720."}, {"quote": "He said 84,720."}, "a short quote"),
        ({"quote": TEXT}, {"quote": TEXT, "quantity": "62,310"}, "one text, two figures of it"),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/1", "quantity": "19"}, "one page of many figures"),
        ({"quote": "KYIV (AFP) - Losses grew."}, {"quote": "KYIV (Reuters) - Losses grew."}, "two agencies"),
        ({"quote": "The army (north) lost 84,720."}, {"quote": "Troops (north) lost 84,720."}, "brackets, no agency"),
        ({}, {}, "two sources"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_look_alikes_are_two_origins(one: dict[str, str], other: dict[str, str], why: str) -> None:
    assert len(list_origins([claim(1, source="alpha", **one), claim(2, source="beta", **other)])) == 2, why


def test_who_still_carries_a_corrected_figure_is_told() -> None:
    older, newer = claim(1, source="ministry", quantity="152"), claim(2, source="ministry", quantity="148")
    carrying = claim(3, source="alpha", quantity="152", claimant="ministry")
    [found] = find_carriers([newer, carrying], [(older, newer)])
    assert found.sentence == "alpha still carries 152, which ministry has corrected to 148."
    assert (found.claim_id, found.corrected_by, found.now) == (carrying.id, newer.id, "148")


def test_a_chain_of_corrections_is_followed_to_its_end() -> None:
    first, second, third = (claim(at, source="ministry", quantity=q) for at, q in ((1, "152"), (2, "150"), (3, "148")))
    claims = [claim(at, source=f"wire {at}", quantity=q, claimant="ministry") for at, q in ((4, "152"), (5, "150"))]
    found = find_carriers(claims, [(first, second), (second, third)])
    assert [(one.figure, one.now) for one in found] == [("152", "148"), ("150", "148")]


def test_a_figure_that_was_withdrawn_altogether() -> None:
    older = claim(1, source="ministry", quantity="152")
    newer = claim(2, source="ministry", quantity="152", status=Status.RETRACTED)
    [found] = find_carriers([claim(3, source="alpha", quantity="152", claimant="ministry")], [(older, newer)])
    assert (found.sentence, found.now) == ("alpha still carries 152, which ministry has withdrawn.", None)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": "alpha", "quantity": "152"}, "of its own"),
        ({"source": "alpha", "quantity": "148", "claimant": "ministry"}, "corrected as well"),
        ({"source": "alpha", "quantity": "150", "claimant": "ministry"}, "another figure"),
        ({"source": "alpha", "quantity": "152", "claimant": "opposition"}, "another claimant"),
        ({"source": "ministry", "quantity": "152"}, "the source itself"),
        ({"source": "alpha", "quantity": "about 150", "claimant": "ministry"}, "leaves room for both"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_does_not_carry_it_is_not_told(fields: dict[str, str], why: str) -> None:
    older, newer = claim(1, source="ministry", quantity="152"), claim(2, source="ministry", quantity="148")
    assert find_carriers([claim(3, **fields)], [(older, newer)]) == (), why


def test_a_figure_that_was_only_made_finer_was_not_withdrawn() -> None:
    older, newer = claim(1, source="ministry", quantity="150"), claim(2, source="ministry", quantity="about 150")
    assert find_carriers([claim(3, source="alpha", quantity="150", claimant="ministry")], [(older, newer)]) == ()


def test_corrections_that_go_round_end() -> None:
    one, other = claim(1, source="ministry", quantity="152"), claim(2, source="ministry", quantity="148")
    find_carriers([claim(3, source="alpha", quantity="152", claimant="ministry")], [(one, other), (other, one)])
