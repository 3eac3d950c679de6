"""What follows from judgements, held against a closure that is grown pair by pair."""

from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.claim import Sameness
from service.matching import Judged, classes_of, contradiction_of, follow

METRICS = range(6)
judgements = st.lists(
    st.tuples(st.sampled_from(METRICS), st.sampled_from(METRICS), st.sampled_from(Sameness)), max_size=12
)


def sound(given: list[tuple[int, int, Sameness]]) -> tuple[list[Judged], list[tuple[Judged, tuple[Judged, ...]]]]:
    """Keep one after the other what those before do not rule out; give the refused ones with their chains."""
    kept: list[Judged] = []
    refused = []
    for at, (one, other, verdict) in enumerate(given):
        if one == other:
            continue
        new = Judged(UUID(int=at), one, other, verdict)
        if chain := contradiction_of(kept, new):
            refused.append((new, chain))
        else:
            kept.append(new)
    return kept, refused


def closure(judged: list[Judged]) -> dict[tuple[int, int], Sameness]:
    """Grow all that follows, pair by pair, until nothing is added."""
    known = {pair: one.verdict for one in judged for pair in ((one.first, one.second), (one.second, one.first))}
    while True:
        more = {
            (a, d): second
            for (a, b), first in known.items()
            for (c, d), second in known.items()
            if b == c and a != d and first is Sameness.SAME
        }
        more |= {(b, a): verdict for (a, b), verdict in more.items()}
        if more.keys() <= known.keys():
            return known
        known |= more


@given(judgements)
def test_what_follows_is_the_closure(given: list[tuple[int, int, Sameness]]) -> None:
    kept, _ = sound(given)
    assert follow(kept, METRICS) == closure(kept)


@given(judgements)
def test_metrics_are_of_one_class_exactly_when_they_are_the_same(given: list[tuple[int, int, Sameness]]) -> None:
    kept, _ = sound(given)
    classes, known = classes_of(kept, METRICS), closure(kept)
    for one, other in combinations(METRICS, 2):
        assert (classes[one] == classes[other]) == (known.get((one, other)) is Sameness.SAME)


@given(judgements)
def test_a_refused_judgement_is_the_opposite_of_what_its_chain_says(given: list[tuple[int, int, Sameness]]) -> None:
    _, refused = sound(given)
    for new, chain in refused:
        at, verdict = new.first, Sameness.SAME
        for one in chain:
            assert at in {one.first, one.second}
            at = one.second if at == one.first else one.first
            verdict = verdict if one.verdict is Sameness.SAME else Sameness.DIFFERENT
        assert (at, verdict) == (new.second, next(one for one in Sameness if one is not new.verdict))


@given(judgements)
def test_what_the_judgements_say_already_is_never_refused(given: list[tuple[int, int, Sameness]]) -> None:
    kept, _ = sound(given)
    for (one, other), verdict in closure(kept).items():
        assert contradiction_of(kept, Judged(UUID(int=99), one, other, verdict)) == ()
