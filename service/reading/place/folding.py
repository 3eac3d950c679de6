"""Names of places, folded: case, accents, punctuation and articles do not matter."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_SPELLED = {"st": "saint", "ste": "sainte", "isl": "islands", "mt": "mount"}
_APOSTROPHES = re.compile(r"['’ʼ`´]")


@lru_cache(maxsize=16_384)
def fold_name(text: str) -> str:
    """Fold a name to words with single spaces: "Côte d'Ivoire" → "cote divoire", "Bahamas, The" → "bahamas"."""
    if text.isascii() and text.isalpha():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    joined = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", plain)
    words = [_SPELLED.get(word, word) for word in _WORD.findall(joined.replace("&", " and "))]
    return " ".join([word for word in words if word != "the"] or words)
