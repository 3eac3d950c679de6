"""One amount: digits or number words, with scales and fractions, without sign or unit.

amount   = fraction [ [ "of" ] [ "a" ] scale ] | cardinal [ "and" fraction ] [ scale ]
cardinal = ( digits | words ) { scale [ "and" ] cardinal }
fraction = "half" | [ "a" | cardinal ] ordinal | digits "/" digits | "½"
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from service.reading.figures.lexicon import Lexicon, Scale, fraction_of, load
from service.reading.figures.numerals import EXACT, AmbiguousNumeralError, Numeral, read_numeral
from service.reading.figures.tokens import Token, glued

_ONE, _TEN, _HUNDRED, _THOUSAND = Decimal(1), Decimal(10), Decimal(100), Decimal(1000)
_HALF, _NONE = Decimal("0.5"), Decimal(0)
_SHORT_NUMBER, _LONG_WORD, _ABBREVIATION, _HALVES = 3, 4, 4, 2
_VULGAR = {sign: fraction_of(text) for sign, text in load("signs")["vulgar"].items()}
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})


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


def read_amount(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool = False) -> Amount | None:
    """Read the amount that starts at a token.

    Args:
        tokens: All tokens of the text.
        at: Where the amount would start.
        lexicon: The words of the language.
        money: A money sign stands before: "m" and "t" glued to the digits are scales.

    Raises:
        AmbiguousNumeralError: Two readings are possible and nothing settles them.
        BadNumeralError: Digits that fit no way of writing numbers.
    """
    token = tokens[at]
    if token.kind == "n":
        return _from_digits(tokens, at, lexicon, money=money)
    if token.kind != "w":
        return None
    return _from_words(tokens, at, lexicon)


def _from_digits(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool) -> Amount | None:
    following = tokens[at + 1]
    if following.kind == "w" and following.low in _ORDINAL_ENDINGS and glued(tokens[at], following):
        return None
    divided = _divided(tokens, at)
    if divided is not None:
        return divided
    numeral = _numeral(tokens, at, lexicon, money=money)
    end = at + 1
    if following.kind not in "ws":
        return _amount(numeral, end)
    mixed = _mixed(tokens, end, lexicon, numeral)
    if mixed is not None:
        return _scaled(mixed, tokens, lexicon, money=money)
    scale = scale_at(tokens, end, lexicon, money=money)
    if scale is None:
        return _amount(numeral, end)
    return _more_scales(_times(_amount(numeral, end), scale.factor, after_dot(tokens, end + 1)), tokens, lexicon)


def _amount(numeral: Numeral, end: int) -> Amount:
    return Amount(*numeral, end, numeral.value)


def _numeral(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool) -> Numeral:
    text = tokens[at].text
    try:
        return read_numeral(text, lexicon.decimal_sign)
    except AmbiguousNumeralError:
        sign = _sign_by_context(tokens, at, lexicon, money=money)
        if sign is None:
            raise
        return read_numeral(text, sign)


def _sign_by_context(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool) -> str | None:
    """Let the words around say which language it is: "7.711 billion" is English, "7.711 Mrd." German."""
    if lexicon.decimal_sign is not None:
        return None
    scale = scale_at(tokens, at + 1, lexicon, money=money)
    if scale is not None and scale.factor >= _THOUSAND:
        return scale.decimal_sign
    return lexicon.sign_of_words(tokens)


def _mixed(tokens: Sequence[Token], at: int, lexicon: Lexicon, numeral: Numeral) -> Amount | None:
    """Read the fraction of "1 4/5", "1½", "two and a half"."""
    start = lexicon.word("and", tokens, at)
    part = _small_fraction(tokens, start, lexicon, joined=start > at)
    if part is None or not numeral.whole:
        return None
    value, end = part
    total = numeral.value + value
    return Amount(total, _place_of(value), _place_of(value), whole=False, end=end, mantissa=total)


def _place_of(value: Decimal) -> Decimal:
    """Half of the last place of a short decimal (0.5 → 0.05); of thirds and sevenths, a hundredth."""
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(max(int(exponent), -2))


def _small_fraction(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, joined: bool) -> tuple[Decimal, int] | None:
    token = tokens[at]
    if token.text in _VULGAR:
        return EXACT.divide(*_VULGAR[token.text]), at + 1
    if token.kind == "n":
        divided = _divided(tokens, at)
        return (divided.value, divided.end) if divided and divided.value < 1 else None
    fraction = _worded_fraction(tokens, at, lexicon) if joined else None
    return (fraction.value, fraction.end) if fraction else None


def _divided(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read "3/4" when both are short whole numbers and glued to the stroke."""
    over, slash = tokens[at], tokens[at + 1]
    if slash.text != "/" or not glued(over, slash):
        return None
    under = tokens[at + 2]
    short = under.kind == "n" and over.text.isdigit() and under.text.isdigit() and len(under.text) <= _SHORT_NUMBER
    if not short or int(under.text) == 0 or tokens[at + 3].text == "/":
        return None
    value = EXACT.divide(Decimal(over.text), Decimal(under.text))
    return Amount(value, _NONE, _NONE, whole=False, end=at + 3, mantissa=value, fraction=True)


def scale_at(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool = False) -> Scale | None:
    """Give the scale that a token is: a word, or a letter glued to the digits before it."""
    token = tokens[at]
    if token.kind != "w":
        return None
    scale = lexicon.scales.get(token.low)
    if scale is not None:
        return scale
    letter = lexicon.glued_scales.get(token.text)
    if letter is None or not (at and (glued(tokens[at - 1], token) or money)):
        return None
    return letter if money or _surely_scale(tokens, at) else None


def _surely_scale(tokens: Sequence[Token], at: int) -> bool:
    """Tell "85K" and "5m people" from "5m", "2t" and "7 g": lone small letters are units."""
    text = tokens[at].text
    if text in ("k", "K", "M", "MM", "B", "G", "b"):
        return True
    following = tokens[at + 1]
    return following.kind == "w" and len(following.low) > _LONG_WORD and text == "m"


def _scaled(amount: Amount, tokens: Sequence[Token], lexicon: Lexicon, *, money: bool) -> Amount:
    """Apply the scale words that follow: "two and a half million"."""
    scale = scale_at(tokens, amount.end, lexicon, money=money)
    return amount if scale is None else _times(amount, scale.factor, after_dot(tokens, amount.end + 1))


def after_dot(tokens: Sequence[Token], at: int) -> int:
    """Step over the dot of an abbreviation: "Mrd.", "mil.", "тыс."."""
    dot, word = tokens[at], tokens[at - 1]
    return at + 1 if dot.text == "." and glued(word, dot) and len(word.text) <= _ABBREVIATION else at


def _times(amount: Amount, factor: Decimal, end: int) -> Amount:
    """Multiply by a scale. The written place is scaled with it, but not by dozens, hundreds or scores."""
    coarse = factor >= _THOUSAND
    value = EXACT.multiply(amount.value, factor)
    half = EXACT.multiply(amount.half, factor) if coarse or not amount.whole else _HALF
    zeros = EXACT.multiply(amount.zeros, factor) if amount.whole else half
    if not coarse and amount.whole:
        zeros = _zeros_of(value)
    return Amount(value, half, zeros, amount.whole and not coarse, end, amount.mantissa, amount.scale * factor)


def _zeros_of(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(max(int(exponent), 0)) if value else _HALF


def _more_scales(amount: Amount, tokens: Sequence[Token], lexicon: Lexicon) -> Amount:
    scale = scale_at(tokens, amount.end, lexicon)
    while scale is not None and scale.factor > 1:
        amount = _times(amount, scale.factor, after_dot(tokens, amount.end + 1))
        scale = scale_at(tokens, amount.end, lexicon)
    smaller = _smaller_part(tokens, amount, lexicon)
    return smaller or amount


def _smaller_part(tokens: Sequence[Token], amount: Amount, lexicon: Lexicon) -> Amount | None:
    """Read "3 hundred and 21" after "4 thousand"."""
    start = lexicon.word("and", tokens, amount.end)
    if tokens[start].kind != "n" or not tokens[start].text.isdigit():
        return None
    if not tokens[start].text.isdigit() or len(tokens[start].text) > _SHORT_NUMBER:
        return None
    part = _from_digits(tokens, start, lexicon, money=False)
    if part is None or not part.whole or part.value >= amount.scale or (part.scale == 1 and start == amount.end):
        return None
    if start > amount.end and part.value >= _HUNDRED and amount.scale <= _HUNDRED:
        return None
    value = amount.value + part.value
    return Amount(value, part.half, part.zeros, whole=True, end=part.end, mantissa=value)


# --- words -----------------------------------------------------------------------------------------------------------


def _from_words(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    fraction = _worded_fraction(tokens, at, lexicon)
    if fraction is not None:
        return _fraction_of_scale(fraction, tokens, lexicon)
    amount = _cardinal(tokens, at, lexicon)
    if amount is None:
        return None
    mixed = None
    if amount.scale == 1 or lexicon.word("and", tokens, amount.end) > amount.end:
        mixed = _mixed(tokens, amount.end, lexicon, Numeral(amount.value, amount.half, amount.zeros, whole=True))
    return _scaled(mixed, tokens, lexicon, money=False) if mixed else amount


def _fraction_of_scale(fraction: Amount, tokens: Sequence[Token], lexicon: Lexicon) -> Amount:
    """Read "half a million", "three quarters of a billion", "half a dozen"."""
    start = lexicon.word("article", tokens, lexicon.word("of", tokens, fraction.end))
    token = tokens[start]
    scale = lexicon.scales.get(token.low) if token.kind == "w" else None
    if scale is None:
        return fraction
    value = EXACT.multiply(fraction.value, scale.factor)
    zeros, end = _zeros_of(value), after_dot(tokens, start + 1)
    return Amount(value, _HALF, zeros, whole=True, end=end, mantissa=fraction.value, scale=scale.factor)


def _worded_fraction(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    token = tokens[at]
    if token.text in _VULGAR:
        return _fraction(*_VULGAR[token.text], at + 1)
    if lexicon.ordinals.get(token.low) == _HALVES:
        return _fraction(_ONE, Decimal(2), at + 1)
    start = lexicon.word("article", tokens, at)
    numerator_amount = None
    if start == at:
        numerator_amount = _cardinal(tokens, at, lexicon)
        if numerator_amount is None:
            return None
        start = numerator_amount.end
    if tokens[start].text == "-" and glued(tokens[start], tokens[start + 1]):
        start += 1
    over = numerator_amount.value if numerator_amount else _ONE
    below = _denominator(tokens[start], lexicon, single=over == 1)
    return None if below is None else _fraction(over, Decimal(below), start + 1)


def _denominator(token: Token, lexicon: Lexicon, *, single: bool) -> int | None:
    """Give the denominator: "third" after one, "thirds" after more."""
    if token.kind != "w":
        return None
    if token.low in lexicon.ordinals and (single or token.low == "halves"):
        return lexicon.ordinals[token.low]
    return lexicon.plural_ordinals.get(token.low)


def _fraction(over: Decimal, under: Decimal, end: int) -> Amount:
    value = EXACT.divide(over, under)
    return Amount(value, _NONE, _NONE, whole=False, end=end, mantissa=value, fraction=True, spelled=True)


def _cardinal(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    """Add up a run of number words; None when there is no such word."""
    run = _Run()
    index = lexicon.word("article", tokens, at)
    if index > at and tokens[index].low not in lexicon.scales:
        return None
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
        self.words = 0

    def join(self, tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
        """Step over a hyphen within "twenty-one" and over "and" within "three hundred and one"."""
        if not self.words:
            return at
        token = tokens[at]
        if token.text == "-" and glued(tokens[at - 1], token) and glued(token, tokens[at + 1]):
            return at + 1
        after = lexicon.word("and", tokens, at)
        if after == at:
            return at
        coarse = self.current is None or self.current % _HUNDRED == 0 or lexicon.tens_after_units
        return after if coarse and tokens[after].low in lexicon.cardinals else at

    def take(self, word: str, lexicon: Lexicon) -> bool:
        """Take a word into the sum; False when it does not continue the number."""
        value = lexicon.cardinals.get(word)
        scale = lexicon.scales.get(word) if value is None else None
        if value is not None:
            taken = self._add(value)
        elif scale is not None:
            taken = self._multiply(scale.factor)
        else:
            taken = False
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

    def amount(self, end: int) -> Amount:
        """Give the sum; its written place is the last scale from a thousand up."""
        value = self.total + (self.current or _NONE)
        coarse = self.scale >= _THOUSAND
        mantissa = EXACT.divide(value, self.scale) if coarse else value
        half = _HALF * self.scale if coarse else _HALF
        zeros = max(_zeros_of(value), half)
        scale = self.scale if coarse else _ONE
        return Amount(value, half, zeros, whole=not coarse, end=end, mantissa=mantissa, scale=scale, spelled=True)

    def with_decimals(self, digits: str, end: int) -> Amount:
        """Give "two hundred point zero three"."""
        value = self.total + (self.current or _NONE) + Decimal(f"0.{digits}")
        half = _HALF.scaleb(-len(digits))
        return Amount(value, half, half, whole=False, end=end, mantissa=value, spelled=True)


def _continues(current: Decimal, value: Decimal) -> bool:
    """Tell whether a word continues the hundreds: "twenty" + "one", "hundred" + "five", "quatre-vingt" + "dix"."""
    tens = current % _HUNDRED
    if tens == 0:
        return current >= _HUNDRED and value < _HUNDRED
    return tens % _TEN == 0 and tens >= _TEN * 2 and value < _TEN
