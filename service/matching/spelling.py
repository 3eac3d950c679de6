"""Words that are one word in two spellings: inflected, transliterated, misspelt, or by their initials."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

ALIKE = 0.85
"""From here on two words are taken for one."""
_SHORTEST, _CONTAINED = 4, 5
_LEAST, _STEM = 0.7, 0.7
_LONGEST_ACRONYM = 6
_CYRILLIC = "абвгґдеєёжзиіїйклмнопрстуфхцчшщьыэюяъ"
_WRITTEN = "a b v g g d e e e zh z i i i i k l m n o p r s t u f kh ts ch sh sh  i e iu ia "
_LATIN = dict(zip(_CYRILLIC, _WRITTEN.split(" "), strict=True))


@lru_cache(maxsize=65_536)
def latin(word: str) -> str:
    """Write Cyrillic letters in Latin ones, so that names meet across scripts."""
    return word if word.isascii() else "".join(_LATIN.get(letter, letter) for letter in word.casefold())


_ONE_SOUND = str.maketrans({"y": "i", "j": "i", "c": "k", "w": "v", "ł": "l", "ø": "o", "ß": "s"})
_ENDING = re.compile(r"(?<=[^\W_]{4})[aeiou]+$")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Write a name as all languages have it, for looking it up: no letters of one sound, no ending of a case.

    Stems are of one language: "Harisoa" is "hariso" in French. "Ніжині" and "Nizhyn" are both "nizhin".
    """
    return _ENDING.sub("", latin(name).translate(_ONE_SOUND))


@lru_cache(maxsize=262_144)
def likeness(one: str, other: str) -> float:
    """Give how alike two words are written, 0 below 0.7. Digits are never compared by likeness."""
    first, second = latin(one), latin(other)
    if first == second:
        return 1.0
    shorter = min(len(first), len(second))
    if shorter < _SHORTEST or not (first + second).isalpha():
        return 0.0
    longer = max(len(first), len(second))
    found = 1.0 - OSA.distance(first, second) / longer
    if _common_start(first, second) >= max(_SHORTEST, _STEM * longer):
        found = max(found, ALIKE)
    if shorter >= _CONTAINED and (first in second or second in first):
        found = max(found, _LEAST)
    return found if found >= _LEAST else 0.0


def _common_start(one: str, other: str) -> int:
    at = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        at += 1
    return at


def initials(words: Sequence[str]) -> frozenset[str]:
    """Give what any two to six words in a row may be abbreviated to."""
    return frozenset(
        "".join(word[0] for word in words[start:end])
        for start in range(len(words))
        for end in range(start + 2, min(len(words), start + _LONGEST_ACRONYM) + 1)
    )
