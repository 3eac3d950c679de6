"""Number words added up: "two million three hundred and five thousand", "quatre-vingt-dix", "fünfundachtzig".

cardinal = [ "a" ] word { [ "-" | "and" ] word } [ "point" digit-word { digit-word } ]
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

from text_to_num import text2num

from service.reading.figures.lexicon import Lexicon
from service.reading.figures.numerals import EXACT, LARGEST, BadNumeralError
from service.reading.figures.tokens import Token, glued

_ONE, _TEN, _HUNDRED, _THOUSAND = Decimal(1), Decimal(10), Decimal(100), Decimal(1000)
_HALF, _NONE, _FOUR, _TWENTY = Decimal("0.5"), Decimal(0), Decimal(4), Decimal(20)
_COMPOUND = re.compile(
    "(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwan|hundert|tausend)[a-zäöüß]{3}"
)

_ITALIAN = re.compile(
    "(?:un|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|dicia|diciotto"
    "|vent|trent|quarant|cinquant|sessant|settant|ottant|novant|cento|mille)"
    "[a-zéè]*(?:uno?|due|tr[eéè]|quattro|cinque|sei|sette|otto|nove|cento|mila|nta|venti|dieci|dici)"
)


class Amount(NamedTuple):
    """An amount as written: the parts of `Numeral`, and what ranges and units need to know of its form."""

    value: Decimal
    half: Decimal
    zeros: Decimal
    whole: bool
    end: int
    mantissa: Decimal
    scale: Decimal = _ONE
    fraction: bool = False
    spelled: bool = False
    last_scale: Decimal = _ONE
    """The scale that stands last in it, hundreds and dozens too: 100 of "three hundred", 12 of "3 dozen"."""


def zeros_of(value: Decimal) -> Decimal:
    """Give half of the place of the last digit that is not zero."""
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(max(int(exponent), 0)) if value else _HALF


def cardinal(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    """Add up a run of number words; None when there is no such word."""
    run = _Run()
    index = lexicon.word("article", tokens, at)
    if index > at and tokens[index].low not in lexicon.scales:
        if tokens[at].low not in lexicon.cardinals:
            return None
        index = at
    run.article = index > at or lexicon.word("bare_round", tokens, at) > at
    run.fourscore = "fr" in lexicon.languages
    while True:
        start = run.join(tokens, index, lexicon)
        token = tokens[start]
        if token.kind != "w" or not run.take(token.low, lexicon):
            break
        index = start + 1
    if not run.words:
        return None
    decimal = _after_point(tokens, index, lexicon)
    if decimal is not None:
        return run.with_decimals(*decimal)
    return run.amount(index)


def _after_point(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    index = lexicon.word("point", tokens, at)
    digits = ""
    while index > at:
        value = lexicon.cardinals.get(tokens[index].low)
        if value is None or value >= _TEN:
            break
        digits += str(value)
        index += 1
    return (digits, index) if digits else None


class _Run:
    """The sum of a run of number words, as "two million three hundred and five thousand"."""

    def __init__(self) -> None:
        self.total = _NONE
        self.current: Decimal | None = None
        self.floor = Decimal("1e60")
        self.scale = _ONE
        self.last_scale = _ONE
        self.words = 0
        self.article = False
        self.fourscore = False

    def join(self, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
        """Step over a hyphen within "twenty-one" and over "and" within "three hundred and one"."""
        if not self.words:
            return at
        token = tokens[at]
        if token.text == "-" and glued(tokens[at - 1], token) and glued(token, tokens[at + 1]):
            return at + 1
        after = lexicon.word("tens_and", tokens, at)
        if after > at and self._in_tens() and _is_small(lexicon.cardinals.get(tokens[after].low)):
            return after
        after = lexicon.word("and", tokens, at)
        if after == at:
            return at
        if tokens[after].low not in lexicon.cardinals:
            return at
        if self.current is None:
            larger = tokens[after + 1].low in lexicon.scales
            return after if self.scale == _THOUSAND or larger else at
        return after if self.current % _HUNDRED == 0 else at

    def _in_tens(self) -> bool:
        tens = (self.current or _NONE) % _HUNDRED
        return tens >= _TEN * 2 and tens % _TEN == 0

    def take(self, word: str, lexicon: Lexicon) -> bool:
        """Take a word into the sum; False when it does not continue the number."""
        value = lexicon.cardinals.get(word)
        if value is None:
            value = compound(word, lexicon)
        if value is not None and value >= _THOUSAND:
            return self._take_compound(value)
        if value == _TWENTY and self.current is not None and self.current % _HUNDRED == _FOUR and self.fourscore:
            self.current += _TWENTY * 4 - _FOUR
            return True
        scale = lexicon.scales.get(word) or (lexicon.plural_scales.get(word) if self.words else None)
        if value is not None:
            taken, last = self._add(value), _HUNDRED if _is_hundreds(value) else _ONE
        elif scale is not None and (self.words or scale.factor >= _HUNDRED or self.article):
            taken, last = self._multiply(scale.factor), scale.factor
        else:
            taken, last = False, _ONE
        if taken:
            self.last_scale = last
        self.words += taken
        self._check()
        return taken

    def _take_compound(self, value: Decimal) -> bool:
        """Take a compound with its own thousands: "fünfundachtzigtausend"."""
        thousands, rest = divmod(value, _THOUSAND)
        taken = self._add(thousands) and self._multiply(_THOUSAND) and (not rest or self._add(rest))
        self.words += taken
        return taken

    def _add(self, value: Decimal) -> bool:
        if self.current is None:
            if value >= self.floor:
                return False
            self.current = value
        elif _continues(self.current, value):
            self.current += value
        else:
            return False
        self.scale = _ONE
        return True

    def _multiply(self, factor: Decimal) -> bool:
        if factor < _HUNDRED and self.current is not None:
            self.current += self.current % _HUNDRED * (factor - 1)
            return True
        if factor == _HUNDRED:
            if self.current is not None and self.current >= _HUNDRED:
                return False
            self.current = (_ONE if self.current is None else self.current) * factor
            self.scale = _ONE
            return True
        if self.current is None and self.total:
            self.total *= factor
        elif factor >= self.floor:
            return False
        else:
            self.total += (_ONE if self.current is None else self.current) * factor
            self.floor = factor
        self.current, self.scale = None, factor
        return True

    def _check(self) -> None:
        if self.total > LARGEST or (self.current or _NONE) > LARGEST:
            raise BadNumeralError("the number is too large")

    def amount(self, end: int) -> Amount:
        """Give the sum; its written place is the last scale from a thousand up."""
        value = self.total + (self.current or _NONE)
        coarse = self.scale >= _THOUSAND
        mantissa = EXACT.divide(value, self.scale) if coarse else value
        half = _HALF * self.scale if coarse else _HALF
        zeros = max(zeros_of(value), half)
        scale = self.scale if coarse else _ONE
        last = scale if coarse else self.last_scale
        return Amount(value, half, zeros, not coarse, end, mantissa, scale, spelled=True, last_scale=last)

    def with_decimals(self, digits: str, end: int) -> Amount:
        """Give "two hundred point zero three"."""
        value = self.total + (self.current or _NONE) + Decimal(f"0.{digits}")
        half = _HALF.scaleb(-len(digits))
        return Amount(value, half, half, whole=False, end=end, mantissa=value, spelled=True)


def _is_hundreds(value: Decimal) -> bool:
    """Tell words that hold their hundred: "dreihundert", "trescientos", "триста"."""
    return value > _HUNDRED and value % _HUNDRED == 0


def _is_small(value: Decimal | None) -> bool:
    return value is not None and value < _TWENTY


def is_compound(word: str) -> bool:
    """Tell whether a word may be a German or Italian number written as one."""
    return _COMPOUND.match(word) is not None or _ITALIAN.fullmatch(word) is not None


def compound(word: str, lexicon: Lexicon) -> Decimal | None:
    """Read a number written as one word, as German and Italian do: "dreihundertfünfzig", "trecentocinquanta"."""
    for language, pattern in (("de", _COMPOUND.match), ("it", _ITALIAN.fullmatch)):
        if language in lexicon.languages and pattern(word) is not None:
            with suppress(ValueError):
                return Decimal(str(text2num(word.replace("è", "é"), language)))
    return None


def _continues(current: Decimal, value: Decimal) -> bool:
    """Tell whether a word continues the hundreds: "twenty" + "one", "hundred" + "five", "quatre-vingt" + "dix"."""
    tens = current % _HUNDRED
    if tens == 0:
        return current >= _HUNDRED and value < _HUNDRED
    teens = tens in (_TWENTY * 3, _TWENTY * 4) and value < _TWENTY
    return tens % _TEN == 0 and tens >= _TWENTY and (value < _TEN or teens)
