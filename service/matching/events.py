"""Events that happen once (lexicon/events.toml): what is told of one does not depend on how its day is told."""

import tomllib
from functools import lru_cache
from pathlib import Path

from service.matching.concepts import concept_of
from service.topic import Topic

LEXICON = Path(__file__).parent / "lexicon"
_TABLE: dict[str, list[str]] = tomllib.loads((LEXICON / "events.toml").read_text(encoding="utf-8"))
ONCE, ANY = frozenset(_TABLE["once"]), frozenset(_TABLE["any"])


@lru_cache(maxsize=16_384)
def events_of(topic: Topic) -> frozenset[str]:
    """Give the concepts of the events that a topic names. Pure."""
    said = (concept_of(part) for word in topic.words if word.field != "thing" for part in word.surface.split())
    return ONCE.intersection(said)


def name_one_event(one: Topic, other: Topic) -> bool:
    """Whether both name the same kind of event; "disaster" may be said of any."""
    ours, theirs = events_of(one), events_of(other)
    return bool(ours & theirs) or (bool(ours and theirs) and not ANY.isdisjoint(ours | theirs))
