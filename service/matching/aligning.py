"""Each word of one topic beside the likest of another: the same, another spelling of it, or near in meaning."""

from msgspec import Struct

from service.matching.sides import Side
from service.matching.spelling import ALIKE, likeness
from service.topic import TopicWord

_ACRONYM, _SPELT_OUT = 0.95, 0.9
_NAMED = 0.15
"""A name is compared with a word by meaning at a discount, and with another name not at all."""
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
    return [Aligned(word, one.tells[form], _found(form, word, one, other)) for form, word in one.words.items()]


def _found(form: str, word: TopicWord, one: Side, other: Side) -> float:
    if form in other.words:
        return 1.0
    spelt = max((likeness(word.surface, theirs.surface) for theirs in other.words.values()), default=0.0)
    spelt = max(spelt, _abbreviated(word, one, other))
    return spelt if spelt >= ALIKE else max(spelt, _meant(form, word, one, other))


def _abbreviated(word: TopicWord, one: Side, other: Side) -> float:
    if word.kind == "acronym":
        return _ACRONYM if word.surface in other.initials else 0.0
    spelt_out = any(short in one.initials and word.surface[0] in short for short in other.acronyms)
    return _SPELT_OUT if spelt_out else 0.0


def _meant(form: str, word: TopicWord, one: Side, other: Side) -> float:
    vector, is_name = one.vectors[form], word.kind != "word"
    found = [
        float(vector @ other.vectors[theirs]) - (_NAMED if is_name or beside.kind != "word" else 0.0)
        for theirs, beside in other.words.items()
        if not (is_name and beside.kind != "word")
    ]
    if not found:
        return 0.0
    nearest = max(*found, float(vector @ other.whole))
    return max(0.0, min(1.0, (nearest - _FROM) / _RANGE))
