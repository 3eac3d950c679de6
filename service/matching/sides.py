"""A topic made ready to be compared: its words, each once, with what they tell."""

from functools import lru_cache

from msgspec import Struct

from service.matching.concepts import as_concept
from service.matching.encoding import rarity
from service.matching.spelling import initials
from service.topic import Topic, TopicWord

_COMMON, _RANGE, _LEAST = 6.5, 11.0, 0.02
_KNOWN_ELSEWHERE = 12.0
"""The rarity of a word of the thesaurus in a script that the encoder does not know."""


class Side(Struct, frozen=True, eq=False):
    """One topic, made ready."""

    topic: Topic
    words: dict[str, TopicWord]
    """By the form; a word that stands in several fields once."""
    tells: dict[str, float]
    """How much each form tells, from 0 to 1: rare words tell more."""
    acronyms: frozenset[str]
    initials: frozenset[str]
    subject: frozenset[str]
    """Forms that its subject says, wherever else they stand."""

    @property
    def has_subject(self) -> bool:
        """Whether it tells of whom or what it speaks."""
        return bool(self.subject)


@lru_cache(maxsize=16_384)
def side_of(topic: Topic) -> Side:
    """Make a topic ready. Pure, so what is kept is never stale."""
    words = _once(topic)
    said = [word.surface for word in topic.words if word.field != "thing"]
    return Side(
        topic=topic,
        words=words,
        tells={form: _tells(word) for form, word in words.items()},
        acronyms=frozenset(word.surface for word in words.values() if word.kind == "acronym"),
        initials=initials(said),
        subject=frozenset(as_concept(word, topic.language).form for word in topic.words if word.field == "subject"),
    )


_PRECEDENCE = {"metric": 0, "subject": 0, "place": 1, "thing": 2}


def _once(topic: Topic) -> dict[str, TopicWord]:
    words: dict[str, TopicWord] = {}
    for word in (as_concept(one, topic.language) for one in topic.words):
        known = words.get(word.form)
        if known is None or _PRECEDENCE[word.field] < _PRECEDENCE[known.field]:
            words[word.form] = word
    return words


def _tells(word: TopicWord) -> float:
    """A word's rarity on a scale from 0 to 1."""
    is_known = word.known and word.kind == "word" and not word.surface.isascii()
    rare = _KNOWN_ELSEWHERE if is_known else rarity(word.surface)
    return min(1.0, max(_LEAST, (rare - _COMMON) / _RANGE))
