"""Names of places, folded: case, accents, punctuation and articles do not matter."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_SPELLED = {"st": "saint", "ste": "sainte", "isl": "islands", "mt": "mount"}
_ARTICLES = frozenset({"the"})
_APOSTROPHES = re.compile(r"['’ʼ`´]")


def fold_name(text: str) -> str:
    """Fold a name to words with single spaces: "Côte d'Ivoire" → "cote divoire", "Bahamas, The" → "bahamas"."""
    if text.isascii() and text.isalpha():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    joined = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", plain)
    words = [_SPELLED.get(word, word) for word in _WORD.findall(joined.replace("&", " and "))]
    return " ".join(_without_articles(words))


def _without_articles(words: list[str]) -> list[str]:
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[-1] in _ARTICLES:
        words = words[:-1]
    return words
