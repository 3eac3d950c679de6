"""A name that a text shortens when it says it again: "wine exports rose", and later "exports were worth"."""

from collections.abc import Iterable

from service.articles.lexicon import lower
from service.reading.metric import read_metric

_LONGEST = 5


def fuller_name(metric: str, told: Iterable[str], language: str) -> str:
    """Give the one longer name of a thing that the text told before, or the metric as it is.

    A word that makes another metric of it ("new cases", "core inflation") is carried nowhere.
    """
    words = lower(metric).split()
    if len(words) != 1:
        return metric
    longer = {name for name in map(_without_whose, told) if _is_of(lower(name).split(), words[0])}
    if len({lower(name) for name in longer}) != 1:
        return metric
    [name, *_] = sorted(longer)
    own = read_metric(metric, language=language).qualifiers
    return name if read_metric(name, language=language).qualifiers == own else metric


def _without_whose(name: str) -> str:
    """Leave out who or where it is of: "wine exports of Kenya"."""
    thing, _, whose = name.partition(" of ")
    return thing if whose[:1].isupper() else name


def _is_of(words: list[str], thing: str) -> bool:
    is_last = words[-1] == thing
    is_first = words[0] == thing and words[1:2] in (["of"], ["de"], ["di"])
    return 1 < len(words) <= _LONGEST and (is_last or is_first)
