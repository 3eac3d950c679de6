"""How near two topics are in meaning as wholes: the cosine of the sums of their words' vectors.

The encoder is asked word by word, so that a new topic of known words costs nothing; a rare word weighs more.
"""

from collections.abc import Collection, Sequence

import numpy as np

from service.matching.aligning import Aligned
from service.matching.encoding import encode, knows
from service.matching.wording import Numbers, Wording

_ALL, _SAID = ("metric", "subject", "place"), ("metric", "subject")


def measure_meaning(wording: Wording) -> Numbers:
    """All numbers that the meaning of two topics gives: all words, the metrics, what is left on both."""
    numbers = {
        "meaning": _nearness(wording, _ALL),
        "meaning_of_metrics": _nearness(wording, ("metric",)),
        "meaning_without_places": _nearness(wording, _SAID),
    }
    for name, fields in (("", _ALL), ("_without_places", _SAID)):
        ours, theirs = (_left(words, fields) for words in (wording.ours, wording.theirs))
        numbers[f"left_on_both{name}"] = float(bool(ours and theirs))
        numbers[f"left_on_neither{name}"] = float(not ours and not theirs)
        numbers[f"left_alike{name}"] = _cosine(ours, theirs) if ours and theirs else 0.0
    return numbers


def _nearness(wording: Wording, fields: Collection[str]) -> float:
    ours, theirs = ([one for one in words if one.word.field in fields] for words in (wording.ours, wording.theirs))
    return _cosine(ours, theirs)


def _left(words: Sequence[Aligned], fields: Collection[str]) -> list[Aligned]:
    return [one for one in words if one.word.field in fields and not one.is_shared]


def _cosine(ours: Sequence[Aligned], theirs: Sequence[Aligned]) -> float:
    first, second = _sum(ours), _sum(theirs)
    if first is None or second is None:
        return 0.0
    lengths = float(np.linalg.norm(first)) * float(np.linalg.norm(second))
    return float(first @ second) / lengths if lengths else 0.0


def _sum(words: Sequence[Aligned]) -> np.ndarray | None:
    known = sorted((one.word.surface, one.tells) for one in words if knows(one.word.surface))
    if not known:
        return None
    return np.array([tells for _, tells in known]) @ np.stack(encode([surface for surface, _ in known]))
