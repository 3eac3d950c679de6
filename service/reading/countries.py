"""Countries inside a longer text: their names and what belongs to them, by code."""

from collections.abc import Iterator

from service.reading.lexicon_files import LANGUAGES, load, words_of_language
from service.reading.place.gazetteer import load_names
from service.reading.words import cut, fold, form_of

SHORTEST = 5
"""Letters. Shorter names are taken only as English prints them: in other languages too many are words ("car", "un")."""


_WORDS = frozenset({"states", "island", "chili", "indie", "pole", "poles", "dane", "marino", "union"})
"""Names of countries in some language that are words in metrics."""


def _named() -> Iterator[tuple[str, str]]:
    for name, known in load_names().items():
        if is_country(known.key) and name not in _WORDS and (len(name) >= SHORTEST or name == known.name.lower()):
            yield name, known.key
    english = load("en", "demonyms")
    listed = (english["never_places"], english["demonyms"], *(words_of_language(name).demonyms for name in LANGUAGES))
    for table in listed:
        yield from ((word, code) for code, words in table.items() if is_country(code) for word in words)


def is_country(word: str) -> bool:
    """Codes of countries are the only words in upper case; aggregates are no countries."""
    return len(word) == 2 and word.isupper() and word not in {"EU", "EZ"}  # noqa: PLR2004


COUNTRIES = {tuple(form_of(word, "en") for word in cut(fold(name))): code for name, code in _named()}
"""Runs of words to the code of a country."""
