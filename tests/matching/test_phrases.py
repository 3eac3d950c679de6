"""Two phrases compared."""

import random
import tomllib
from collections.abc import Collection
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.claim import Band
from service.matching import blocking_keys, compare_metrics, screen, search_for
from service.matching.blocking import Search
from service.matching.profiles import GROUPS, UNRULED, rule_of, same_as
from service.policy import Policy
from service.reading.lexicon_files import load
from service.reading.metric import read_metric
from tests.load.phrases import misspell

POLICY = Policy()
QUALIFIERS = load("en", "qualifiers")
PAIRS = {name: entry["pair"] for name, entry in QUALIFIERS.items()} | {
    name: entry.pair for name, entry in GROUPS.opposite.items()
}
CASES = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))
WORDS = ["tanks", "lost", "people", "killed", "northern", "under", "5", "unemployment", "wind", "haiyan", "zaporizhia"]


@pytest.mark.parametrize("group", PAIRS)
def test_every_group_keeps_its_pair_apart(group: str) -> None:
    one, other = PAIRS[group]
    compared = compare_metrics(read_metric(one), read_metric(other), POLICY)
    assert compared.separator is not None
    assert compared.band is None


def test_every_group_of_qualifiers_has_a_rule() -> None:
    assert [name for name in QUALIFIERS if rule_of(name) is UNRULED] == []


def test_a_slip_is_better_than_another_word_and_worse_than_none() -> None:
    right = read_metric("houses damaged in Zaporizhzhia")
    slip = compare_metrics(right, read_metric("houses damaged in Zaporizhzia"), POLICY)
    word = compare_metrics(right, read_metric("houses damaged in Kherson"), POLICY)
    assert 1 > slip.score > word.score
    assert slip.band is Band.CONFIRMED


def test_digits_never_slip() -> None:
    compared = compare_metrics(read_metric("LC-40 launches"), read_metric("LC-60 launches"), POLICY)
    assert compared.separator == "number: 40 and 60"


@pytest.mark.parametrize("group", QUALIFIERS)
def test_every_two_values_of_a_group_keep_metrics_apart(group: str) -> None:
    """Whatever each is called, and wherever it stands."""
    for (one, says_one), (other, says_other) in combinations(QUALIFIERS[group]["values"].items(), 2):
        if same_as(group, one) == same_as(group, other):
            continue
        for some, others, text in product(says_one[:2], says_other[:2], ("{} people in it", "people in it, {}")):
            compared = compare_metrics(read_metric(text.format(some)), read_metric(text.format(others)), POLICY)
            assert compared.band is None, f"{group}: {some} and {others}"


def is_found(search: Search, keys: Collection[int]) -> bool:
    """Ask blocking's question as the database does: is a phrase that is stored under these keys found?"""
    stored = set(keys)
    return not stored.isdisjoint(search.sure) or any(
        all(not stored.isdisjoint(some) for some in (wanted, *beside))
        for wanted, beside in ((search.alike, search.beside_alike), (search.same, search.beside_same))
    )


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(WORDS), min_size=1))
def test_comparing_is_symmetric_and_found_by_keys(some: list[str], others: list[str]) -> None:
    one, other = read_metric(" ".join(some)), read_metric(" ".join(others))
    there, back = compare_metrics(one, other, POLICY), compare_metrics(other, one, POLICY)
    assert there.score == pytest.approx(back.score)
    if there.band is not None:
        assert is_found(search_for(one, POLICY), blocking_keys(other.phrase))
        assert screen(one)(other.phrase)


@pytest.mark.parametrize(("one", "other"), CASES["confirmed"])
def test_one_metric_in_other_words_is_confirmed(one: str, other: str) -> None:
    assert compare_metrics(read_metric(one), read_metric(other), POLICY).band is Band.CONFIRMED


@pytest.mark.parametrize(("one", "other"), CASES["apart"])
def test_look_alikes_are_never_confirmed(one: str, other: str) -> None:
    assert compare_metrics(read_metric(one), read_metric(other), POLICY).band is not Band.CONFIRMED


def test_a_phrase_is_found_whatever_slips_and_other_words_stand_in_it() -> None:
    """All pairs of phrases from few words, so that many match; misspelt, near and unknown words among them."""
    chance = random.Random(5)
    words = [
        "population",
        "foreign",
        "household",
        "worker",
        "employment",
        "hospital",
        "beds",
        "killed",
        "new",
        "bitcoin",
    ]
    texts = [chance.choices([*words, *(misspell(chance, word) for word in words)], k=1 + at % 5) for at in range(400)]
    metrics = [read_metric(" ".join(text)) for text in texts]
    stored = [blocking_keys(metric.phrase) for metric in metrics]
    matches = 0
    for one in metrics:
        search, may_match = search_for(one, POLICY), screen(one)
        for other, keys in zip(metrics, stored, strict=True):
            if compare_metrics(one, other, POLICY).band is not None:
                matches += 1
                assert is_found(search, keys), f"{one.phrase} does not find {other.phrase}"
                assert may_match(other.phrase)
    assert matches > 2 * len(metrics)
