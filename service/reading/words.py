"""Text to words: folded, cut, and brought to their stems.

Digits are kept apart from letters' fate: a word that holds a digit is never stemmed and never compared by likeness.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

STEMMED = {"de": "german", "fr": "french", "es": "spanish", "ru": "russian", "uk": "russian"}
"""Languages with a stemmer besides English. Ukrainian borrows the Russian one: it cuts the shared endings."""

_STEMMERS = {language: stemmer(name) for language, name in STEMMED.items()} | {"en": stemmer("english")}
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*\+?|[<>≥≤]")
_SPOKEN = (
    ("%", " percent "),
    ("&", " and "),
    ("us$", " us dollar "),
    ("$", " dollar "),
    ("€", " euro "),
    ("£", " pound "),
)
_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_LETTERS_THEN_DIGITS = re.compile(r"^(\d+)\+$")
_UKRAINIAN = re.compile(r"[іїєґ]")
_CYRILLIC = re.compile(r"[а-яё]")


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS)}


def fold(text: str) -> str:
    """Bring a text to one writing: compatibility forms, case, accents of Latin letters, signs as words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _POSSESSIVE.sub("", folded)
    for sign, spoken in _SPOKEN:
        folded = folded.replace(sign, spoken)
    return unaccented(folded)


def unaccented(text: str) -> str:
    """Drop the accents of Latin letters; "й" and "ї" are letters of their own and stay."""
    if text.isascii():
        return text
    return "".join(_bare(letter) for letter in text)


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def cut(folded: str) -> list[str]:
    """Cut a folded text into words; "65+" comes as "65", "or", "more"."""
    words: list[str] = []
    for word in _WORD.findall(folded):
        plus = _LETTERS_THEN_DIGITS.match(word)
        words.extend((plus[1], "or", "more") if plus else (_spelt(word),))
    return words


def _spelt(word: str) -> str:
    return _NUMBER_WORDS.get(word, word.rstrip("+"))


def guess_language(folded: str) -> str:
    """Tell Ukrainian and Russian by their letters; everything else is read as English with loan words."""
    if not _CYRILLIC.search(folded):
        return "en"
    return "uk" if _UKRAINIAN.search(folded) else "ru"


@lru_cache(maxsize=65_536)
def stem(word: str, language: str = "en") -> str:
    """Cut a folded word to its stem; a word with a digit in it stays as it is."""
    if not word.isalpha():
        return word
    stemmed: str = _STEMMERS.get(language, _STEMMERS["en"]).stemWord(word)
    return stemmed
