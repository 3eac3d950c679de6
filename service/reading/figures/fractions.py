"""Fractions: "two-thirds", "half", "½", "3/4", "1 over 3".

fraction = "half" | [ "a" | cardinal ] ordinal | digits "/" digits | cardinal "over" cardinal | "½"
"""

from collections.abc import Sequence
from decimal import Decimal

from service.reading.figures.cardinals import Amount, cardinal
from service.reading.figures.lexicon import Lexicon, fraction_of
from service.reading.figures.numerals import EXACT, BadNumeralError
from service.reading.figures.tokens import Token, glued
from service.reading.lexicon_files import WORLD, load

_ONE, _TEN, _NONE, _HALF = Decimal(1), Decimal(10), Decimal(0), Decimal("0.5")
_SHORT_NUMBER, _HALVES = 3, 2
_VULGAR = {sign: fraction_of(text) for sign, text in load(WORLD, "signs")["vulgar"].items()}


def worded_fraction(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    """Read "half", "two-thirds", "a quarter", "one in words over another"."""
    token = tokens[at]
    if token.text in _VULGAR:
        return _fraction(*_VULGAR[token.text], at + 1)
    below = lexicon.ordinals.get(token.low)
    if below == _HALVES or (below is not None and lexicon.word("lone_fraction", tokens, at) > at):
        return _fraction(_ONE, Decimal(below), at + 1)
    start = lexicon.word("article", tokens, at)
    part = _denominator(tokens, start, lexicon, single=True) if start > at else None
    if part is not None:
        return _fraction(_ONE, Decimal(part[0]), part[1])
    over = cardinal(tokens, at, lexicon)
    if over is None:
        return None
    start = over.end
    if tokens[start].text == "-" and glued(tokens[start], tokens[start + 1]):
        start += 1
    part = _denominator(tokens, start, lexicon, single=over.value == 1)
    if part is not None:
        return _fraction(over.value, Decimal(part[0]), part[1])
    line = lexicon.word("over", tokens, over.end)
    return _quotient(tokens, at, over.end, line, lexicon) if line > over.end else None


def _denominator(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, single: bool) -> tuple[int, int] | None:
    """Give the denominator and the index after it: "third" after one, "thirds" after more, "twenty firsts"."""
    token = tokens[at]
    if token.kind != "w":
        return None
    if token.low in lexicon.ordinals and (single or token.low in lexicon.invariable):
        return lexicon.ordinals[token.low], at + 1
    if token.low in lexicon.plural_ordinals:
        return lexicon.plural_ordinals[token.low], at + 1
    tens = cardinal(tokens, at, lexicon)
    if tens is None or tens.value % _TEN or not tens.value:
        return None
    last = tokens[tens.end + (tokens[tens.end].text == "-")].low
    unit = lexicon.small_ordinals.get(last) if single else lexicon.small_ordinals.get(last.removesuffix("s"))
    return (int(tens.value) + unit, tens.end + 1 + (tokens[tens.end].text == "-")) if unit else None


def _fraction(over: Decimal, under: Decimal, end: int) -> Amount:
    value = EXACT.divide(over, under)
    return Amount(value, _NONE, _NONE, whole=False, end=end, mantissa=value, fraction=True, spelled=True)


def place_of(value: Decimal) -> Decimal:
    """Half of the last place of a short decimal (0.5 → 0.05); of thirds and sevenths, a hundredth."""
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(max(int(exponent), -2))


def small_fraction(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, joined: bool) -> tuple[Decimal, int] | None:
    token = tokens[at]
    if token.text in _VULGAR:
        return EXACT.divide(*_VULGAR[token.text]), at + 1
    if token.kind == "n":
        quotient = divided(tokens, at)
        return (quotient.value, quotient.end) if quotient and quotient.value < 1 else None
    fraction = worded_fraction(tokens, at, lexicon) if joined else None
    return (fraction.value, fraction.end) if fraction else None


def divided(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read "3/4" when both are short whole numbers and glued to the stroke."""
    over, slash = tokens[at], tokens[at + 1]
    if slash.text != "/" or not glued(over, slash):
        return None
    under = tokens[at + 2]
    short = under.kind == "n" and over.text.isdigit() and under.text.isdigit() and len(under.text) <= _SHORT_NUMBER
    if not short or int(under.text) == 0 or tokens[at + 3].text == "/":
        return None
    if int(over.text) > int(under.text) and len(under.text) > 1:
        raise BadNumeralError(f'"{over.text}/{under.text}" is no part of a whole, and may be two figures')
    value = EXACT.divide(Decimal(over.text), Decimal(under.text))
    return Amount(value, _NONE, _NONE, whole=False, end=at + 3, mantissa=value, fraction=True)


def over_line(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    """Read "1 over 3" when nothing follows that would make it "over 3 years"."""
    index = lexicon.word("over", tokens, at + 1)
    if index == at + 1:
        return None
    return _quotient(tokens, at, at + 1, index, lexicon)


def _quotient(tokens: Sequence[Token], at: int, end: int, under_at: int, lexicon: Lexicon) -> Amount | None:
    over = lexicon.cardinals.get(tokens[at].low, Decimal(tokens[at].text) if tokens[at].text.isdigit() else None)
    low = tokens[under_at].low
    under = lexicon.cardinals.get(low, Decimal(low) if low.isdigit() else None)
    if over is None or not under or over >= under or end != at + 1 or tokens[under_at + 1].kind in "wn":
        return None
    return _fraction(over, under, under_at + 1)
