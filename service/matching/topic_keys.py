"""What topics are found by: words that they share.

Two topics may speak of one thing only if one of them says nothing telling that the other leaves out
(`lifting.may_be_one`), so the rarest words of one stand in the other. Each topic is stored under all its telling words
and, apart from these, under its rarest ones; a new topic looks for its own rarest among all words of others, and for
its own words among the rarest of others. Rare words stand in few topics, so what is found is little.

Example: "jobs cut at Meta" has the words job, cut, meta, of which meta and job are the rarest; it is found by
"layoffs, Meta", whose words are job, cut and meta too.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID
from zlib import crc32

from service.matching.sides import side_of
from service.matching.spelling import latin, name_key
from service.topic import Topic

_TELLING = 0.3
_RAREST = 3


class Keys(NamedTuple):
    """The words that a topic is found by, as numbers within 31 bits."""

    words: tuple[int, ...]
    """All that tell something, ascending."""
    rarest: tuple[int, ...]
    """Three of them at most, whatever they tell."""


@lru_cache(maxsize=16_384)
def hash_of(topic: Topic) -> UUID:
    """What a topic is known by."""
    return UUID(bytes=blake2b(topic.key.encode(), digest_size=16).digest())


def keys_of(topic: Topic) -> Keys:
    """Give the words that a topic is stored under and looks for."""
    side = side_of(topic)
    tells: dict[str, float] = {}
    for form, word in side.words.items():
        if word.field != "thing":
            found_by = name_key(word.surface) if word.kind != "word" and not word.known else latin(form)
            tells[found_by] = max(tells.get(found_by, 0.0), side.tells[form])
    rarest = sorted(tells, key=lambda form: (-tells[form], form))[:_RAREST]
    words = {form for form, told in tells.items() if told >= _TELLING} | set(rarest)
    return Keys(tuple(sorted(map(_key, words))), tuple(sorted(map(_key, rarest))))


def _key(word: str) -> int:
    return crc32(word.encode()) & 0x7FFFFFFF
