"""One amount: digits or number words, with scales and fractions, without sign or unit.

amount   = fraction [ [ "of" ] [ "a" ] scale ] | cardinal [ "and" fraction ] [ scale ]
cardinal = ( digits | words ) { scale [ "and" ] cardinal }
fraction = "half" | [ "a" | cardinal ] ordinal | digits "/" digits | "½"
"""

from collections.abc import Sequence
from decimal import Decimal

from service.reading.figures.cardinals import Amount, cardinal, is_compound, zeros_of
from service.reading.figures.fractions import divided, over_line, place_of, small_fraction, worded_fraction
from service.reading.figures.lexicon import Lexicon, Scale
from service.reading.figures.numerals import (
    EXACT,
    LARGEST,
    AmbiguousNumeralError,
    BadNumeralError,
    Numeral,
    read_numeral,
)
from service.reading.figures.tokens import Token, after_dot, glued
from service.reading.figures.units import WORDS_TOO, units_for
from service.reading.figures.units import money as currencies

_HUNDRED, _THOUSAND, _HALF = Decimal(100), Decimal(1000), Decimal("0.5")
_SHORT_NUMBER, _LONG_WORD = 3, 4
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})


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
    quotient = divided(tokens, at) or over_line(tokens, at, lexicon)
    if quotient is not None:
        if quotient.value > LARGEST:
            raise BadNumeralError("the number is too large")
        return quotient
    numeral = _numeral(tokens, at, lexicon, money=money)
    end = at + 1
    if following.kind == "e":
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
    if lexicon.decimal_sign is None and "," in text:
        scale = scale_at(tokens, at + 1, lexicon, money=money)
        if scale is not None and scale.factor >= _THOUSAND and scale.decimal_sign == ",":
            return read_numeral(text, ",")
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
    """Read the fraction of "1 4/5", "1½", "two and a half", "п'ять з половиною"."""
    halved = lexicon.word("and_a_half", tokens, at)
    if halved > at and numeral.whole:
        total = numeral.value + _HALF
        return Amount(total, place_of(_HALF), place_of(_HALF), whole=False, end=halved, mantissa=total)
    start = lexicon.word("and", tokens, at)
    part = small_fraction(tokens, start, lexicon, joined=start > at)
    if part is None or not numeral.whole:
        return None
    value, end = part
    total = numeral.value + value
    return Amount(total, place_of(value), place_of(value), whole=False, end=end, mantissa=total)


def and_a_half(amount: Amount) -> Amount:
    """Give half of one more: "cinco años y medio" are five and a half."""
    total = EXACT.add(amount.value, _HALF)
    return amount._replace(value=total, half=place_of(_HALF), zeros=place_of(_HALF), whole=False, mantissa=total)


def scale_at(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, money: bool = False) -> Scale | None:
    """Give the scale that a token is: a word, or a letter glued to the digits before it."""
    token = tokens[at]
    if token.kind != "w":
        return None
    scale = lexicon.scales.get(token.low)
    if scale is not None:
        return scale
    plural = lexicon.plural_scales.get(token.low)
    if plural is not None:
        return plural
    letter = lexicon.glued_scales.get(token.text)
    if (
        letter is not None
        and token.low == "mm"
        and (_money_follows(tokens, at + 1) or (_is_apart(tokens, at) and _unit_at(tokens, at + 1, lexicon)))
    ):
        return letter
    if letter is None or not (at and (glued(tokens[at - 1], token) or money or token.text in ("M", "MM", "k", "B"))):
        return None
    return letter if money or _surely_scale(tokens, at, lexicon) else None


def _is_apart(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and not glued(tokens[at - 1], tokens[at])


def _unit_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a unit stands at a token: what is before it is a scale then, as in "1.4m km" and "5 mm barrels"."""
    if tokens[at].kind != "w" or tokens[at].low in WORDS_TOO:
        return False
    return units_for(lexicon).match(tokens, at) is not None


def _money_follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell "120 mm de euros" from "5 mm de lluvia"."""
    return currencies().match(tokens, at + 1 if tokens[at].low in ("de", "of") else at, None) is not None


def _surely_scale(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell "85K", "5m people" and "1.4m km" from "5m", "2t" and "7 g": lone small letters are units."""
    text, number, following = tokens[at].text, tokens[at - 1].text, tokens[at + 1]
    if text == "K" and "." in number and len(number.rpartition(".")[2]) > 1:
        return False
    if text in ("k", "K", "M", "MM", "B", "G", "b"):
        return not (following.kind == "n" and glued(tokens[at], following))
    if text == "m" and (other := _other_end(tokens, at + 1, lexicon)) is not None:
        return _surely_scale(tokens, other, lexicon)
    if text != "m" or following.kind != "w":
        return False
    return len(following.low) > _LONG_WORD or _unit_at(tokens, at + 1, lexicon)


def _other_end(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Give the "m" of the second number of "1.2m-1.4m people", which says what the first one's is."""
    joined = at + 1 if tokens[at].text == "-" else max(lexicon.word(role, tokens, at) for role in ("to", "or", "and"))
    if joined == at or tokens[joined].kind != "n":
        return None
    return joined + 1 if tokens[joined + 1].text == "m" and glued(tokens[joined], tokens[joined + 1]) else None


def _scaled(amount: Amount, tokens: Sequence[Token], lexicon: Lexicon, *, money: bool) -> Amount:
    """Apply the scale words that follow: "two and a half million"."""
    scale = scale_at(tokens, amount.end, lexicon, money=money)
    return amount if scale is None else _times(amount, scale.factor, after_dot(tokens, amount.end + 1))


def _times(amount: Amount, factor: Decimal, end: int) -> Amount:
    """Multiply by a scale. The written place is scaled with it, but not by dozens, hundreds or scores."""
    coarse = factor >= _THOUSAND
    value = EXACT.multiply(amount.value, factor)
    if value > LARGEST:
        raise BadNumeralError("the number is too large")
    half = EXACT.multiply(amount.half, factor) if coarse or not amount.whole else _HALF
    zeros = EXACT.multiply(amount.zeros, factor) if amount.whole else half
    if not coarse and amount.whole:
        zeros = zeros_of(value)
    scale = amount.scale * factor
    return Amount(value, half, zeros, amount.whole and not coarse, end, amount.mantissa, scale, last_scale=factor)


def _more_scales(amount: Amount, tokens: Sequence[Token], lexicon: Lexicon) -> Amount:
    at = _next_scale(tokens, amount, lexicon)
    while (scale := scale_at(tokens, at, lexicon)) is not None and scale.factor > 1:
        amount = _times(amount, scale.factor, after_dot(tokens, at + 1))
        at = _next_scale(tokens, amount, lexicon)
    smaller = _smaller_part(tokens, amount, lexicon)
    return smaller or amount


def _next_scale(tokens: Sequence[Token], amount: Amount, lexicon: Lexicon) -> int:
    """Step over the "de" of "miles de millones"."""
    of = lexicon.word("of", tokens, amount.end)
    scale = lexicon.scales.get(tokens[of].low) if amount.scale == _THOUSAND and of > amount.end else None
    return of if scale is not None and scale.factor > _THOUSAND else amount.end


def _smaller_part(tokens: Sequence[Token], amount: Amount, lexicon: Lexicon) -> Amount | None:
    """Read "3 hundred and 21" after "4 thousand", "and one" after "3 hundred"."""
    start = lexicon.word("and", tokens, amount.end)
    joined = start > amount.end
    hundreds = amount.scale == _HUNDRED
    part = _part(tokens, start, lexicon)
    if part is None or part.value >= amount.scale or (part.scale == 1 and not joined):
        return None
    if not (part.whole or part.scale >= _THOUSAND) or (joined and not hundreds and part.scale < _THOUSAND):
        return None
    value = amount.value + part.value
    return Amount(value, part.half, part.zeros, whole=part.whole, end=part.end, mantissa=value, scale=amount.scale)


def _part(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    token = tokens[at]
    if token.kind == "n":
        short = token.text.isdigit() and len(token.text) <= _SHORT_NUMBER
        return _from_digits(tokens, at, lexicon, money=False) if short else None
    return cardinal(tokens, at, lexicon) if token.low in lexicon.cardinals else None


def _from_words(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Amount | None:
    article = lexicon.word("article", tokens, at)
    idle = article > at and tokens[at].low not in lexicon.cardinals
    if idle and tokens[article].low not in lexicon.number_words and not is_compound(tokens[article].low):
        return None
    if (one_and_a_half := lexicon.mixed.get(tokens[at].low)) is not None:
        half = place_of(one_and_a_half)
        said = Amount(one_and_a_half, half, half, whole=False, end=at + 1, mantissa=one_and_a_half)
        return _scaled(said, tokens, lexicon, money=False)
    fraction = worded_fraction(tokens, at, lexicon)
    if fraction is not None:
        return _fraction_of_scale(fraction, tokens, lexicon)
    amount = cardinal(tokens, at, lexicon)
    if amount is None:
        return None
    if not amount.whole and amount.scale == 1:
        return _scaled(amount, tokens, lexicon, money=False)
    if amount.scale > _HUNDRED:
        return _and_part_of_scale(tokens, amount, lexicon) or amount
    mixed = _mixed(tokens, amount.end, lexicon, Numeral(amount.value, amount.half, amount.zeros, whole=True))
    return _scaled(mixed, tokens, lexicon, money=False) if mixed else amount


def _and_part_of_scale(tokens: Sequence[Token], amount: Amount, lexicon: Lexicon) -> Amount | None:
    """Read "one million and a half", and "one billion and a half million"."""
    start = lexicon.word("and", tokens, amount.end)
    part = worded_fraction(tokens, start, lexicon) if start > amount.end else None
    if part is None:
        return None
    scaled = _fraction_of_scale(part, tokens, lexicon)
    added = scaled.value if scaled.scale > 1 else EXACT.multiply(part.value, amount.scale)
    value = EXACT.add(amount.value, added)
    zeros = zeros_of(value)
    return Amount(value, zeros, zeros, whole=False, end=scaled.end, mantissa=value)


def _fraction_of_scale(fraction: Amount, tokens: Sequence[Token], lexicon: Lexicon) -> Amount:
    """Read "half a million", "three quarters of a billion", "half a dozen"."""
    joined = fraction.end + (tokens[fraction.end].text == "-")  # "un demi-million"
    start = lexicon.word("article", tokens, lexicon.word("of", tokens, joined))
    token = tokens[start]
    scale = lexicon.scales.get(token.low) if token.kind == "w" else None
    if scale is None:
        return fraction
    value = EXACT.multiply(fraction.value, scale.factor)
    zeros, end = zeros_of(value), after_dot(tokens, start + 1)
    return Amount(value, _HALF, zeros, whole=True, end=end, mantissa=fraction.value, scale=scale.factor)
