"""Words that make two things of one topic: convicted and acquitted, fired and shot down (lexicon/contrasts.toml)."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from service.topic import Topic

LEXICON = Path(__file__).parent / "lexicon"


def _load() -> dict[str, list[tuple[str, ...]]]:
    table = tomllib.loads((LEXICON / "contrasts.toml").read_text(encoding="utf-8"))["contrasts"]
    return {name: [tuple(beginnings) for beginnings in sides] for name, sides in table.items()}


CONTRASTS = _load()


def are_in_contrast(one: Topic, other: Topic) -> bool:
    """Whether each says a side of a contrast that the other does not, and nothing of it both say."""
    ours, theirs = sides_of(one), sides_of(other)
    return any(not (ours[name] & theirs[name]) for name in ours.keys() & theirs.keys())


@lru_cache(maxsize=16_384)
def sides_of(topic: Topic) -> dict[str, frozenset[int]]:
    """By the contrast, the sides of it that a topic says in its metric and subject."""
    said: dict[str, frozenset[int]] = {}
    for name, side in _said_by(topic):
        said[name] = said.get(name, frozenset()) | {side}
    return said


def _said_by(topic: Topic) -> Iterator[tuple[str, int]]:
    words = topic.text.casefold().replace("-", " ").split()
    for name, sides in CONTRASTS.items():
        for side, beginnings in enumerate(sides):
            if any(word.startswith(beginnings) for word in words):
                yield name, side
