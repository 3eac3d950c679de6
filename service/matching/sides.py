"""A topic made ready to be compared: its words with what they tell, and the vectors of its texts."""

from functools import lru_cache

from msgspec import Struct

from service.matching.encoding import Vector, encode, rarity
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
    vectors: dict[str, Vector]
    whole: Vector
    """Of all that is said."""
    core: Vector
    """Of the words that are no names."""
    metric: Vector
    """Of the metric as given."""
    loud: Vector
    """Of the metric's words without the silent ones."""
    acronyms: frozenset[str]
    initials: frozenset[str]
    has_subject: bool


@lru_cache(maxsize=8192)
def side_of(topic: Topic) -> Side:
    """Make a topic ready. Pure, so what is kept is never stale."""
    words = _once(topic)
    plain = " ".join(word.surface for word in topic.words if word.kind == "word" and word.field != "place")
    loud = " ".join(word.surface for word in topic.words if word.field == "metric")
    texts = [topic.text, plain or topic.text, topic.metric, loud or topic.text]
    whole, core, metric, in_metric, *vectors = encode([*texts, *(word.surface for word in words.values())])
    said = [word.surface for word in topic.words if word.field != "thing"]
    return Side(
        topic=topic,
        words=words,
        tells={form: _tells(word) for form, word in words.items()},
        vectors=dict(zip(words, vectors, strict=True)),
        whole=whole,
        core=core,
        metric=metric,
        loud=in_metric,
        acronyms=frozenset(word.surface for word in words.values() if word.kind == "acronym"),
        initials=initials(said),
        has_subject=any(word.field == "subject" for word in topic.words),
    )


_PRECEDENCE = {"metric": 0, "subject": 0, "place": 1, "thing": 2}


def _once(topic: Topic) -> dict[str, TopicWord]:
    words: dict[str, TopicWord] = {}
    for word in topic.words:
        known = words.get(word.form)
        if known is None or _PRECEDENCE[word.field] < _PRECEDENCE[known.field]:
            words[word.form] = word
    return words


def _tells(word: TopicWord) -> float:
    """A word's rarity on a scale from 0 to 1."""
    is_known = word.known and word.kind == "word" and not word.surface.isascii()
    rare = _KNOWN_ELSEWHERE if is_known else rarity(word.surface)
    return min(1.0, max(_LEAST, (rare - _COMMON) / _RANGE))
