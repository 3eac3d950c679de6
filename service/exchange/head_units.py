"""Heads that name a scale or a unit in words of their own: "BIP in Mrd. EUR", "Arbeitslose (in 1.000)", "GDP, $bn".

The reading of metrics knows what stands in brackets at the end; other ways to print it are brought to that one.
"""

import re
from functools import lru_cache

from service.reading.figures.headers import SCALE_WORDS

_SIGNS = r"US\$|A\$|C\$|NZ\$|R\$|[$€£¥₹₴₽]|EUR|USD|GBP|JPY|CHF|UAH|PLN|euros?|dollars?"
_DIGITS = r"[x×*]?\s?'?1[.,' \u00a0\u202f]?000s?|'?000s?"
_WORDS = rf"mil\.|{SCALE_WORDS}"
_SCALE = rf"(?P<digits>{_DIGITS})|(?P<word>{_WORDS})"
_IN = r"(?:(?:in|en|em|w|у|в)\s+)"
_OF = r"(?:\s*(?:de|of|d['’])\s*|\s*)"
_UNIT = r"(?P<unit>[^\W\d_][^()\[\],;]{0,30}|[$€£%][^()\[\],;]{0,20})?"
_TAIL = rf"(?:{_SCALE}){_OF}{_UNIT}"
_BRACKET = re.compile(rf"(?P<of>.*\S)\s*[(\[]\s*{_IN}?{_TAIL}\s*[)\]]", re.IGNORECASE)
_BEHIND = re.compile(rf"(?P<of>.*\S?)(?:,\s*{_IN}?|\s+{_IN})(?<!\d,){_TAIL}", re.IGNORECASE)
_MONEY = re.compile(rf"(?P<of>.*\S)[\s,(]+(?P<unit>{_SIGNS})\s?(?P<letter>bn|m|k|mn|mln|mio|mrd)\.?\)?", re.IGNORECASE)
_MONEY_LAST = re.compile(rf"(?P<of>.*\S)[\s,(]+(?P<letter>bn|[mMkK]|Md|Mrd|Mio)\s?(?P<unit>{_SIGNS})\)?")
_ABOVE = re.compile(
    rf"[(\[]?(?:(?:all )?(?:figures|values|numbers|data|angaben|valeurs|datos) )?{_IN}?{_TAIL}\s*[)\]]?", re.IGNORECASE
)
_SAID = re.compile(
    r"(?:units?|einheit|unité|unidad|unità|одиниця(?: виміру)?|единица(?: измерения)?)\s?[:=]\s?(?P<unit>.{1,40})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?P<of>.*\S),\s*(?:in\s+|en\s+)?(?:per ?cent|prozent|pour ?cent|por ?ciento|per ?cento|відсотк\w+|процент\w*)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?P<of>.*\S)\s*[(\[]\s*(?:P|pop|persons|people|inhabitants|inh\.?)\s?/\s?(?:sq\.?\s?)?km[²2]?\s*[)\]]",
    re.IGNORECASE,
)
_LETTERS = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "mio": "million", "bn": "bn"}
_LETTERS |= {"mrd": "bn", "md": "bn"}
"""A billion is another number in other languages."""


@lru_cache(maxsize=5_000)
def bracketed(head: str) -> str:
    """Give a head with its scale and unit in brackets, as the reading of metrics knows it; others as they are."""
    if found := _PEOPLE.fullmatch(head):
        return f"{found['of']} (people/km²)"
    if found := _SHARE.fullmatch(head):
        return f"{found['of']} (%)"
    for pattern in (_MONEY, _MONEY_LAST):
        if found := pattern.fullmatch(head):
            return f"{found['of'].rstrip(' ,(')} ({found['unit']}, {_LETTERS[found['letter'].casefold()]})"
    for pattern in (_BRACKET, _BEHIND):
        found = pattern.fullmatch(head)
        if found and found["of"].strip() and not _is_rate(found["of"]):
            scale = "thousand" if found["digits"] else "million" if found["word"] == "mil." else found["word"]
            unit = (found["unit"] or "").strip(" .")
            return f"{found['of'].rstrip(' ,')} ({unit}, {scale})" if unit else f"{found['of'].rstrip(' ,')} ({scale})"
    return head


@lru_cache(maxsize=1_000)
def unit_in_title(title: str) -> str | None:
    """Give the unit of all figures that a line above a table tells: "(in thousands)", "Units: Degrees Celsius"."""
    if found := _SAID.fullmatch(title.strip()):
        return found["unit"].strip(" .") or None
    found = _ABOVE.fullmatch(title.strip())
    if found is None:
        return None
    scale = "thousand" if found["digits"] else "million" if found["word"] == "mil." else found["word"]
    unit = (found["unit"] or "").strip(" .")
    return f"{unit}, {scale}" if unit else scale


def _is_rate(words: str) -> bool:
    """Tell "deaths per" thousand, which is no scale of what is counted."""
    return words.casefold().split()[-1] in {"per", "pro", "par", "por", "je", "на", "each", "every", "a"}
