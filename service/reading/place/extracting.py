"""A place within the words of a metric: "population of France", "French unemployment rate", "GDP, Germany".

Careful on purpose: one place and no second, in a spot where only the place of the figure stands, and no word that
means something else as well. What is not sure is left in the text.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from service.claim import Place
from service.reading.lexicon_files import load
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import Known, load_cities, load_names

LONGEST_TEXT = 500
_LONGEST_NAME = 6
_SHORTEST_NAME = 3
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_INNER = frozenset({"in", "across", "throughout"})
_CURRENCY_SIGNS = tuple("$€£¥")
"""Behind letters, these make a currency of them: "current US$" is in no country."""
_POSSESSIVE = re.compile(r"['’]s?$")


class PlaceContext(Struct, frozen=True):
    """What words around a place say of it."""

    leading: frozenset[str]
    directions_before: frozenset[str]
    directions_after: frozenset[str]
    owners: frozenset[str]
    unsure: frozenset[str]
    never: frozenset[str]
    short: frozenset[str]


class Mention(Struct, frozen=True):
    """A known place in a text: words `first` to `last`, the last not included."""

    known: Known
    first: int
    last: int
    is_adjective: bool
    is_possessive: bool


def extract_place(text: str) -> tuple[Place, str] | None:
    """Take the place out of a metric's words, when it is sure: the place, and the words without it.

    None when no place is named, when more than one is, and when the words around say that it is not the place of the
    figure ("exports to China", "Bank of England", "Turkey prices").
    """
    if len(text) > LONGEST_TEXT:
        return None
    spots = [found for found in _WORD.finditer(text) if text[found.end() : found.end() + 1] not in _CURRENCY_SIGNS]
    words = [found[0] for found in spots]
    mentions = list(_mentions(words))
    if len(mentions) != 1 or not _is_place_of_figure(mentions[0], words):
        return None
    mention = mentions[0]
    start, end = _cut(text, spots, mention)
    rest = re.sub(r"\s+([,:;])", r"\1", " ".join(f"{text[:start]} {text[end:]}".split())).strip(" ,:;–-|/()")
    if not any(letter.isalnum() for letter in rest):
        return None
    name = text[spots[mention.first].start() : spots[mention.last - 1].end()]
    return Place(name, mention.known.key, mention.known.name), rest


@cache
def load_demonyms() -> Mapping[str, Known]:
    """Folded adjectives and names of peoples."""
    shown = {known.key: known.name for known in load_names().values()}
    return {
        fold_name(word): Known(key, shown.get(key, key))
        for key, words in load("en", "demonyms")["demonyms"].items()
        for word in words
    }


@cache
def _not_before() -> frozenset[str]:
    return frozenset(load("en", "demonyms")["not_before"]["words"])


@cache
def _context() -> PlaceContext:
    table = load("en", "places")
    return PlaceContext(
        frozenset(table["leading"]["words"]),
        frozenset(table["direction"]["before"]),
        frozenset(table["direction"]["after"]),
        frozenset(table["owner"]["words"]),
        frozenset(table["unsure"]["words"]),
        frozenset(table["never"]["words"]),
        frozenset(table["short"]["words"]),
    )


def _mentions(words: list[str]) -> Iterator[Mention]:
    position = 0
    while position < len(words):
        mention = _mention_at(words, position)
        if mention is not None:
            yield mention
        position = position + 1 if mention is None else mention.last


def _mention_at(words: list[str], first: int) -> Mention | None:
    for last in range(min(first + _LONGEST_NAME, len(words)), first, -1):
        bare = _POSSESSIVE.sub("", words[last - 1])
        possessive = bare != words[last - 1]
        folded = fold_name(" ".join((*words[first : last - 1], bare)))
        if not folded or words[first].casefold() in {"the", "and", "&"}:
            continue
        known = load_names().get(folded) or load_cities().get(folded)
        if known is not None and _is_written_as_name(words[first], folded):
            return Mention(known, first, last, is_adjective=False, is_possessive=possessive)
        known = load_demonyms().get(folded)
        if known is not None and words[first][0].isupper():
            return Mention(known, first, last, is_adjective=True, is_possessive=possessive)
    return None


def _is_written_as_name(word: str, folded: str) -> bool:
    """A name has a capital letter, unless it has several words; a short one is in capitals throughout."""
    if folded in _context().short or len(folded) <= _SHORTEST_NAME:
        return word.isupper() or "." in word
    return word[0].isupper() or " " in folded


def _is_place_of_figure(mention: Mention, words: list[str]) -> bool:
    context = _context()
    before, further = _words_before(mention.first, words)
    after = words[mention.last].casefold() if mention.last < len(words) else ""
    if before in context.directions_before | context.owners or after in context.directions_after:
        return False
    if mention.is_adjective:
        return mention.first == 0 and after != "" and after not in _not_before()
    folded = fold_name(words[mention.first])
    if folded in context.never or further in context.owners:
        return False
    if folded in context.unsure:
        return before in _INNER or (mention.is_possessive and mention.first == 0)
    return before in context.leading or mention.first == 0 or mention.last == len(words)


def _words_before(first: int, words: list[str]) -> tuple[str, str]:
    """The two words before, an article left out."""
    before = [word.casefold() for word in words[max(first - 3, 0) : first]]
    if before and before[-1] == "the":
        before.pop()
    return (["", "", *before])[-1], (["", "", *before])[-2]


def _cut(text: str, words: list[re.Match[str]], mention: Mention) -> tuple[int, int]:
    """What goes with the place: the preposition and the article before it, a bracket around it."""
    first = mention.first
    while first and words[first - 1][0].casefold() in _context().leading | {"the"}:
        first -= 1
    start, end = words[first].start(), words[mention.last - 1].end()
    if end < len(text) and text[end] == ".":
        end += 1
    if start and end < len(text) and text[start - 1] == "(" and text[end] == ")":
        start, end = start - 1, end + 1
    return start, end


def find_places(text: str) -> Iterator[tuple[int, int, Place, bool]]:
    """Yield the known places in running text: offsets, the place, and whether an adjective or a people names it."""
    spots = list(_WORD.finditer(text))
    words = [found[0] for found in spots]
    at = 0
    while at < len(words):
        mention = _mention_at(words, at) if words[at][0].isupper() else None
        if mention is None or fold_name(words[at]) in _context().never:
            at += 1
            continue
        start, end = spots[mention.first].start(), spots[mention.last - 1].end()
        end -= len(words[mention.last - 1]) - len(_POSSESSIVE.sub("", words[mention.last - 1]))
        yield start, end, Place(text[start:end], mention.known.key, mention.known.name), mention.is_adjective
        at = mention.last
