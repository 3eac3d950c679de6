"""Near misses: what is nearly the same as a claim, and the one thing or two that keep it apart.

Nothing of it is compared further, and no conflict comes of it: it tells a person why nothing was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from service.claim import Claim, Sameness
from service.matching.aligning import Aligned
from service.matching.axes import Said, said_by, what_separates
from service.matching.grounds import Ground
from service.matching.phrases import compare_metrics
from service.matching.scoring import evidence_of, told_by
from service.matching.wording import Wording, beside, measure_words
from service.policy import Policy

MOST_NEAR = 5
MOST_OF_A_KIND = 2
"""With one and the same thing apart, so that other kinds are seen too."""
_MOST_APART = 2
_COVERED = 0.5
"""How much of what the more telling side says the other has to say, to be called nearly the same."""
_OWN = 0.3
_PARTS = ("sex", "age", "scope")
"""Qualifiers that speak of a part of the people, or of the place."""
_NAMES = {
    "unit": "Other unit",
    "period": "Other period",
    "subject": "Other subject",
    "place": "Other place",
    "qualifier": "Other qualifier",
    "number": "Other number",
    "part": "A part of the people",
    "words": "Other words",
    "judgement": "Judged to be different",
}
_ANY = Policy()


class NearMiss(Struct, frozen=True):
    """A stored claim of another source that is nearly the same, and what keeps it apart."""

    claim: Claim
    apart: Annotated[
        tuple[Ground, ...],
        Meta(
            description="One thing or two, each with a code: `period`, `place`, `unit`, `subject`, `qualifier`, "
            "`number`, `part` (of the people: only one speaks of men), `words`, `judgement`."
        ),
    ]


class Missed(Struct, frozen=True):
    """A claim that is apart, with how near it is."""

    near: NearMiss
    covered: float
    """How much of the words of the more telling side the other says."""
    days: int
    """How far the ends of the periods lie apart."""

    @property
    def order(self) -> tuple[int, float, int, str]:
        """The nearest first."""
        return len(self.near.apart), -self.covered, self.days, str(self.near.claim.id)


def miss_of(claim: Claim, other: Claim, judged: Sameness | None = None) -> Missed | None:
    """Say what keeps a claim apart that does not match; None where it is not nearly the same. Pure.

    Args:
        claim: The claim that asks.
        other: A stored one, which does not match.
        judged: What a desk has judged of the two metrics.
    """
    wording = beside(told_by(claim).topic, told_by(other).topic)
    covered = measure_words(wording)["covered_least"]
    apart = tuple(_unique(_apart(claim, other, wording, judged)))
    if not apart or len(apart) > _MOST_APART or covered < _COVERED:
        return None
    return Missed(NearMiss(other, apart), covered, abs((claim.period.end - other.period.end).days))


def nearest(missed: Iterable[Missed]) -> tuple[NearMiss, ...]:
    """Choose the nearest, at most `MOST_NEAR`, few of a kind; two things apart only where nothing is nearer."""
    ordered = sorted(missed, key=lambda one: one.order)
    fewest = len(ordered[0].near.apart) if ordered else 0
    chosen: list[NearMiss] = []
    for one in ordered:
        kind = [ground.code for ground in one.near.apart]
        alike = sum([ground.code for ground in known.apart] == kind for known in chosen)
        if len(kind) == fewest and alike < MOST_OF_A_KIND and len(chosen) < MOST_NEAR:
            chosen.append(one.near)
    return tuple(chosen)


def _unique(grounds: Iterable[Ground]) -> Iterator[Ground]:
    seen: set[str] = set()
    for one in grounds:
        if one.code not in seen:
            seen.add(one.code)
            yield one


def _apart(claim: Claim, other: Claim, wording: Wording, judged: Sameness | None) -> Iterator[Ground]:
    metrics = claim.metric.as_given, other.metric.as_given
    if judged is Sameness.DIFFERENT:
        yield _ground("judgement", metrics)
    for name, one in evidence_of(claim, other).items():
        if one.separates:
            yield _ground(name, [value or "nothing" for value in one.values])
    compared = compare_metrics(claim.metric, other.metric, _ANY)
    yield from _qualified(wording, compared.separator or what_separates(wording))
    if judged is None and compared.score < _ANY.suggested_threshold:
        left = [_own_words(side) for side in (wording.ours, wording.theirs)]
        if any(left):
            yield _ground("words", [", ".join(side) or "nothing" for side in left])


def _qualified(wording: Wording, separator: str | None) -> Iterator[Ground]:
    part = _part(said_by(wording.one.topic), said_by(wording.other.topic))
    if part is not None:
        yield part
    if separator is None:
        return
    code, _, values = separator.partition(": ")
    if part is None or code != "qualifier":
        yield _ground(code if code in _NAMES else "qualifier", values.split(" and ", 1))


def _part(ours: Said, theirs: Said) -> Ground | None:
    """Only one speaks of men, of the young, of a part of the place."""
    for group in _PARTS:
        one, other = (" + ".join(sorted(side.get(group, ()))).replace("_", " ") for side in (ours, theirs))
        if bool(one) != bool(other):
            return _ground("part", [one or "all", other or "all"])
    return None


def _own_words(side: Sequence[Aligned]) -> list[str]:
    return [
        word.word.surface for word in side if not word.is_shared and word.left >= _OWN and word.word.field != "thing"
    ]


def _ground(code: str, values: Sequence[str]) -> Ground:
    return Ground(code, tuple(values), f"{_NAMES[code]}: {' and '.join(values)}.")
