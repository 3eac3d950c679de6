"""Text to words: folded, cut, and brought to their stems.

Digits are kept apart from letters' fate: a word that holds a digit is never stemmed and never compared by likeness.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

from service.errors import Unreadable
from service.reading.lexicon_files import LANGUAGES, words_of_language

LIMIT = 500
"""Characters. The longest official label of a statistics agency that we saw has 290."""

_STEMMERS = {language: stemmer(words_of_language(language).stemmer) for language in LANGUAGES}
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*\+?|[<>≥≤](?=\s*\d)")
_SPOKEN = (
    ("%", " percent "),
    ("&", " and "),
    ("us$", " us dollar "),
    ("$", " dollar "),
    ("€", " euro "),
    ("£", " pound "),
)
_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_NEGATED = re.compile(r"^non(?=[a-z]{5})(?!etheless)")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z])|_")
"""Names of series as they come from machines: "StationarySourceFuelCombustion", "Count_Person"."""
CODE = re.compile(r"\((?:[A-Z]{3,6}/[\d-]+|\d{1,2})\)|\b[A-Z]\d{2}-[A-Z]\d{2}\b")
"""Codes of a classification: "(NAICS/48-49)", "(21)", "J00-J98". They are no words; metric.py keeps them apart."""
_AGES = re.compile(
    r"\b(?:age[ds]?|ages) (?=\d|under|over|between|below|above|from)|(?<=\d)[ -]?years?(?: of age|[ -]old)?\b"
    r"|(?<=\bunder|\babove|\bbelow) (?:the )?age of (?=\d)|(?<=\bover) (?:the )?age of (?=\d)"
)
"""What only says that the number beside it is an age: "aged 15 years", "over the age of 65"."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_LETTERS_THEN_DIGITS = re.compile(r"^(\d+)\+$")
_POLISH_ENDING = re.compile(r"(?<=[^\W\d_]{4})(?:ow|om|ach|ami|ych|ymi|ego)$")
"""Endings that the stemmer knows with their accents only, which folding takes: "kibiców"."""
_UKRAINIAN = re.compile(r"[іїєґ]")
_CYRILLIC = re.compile(r"[а-яё]")


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS)}


def fold(text: str) -> str:
    """Bring a text to one writing: compatibility forms, case, accents of Latin letters, signs as words."""
    folded = _ORDINAL.sub(
        "", _AGES.sub(" ", _GLUED.sub(" ", CODE.sub(" ", unicodedata.normalize("NFKC", text))).casefold())
    )
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
        words.extend((plus[1], "or", "more") if plus else _parts(word))
    return words


def _parts(word: str) -> tuple[str, ...]:
    if _NEGATED.match(word):
        return "non", word[3:]
    return (_NUMBER_WORDS.get(word, word.rstrip("+")),)


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
    return _POLISH_ENDING.sub("", stemmed) if language == "pl" else stemmed


def form_of(word: str, language: str) -> str:
    """What a word is looked up by: a stem, but in English the singular (stems would join "underlying" and "under")."""
    return singular(word) if language == "en" else stem(word, language)


def singular(word: str) -> str:
    """Drop an English plural ending; good enough to look words up, not to print."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


def require_text(given: str, pointer: str, understood: str) -> str:
    """Refuse what holds no text: empty, too long, or with characters that no text holds."""
    if not given.strip():
        raise refuse(given, pointer, "It is empty.", understood)
    if len(given) > LIMIT:
        raise refuse(given, pointer, f"It is longer than {LIMIT} characters.", understood)
    at = next((at for at, letter in enumerate(given) if letter == "\0" or "\ud800" <= letter <= "\udfff"), None)
    if at is not None:
        problem = "It holds a character that no text holds (NUL or half a surrogate pair)."
        raise Unreadable(pointer, given, problem, understood, (at, at + 1))
    return given


def refuse(given: str, pointer: str, problem: str, understood: str) -> Unreadable:
    """The error for a text that is wrong as a whole."""
    return Unreadable(pointer, given, problem, understood, (0, len(given)))
