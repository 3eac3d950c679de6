"""Which encoding a text is in that is no UTF-8 and does not say: told by the letters that its bytes would be.

charset-normalizer was tried on the few lines that a small table has: it took German for Mac Roman and Spanish for
Polish. A table's letters are few, and those of its language; so they are counted.
"""

import re

_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONG_RUN = 2.5
"""Bytes beyond ASCII in a row, on average, from which on words are written in another alphabet."""
_LETTERS = {
    "cp1252": "äöüßÄÖÜéèêëÉÈàâÀÂçÇñÑóíúáÓÍÚÁôîûïÎÔœŒãõÃÕåÅæÆøØ’‘“”„–—€£§°²³«»\u00a0ºª½·",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůďťňĚŠČŘŽÝÁŮőűŐŰăâîşţĂÂÎŞŢđĐ’‘“”„–—€§°«»\u00a0",
}
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_WORD = re.compile(r"(?<!\w)[А-ЯЁІЇЄҐ]?[а-яёіїєґ'’]+(?!\w)")
_ENOUGH = 0.7


def guess_encoding(sample: bytes) -> str | None:
    """Give the encoding of bytes that are no UTF-8; None where nothing tells it, or where they nearly are UTF-8."""
    high = _HIGH.findall(sample)
    count = sum(map(len, high))
    if not count or sum(map(len, _UTF_8.findall(sample))) * 2 > count:
        return None
    if count / len(high) >= _LONG_RUN:
        shares = {name: _share_of_words(sample, name) for name in _CYRILLIC}
    else:
        shares = {name: _share_of_letters(sample, name, letters) for name, letters in _LETTERS.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= _ENOUGH else None


def _share_of_letters(sample: bytes, name: str, letters: str) -> float:
    """Give how many of the characters beyond ASCII are letters, or marks, of the languages that it is for."""
    decoded = [character for character in sample.decode(name, "replace") if character > "\x7f"]
    return sum(character in letters for character in decoded) / len(decoded)


def _share_of_words(sample: bytes, name: str) -> float:
    """Give how many of the letters stand in words as they are written: a capital first, or all of them."""
    decoded = sample.decode(name, "replace")
    high = sum(character > "\x7f" for character in decoded)
    found = sum(character > "\x7f" for word in _WORD.findall(decoded) for character in word)
    return float(found / high)
