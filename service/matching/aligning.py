"""Each word of one topic beside the likest of another: the same, another spelling of it, or near in meaning."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from service.matching.encoding import encode, knows, nearness
from service.matching.sides import Side, side_of
from service.matching.spelling import ALIKE, likeness
from service.matching.vague import TELLS, is_vague
from service.topic import Topic, TopicWord

_ACRONYM, _SPELT_OUT = 0.95, 0.9
_NAMED = 0.15
"""A name is compared with a word by meaning at a discount, and with another name not at all."""
_MEASURED = 0.75
"""What a plain word of a metric tells at least."""
_FROM, _RANGE = 0.25, 0.5
"""Cosines of single words from here on say something, and all from `_FROM + _RANGE` on."""


class Aligned(Struct, frozen=True):
    """A word of one side, and how far the other side says it too: 0 to 1."""

    word: TopicWord
    tells: float
    found: float

    @property
    def left(self) -> float:
        """What the other side leaves out by it."""
        return self.tells * (1.0 - self.found)

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name."""
        return self.word.kind != "word"

    @property
    def is_shared(self) -> bool:
        """Whether the other side says it for certain."""
        return self.found >= ALIKE


def align(one: Side, other: Side) -> list[Aligned]:
    """Look for each word of one side on the other."""
    return [Aligned(word, _told(form, word, one), _found(form, word, one, other)) for form, word in one.words.items()]


def _told(form: str, word: TopicWord, side: Side) -> float:
    return min(TELLS, side.tells[form]) if is_vague(word) else side.tells[form]


def encode_words(topics: Iterable[Topic]) -> None:
    """Have the encoder read all words of some topics at once, which takes a third of the time; they are kept."""
    words = {word.surface for topic in topics for word in side_of(topic).words.values() if knows(word.surface)}
    encode(sorted(words))


def both_say_their_own(one: Side, other: Side, much: float, most: int) -> bool:
    """Whether each side says more than so many words that the other has no counterpart for and that tell so much.

    A plain word of a metric tells what is measured, however common it is: "wheat production" and "wheat prices". As
    `align` finds it, but the encoder is asked only where spelling leaves both sides with so many words: most topics
    that share a word are told apart by it.
    """
    ours, theirs = _unspelt(one, other, much), _unspelt(other, one, much)
    if len(ours) <= most or len(theirs) <= most:
        return False
    return _own_words(ours, other, much) > most and _own_words(theirs, one, much) > most


def _unspelt(one: Side, other: Side, much: float) -> list[tuple[TopicWord, float, float]]:
    return [
        (word, tells, spelt)
        for form, word in one.words.items()
        if (tells := _weight(word, one.tells[form])) >= much and word.field != "thing" and form not in other.words
        for spelt in (_spelt(word, one, other),)
        if spelt < ALIKE and tells * (1.0 - spelt) >= much
    ]


def _weight(word: TopicWord, tells: float) -> float:
    if is_vague(word):
        return min(TELLS, tells)
    return max(tells, _MEASURED) if word.field == "metric" and word.kind == "word" else tells


def _own_words(words: list[tuple[TopicWord, float, float]], other: Side, much: float) -> int:
    return sum(tells * (1.0 - max(spelt, _meant(word, other))) >= much for word, tells, spelt in words)


def _found(form: str, word: TopicWord, one: Side, other: Side) -> float:
    if form in other.words:
        return 1.0
    if word.field == "thing":
        return 0.0
    spelt = _spelt(word, one, other)
    return spelt if spelt >= ALIKE else max(spelt, _meant(word, other))


def is_written_by(word: TopicWord, own: Side, other: Side) -> bool:
    """Whether another side writes a word, or one that is spelt alike, or what it is short for."""
    return word.form in other.words or _spelt(word, own, other) >= ALIKE


def _spelt(word: TopicWord, one: Side, other: Side) -> float:
    spelt = max((likeness(word.surface, theirs.surface) for theirs in other.words.values()), default=0.0)
    return max(spelt, _abbreviated(word, one, other))


def _abbreviated(word: TopicWord, one: Side, other: Side) -> float:
    if word.kind == "acronym":
        return _ACRONYM if word.surface in other.initials else 0.0
    spelt_out = any(short in one.initials and word.surface[0] in short for short in other.acronyms)
    return _SPELT_OUT if spelt_out else 0.0


def _meant(word: TopicWord, other: Side) -> float:
    """How near in meaning the nearest word of the other side is. Here alone the encoder is asked, word by word."""
    is_name = word.kind != "word"
    if not knows(word.surface):
        return 0.0
    beside = [
        theirs for theirs in other.words.values() if not (is_name and theirs.kind != "word") and knows(theirs.surface)
    ]
    if not beside:
        return 0.0
    return max(_nearness(word.surface, theirs.surface, is_name or theirs.kind != "word") for theirs in beside)


@lru_cache(maxsize=262_144)
def _nearness(one: str, other: str, is_named: bool) -> float:  # noqa: FBT001 - private
    """How near in meaning two words are, on a scale from 0 to 1."""
    discounted = nearness(one, other) - (_NAMED if is_named else 0.0)
    return max(0.0, min(1.0, (discounted - _FROM) / _RANGE))
