"""Events that happen once or once a year, and what is announced once (lexicon/events.toml).

What is told of such does not depend on how its day is told.
"""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from service.matching.concepts import concept_of
from service.topic import Topic

LEXICON = Path(__file__).parent / "lexicon"
_TABLE: dict[str, list[str]] = tomllib.loads((LEXICON / "events.toml").read_text(encoding="utf-8"))
ONCE, ANY, ANNOUNCED, YEARLY = (frozenset(_TABLE[name]) for name in ("once", "any", "announced", "yearly"))


@lru_cache(maxsize=16_384)
def events_of(topic: Topic) -> frozenset[str]:
    """Give the concepts of the events that a topic names. Pure."""
    return ONCE.intersection(_said_by(topic))


@lru_cache(maxsize=16_384)
def is_announced(topic: Topic) -> bool:
    """Whether it speaks of what is announced once and does not grow by the day: a fine, the price of a company."""
    return not ANNOUNCED.isdisjoint(_said_by(topic))


@lru_cache(maxsize=16_384)
def comes_once_a_year(topic: Topic) -> bool:
    """Whether it names what comes back once a year or seldomer: an election, a marathon."""
    return not YEARLY.isdisjoint(_said_by(topic))


def name_one_event(one: Topic, other: Topic) -> bool:
    """Whether both name the same kind of event; "disaster" may be said of any."""
    ours, theirs = events_of(one), events_of(other)
    return bool(ours & theirs) or (bool(ours and theirs) and not ANY.isdisjoint(ours | theirs))


def _said_by(topic: Topic) -> Iterator[str]:
    """The concepts that a topic names, and its words that are none."""
    said = (part for word in topic.words if word.field != "thing" for part in word.surface.split())
    return (concept_of(part) or part for part in said)
