"""What speaks for two claims being of one thing, and what against it: the strongest first, for whoever is to judge.

A ground is no term of the model. It says in a sentence what a person would look at: words that both or only one of them
say, the features of the match, the sizes of the figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from service.claim import Claim, Feature
from service.matching.aligning import Aligned
from service.matching.axes import Said, said_by
from service.matching.figures import sizes
from service.matching.profiles import rule_of
from service.matching.scoring import likeness_of, told_by
from service.matching.wording import beside

MOST_GROUNDS = 5
_MOST_WORDS = 5
_TELLS = 0.1
"""A word that tells less is passed over, on both sides."""
_LEFT = 0.3
"""What one side leaves out by a word, from here on."""
_NEAR = 0.4
"""How far a word is found in the other's meaning to be called near."""
_SURE = 0.95
_FEATURES = {"unit": 0.4, "period": 0.5, "subject": 0.8, "place": 0.7, "status": 0.3}
"""How much each of them is worth to a person, for or against."""
_SAYS_MUCH = frozenset({"period", "subject", "place"})
"""Of these the ones that speak for it where they agree: two reports, or two counts, are nothing rare."""
_FIGURES_FOR, _FIGURES_AGAINST = 0.6, 0.5
_QUALIFIER = 0.8
_NOTHING = "nothing"


class Ground(Struct, frozen=True):
    """Something that speaks for or against two claims being of one thing: a code, what it is said of, a sentence."""

    code: Annotated[
        str,
        Meta(
            description="What it is: `both_say`, `near_in_meaning`, `only_first_says`, `only_second_says`, "
            "`qualifier` (killed, weekly, confirmed …), `figures_close`, `figures_far`, or the feature of the match: "
            "`unit`, `period`, `subject`, `place`, `status`.",
            examples=["both_say"],
        ),
    ]
    parameters: Annotated[
        tuple[str, ...],
        Meta(description="What the sentence is said of: words, or the two values.", examples=[["personnel"]]),
    ]
    sentence: Annotated[str, Meta(description="The same in English.", examples=["Both say personnel."])]


class Grounds(NamedTuple):
    """The strongest grounds of both kinds, at most `MOST_GROUNDS` of each."""

    speaking_for: tuple[Ground, ...]
    against: tuple[Ground, ...]


class _Weighed(NamedTuple):
    strength: float
    ground: Ground


def grounds_of(claim: Claim, other: Claim) -> Grounds:
    """Say what speaks for it that two claims are of one thing, and what against it. Pure."""
    features = [one for one in likeness_of(claim, other, near=False).features if one.name in _FEATURES]
    ours, theirs = told_by(claim).topic, told_by(other).topic
    wording = beside(ours, theirs)
    figures = list(_figures(claim, other))
    return Grounds(
        _strongest([*_words_for(wording.ours, wording.theirs), *_features_for(features), *figures[:1]]),
        _strongest(
            [
                *_words_against(wording.ours, wording.theirs),
                *_qualifiers(said_by(ours), said_by(theirs)),
                *_features_against(features),
                *figures[1:],
            ]
        ),
    )


def _strongest(grounds: Iterable[_Weighed | None]) -> tuple[Ground, ...]:
    found = sorted((one for one in grounds if one is not None), key=lambda one: (-one.strength, one.ground.code))
    return tuple(one.ground for one in found[:MOST_GROUNDS])


def _words_for(ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> Iterator[_Weighed]:
    both = [word for word in ours if word.is_shared and word.tells >= _TELLS]
    if both:
        words = _told(both, [word.tells for word in both])
        yield _Weighed(sum(word.tells for word in both), _ground("both_say", words, f"Both say {_list(words)}."))
    near = [word for word in (*ours, *theirs) if not word.is_shared and word.found >= _NEAR]
    if near:
        words = _told(near, [word.tells * word.found for word in near])
        said = "is near in meaning to a word" if len(words) == 1 else "are near in meaning to words"
        strength = max(word.tells * word.found for word in near)
        yield _Weighed(strength, _ground("near_in_meaning", words, f"{_list(words)} {said} of the other."))


def _words_against(ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> Iterator[_Weighed]:
    for which, side in (("first", ours), ("second", theirs)):
        alone = [word for word in side if not word.is_shared and word.left >= _LEFT]
        if alone:
            words = _told(alone, [word.left for word in alone])
            sentence = f"Only the {which} says {_list(words)}."
            yield _Weighed(sum(word.left for word in alone), _ground(f"only_{which}_says", words, sentence))


def _qualifiers(ours: Said, theirs: Said) -> Iterator[_Weighed]:
    for group in sorted(ours.keys() | theirs.keys()):
        one, other = (", ".join(sorted(side.get(group, ()))).replace("_", " ") for side in (ours, theirs))
        if one == other or (one or other) in rule_of(group).default:
            continue
        if one and other:
            sentence = f"One says {one}, the other {other}."
        else:
            sentence = f"Only the {'first' if one else 'second'} says {one or other}."
        yield _Weighed(_QUALIFIER, _ground("qualifier", [one or _NOTHING, other or _NOTHING], sentence))


def _features_for(features: Sequence[Feature]) -> Iterator[_Weighed]:
    for one in features:
        is_said = all(value is not None for value in one.values) and one.name in _SAYS_MUCH
        if one.score >= _SURE and is_said:
            yield _Weighed(_FEATURES[one.name], _of_feature(one))


def _features_against(features: Sequence[Feature]) -> Iterator[_Weighed]:
    for one in features:
        if one.score < _SURE:
            yield _Weighed(_FEATURES[one.name] * (1.0 - one.score), _of_feature(one))


def _of_feature(feature: Feature) -> Ground:
    return _ground(feature.name, [value or _NOTHING for value in feature.values], feature.reason)


def _figures(claim: Claim, other: Claim) -> Iterator[_Weighed | None]:
    """Give what the sizes of the figures say: for it, and against it. Nothing of figures of two kinds."""
    one, theirs = claim.quantity, other.quantity
    if (one.kind, one.unit.dimension) != (theirs.kind, theirs.unit.dimension):
        return
    found, values = sizes(one, theirs), [one.as_given, theirs.as_given]
    is_close = bool(found["figures_same"] or found["figures_close"])
    is_far = bool(found["figures_far"] or found["signs_differ"])
    said = f"{values[0]} and {values[1]}"
    yield (
        _Weighed(_FIGURES_FOR, _ground("figures_close", values, f"The figures are close: {said}."))
        if is_close
        else None
    )
    yield (
        _Weighed(_FIGURES_AGAINST, _ground("figures_far", values, f"The figures are far apart: {said}."))
        if is_far
        else None
    )


def _told(words: Sequence[Aligned], strengths: Sequence[float]) -> list[str]:
    """Give the words, each once, the most telling first."""
    ordered = sorted(zip(strengths, words, strict=True), key=lambda one: (-one[0], one[1].word.surface))
    return list(dict.fromkeys(word.word.surface for _, word in ordered))[:_MOST_WORDS]


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)


def _ground(code: str, parameters: Sequence[str], sentence: str) -> Ground:
    return Ground(code, tuple(parameters), sentence[:1].upper() + sentence[1:])
