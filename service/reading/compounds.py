"""German compounds taken apart: "Jugendarbeitslosenquote" is youth and unemployment rate.

    compound = part [ link ] { part [ link ] } part
    link     = "s" | "es" | "n" | "en" | "er" | "e"

Parts are the words of German metrics and of `lexicon/de/compounds.toml`; if a letter is left over, the word is none.
Of several ways the one with the fewest parts is taken, then the one with the fewest links and the longest last part.
"""

from functools import cache, lru_cache
from typing import Final

from service.reading.lexicon_files import load
from service.reading.words import unaccented

_LINKS: Final = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST_WORD, _LONGEST_WORD, _SHORTEST_PART, _MOST_PARTS = 7, 60, 2, 4
Parts = tuple[str, ...]


@lru_cache(maxsize=4096)
def split_compound(word: str) -> Parts | None:
    """Give the parts of a folded German word, as the lexicon writes them; a known noun is its only part."""
    if word in load_parts():
        return (word,) if word in load_nouns() else None
    found = _split(word, _MOST_PARTS) if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD else []
    return min(found, key=lambda parts: (len(parts), -sum(map(len, parts)), -len(parts[-1]))) if found else None


def _split(rest: str, most: int) -> list[Parts]:
    """Give the ways to read the rest of a word as parts; a link stands between two of them only."""
    known = load_parts()
    ways: list[Parts] = [(rest,)] if rest in known and most < _MOST_PARTS else []
    if most == 1:
        return ways
    for end in range(_SHORTEST_PART, len(rest) - _SHORTEST_PART + 1):
        part = rest[:end]
        if part not in known:
            continue
        for link in _LINKS:
            if rest.startswith(link, end):
                ways.extend((part, *after) for after in _split(rest[end + len(link) :], most - 1))
    return ways


def meaning_of(part: str) -> tuple[str, bool]:
    """Give what a part says, and whether those are words of English (else what the thesaurus says)."""
    return load_parts()[part]


@cache
def load_nouns() -> frozenset[str]:
    """Give the parts that stand alone as well: "Ausgaben", but not "Kranken" and "Satz", which are other words then."""
    table = load("de", "compounds")
    return frozenset(table["parts"]) - frozenset(table["bound"]["parts"])


@cache
def load_parts() -> dict[str, tuple[str, bool]]:
    """Give the folded parts: what the thesaurus says of German words, and English for the others."""
    listed: dict[str, str] = load("de", "compounds")["parts"]
    thesaurus = load("de", "metrics")
    whole = {
        unaccented(text.casefold()): (says, False)
        for says, texts in thesaurus.items()
        for text in texts
        if text.isalpha()
    }
    return {**whole, **{part: (english, True) for part, english in listed.items()}}
