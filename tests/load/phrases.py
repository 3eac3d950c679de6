"""Phrases for the vocabulary's benchmark: the words of real labels, as often as labels use them, and misspelt ones."""

import random
import string
from collections.abc import Iterator
from itertools import count, islice
from multiprocessing import get_context

from service.claim import Metric
from service.matching.near_words import NEAR
from service.matching.weights import word_weights
from service.reading import read_metric

_LABELS = 6000
"""Of so many labels the weights were learnt; it turns a weight back into how often a word is used."""
_QUALIFIERS = ["killed", "wounded", "new", "total", "net", "real", "core", "male", "female", "monthly", "confirmed"]
_CHUNK = 5_000
_MISSPELT = 0.05
_VARIED = 0.25
_QUALIFIED = 0.4

WORDS = sorted(word for word in word_weights() if word.isascii() and word.isalpha() and word.islower())
_OFTEN = [_LABELS ** (1.0 - word_weights()[word]) for word in WORDS]


def corpus(size: int, processes: int = 2) -> list[Metric]:
    """Make so many metrics with distinct phrases; the same ones each time."""
    known: dict[str, Metric] = {}
    with get_context("spawn").Pool(processes) as pool:
        for chunk in pool.imap(_chunk, count()):
            known.update((metric.phrase, metric) for metric in chunk)
            if len(known) >= size:
                pool.terminate()
                return list(islice(known.values(), size))
    raise AssertionError("there is no end of phrases")


def variants(metrics: list[Metric], known: set[str]) -> Iterator[tuple[str, Metric]]:
    """Make new phrases, each with its sort: stored ones misspelt, lengthened or shortened, and unrelated ones."""
    chance = random.Random("variants")
    while True:
        for sort, change in _CHANGES.items():
            words = chance.choice(metrics).as_given.split()
            metric = read_metric(" ".join(change(chance, words)))
            if metric.phrase not in known:
                known.add(metric.phrase)
                yield sort, metric


def misspell(chance: random.Random, word: str) -> str:
    """Leave out, double, swap or replace one letter that is not the first."""
    at = chance.randrange(1, len(word))
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at - 1] + word[at:]
        case 2:
            return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        case _:
            return word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :]


def _chunk(number: int) -> list[Metric]:
    """Every fourth phrase is another one's variant, as the same series comes in several wordings."""
    chance = random.Random(f"chunk {number}")
    texts: list[list[str]] = []
    for _ in range(_CHUNK):
        if texts and chance.random() < _VARIED:
            texts.append(chance.choice(list(_CHANGES.values()))(chance, chance.choice(texts)))
        else:
            texts.append(_words(chance))
    return [read_metric(" ".join(words)) for words in texts]


def _words(chance: random.Random) -> list[str]:
    words = chance.choices(WORDS, _OFTEN, k=chance.randrange(3, 8))
    if chance.random() < _MISSPELT:
        return _one_misspelt(chance, words)
    return [*words, chance.choice(_QUALIFIERS)] if chance.random() < _QUALIFIED else words


def _one_misspelt(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], misspell(chance, words[at]) if len(words[at]) > 1 else words[at], *words[at + 1 :]]


def _longer(chance: random.Random, words: list[str]) -> list[str]:
    return [*words, *chance.choices(WORDS, _OFTEN)]


def _shorter(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], *words[at + 1 :]] if len(words) > 1 else words


def _near(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    others = sorted(word for word in NEAR.get(words[at], ()) if ":" not in word)
    return [*words[:at], chance.choice(others or [words[at]]), *words[at + 1 :]]


def _unrelated(chance: random.Random, _: list[str]) -> list[str]:
    return _words(chance)


_CHANGES = {
    "misspelt": _one_misspelt,
    "longer": _longer,
    "shorter": _shorter,
    "other words": _near,
    "unrelated": _unrelated,
}
