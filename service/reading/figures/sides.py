"""One number with what belongs to it: its sign, a money sign before it, a unit after it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from service.reading.figures.amounts import and_a_half, read_amount, scale_at
from service.reading.figures.cardinals import Amount
from service.reading.figures.lexicon import Lexicon
from service.reading.figures.numerals import EXACT
from service.reading.figures.tokens import END, Token, glued
from service.reading.figures.units import WORDS_TOO, Measure, Units, money, percent_at

_ONE, _THOUSAND, _MILLION = Decimal(1), Decimal(1000), Decimal(1_000_000)
_SCALED_CODE = re.compile(r"(bn|[kKmMBT])([A-Z]{3})")
_HOTTEST = 150
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_COMPOSED = frozenset({"length", "time", "mass"})
_SIXTY = 60
_CLOCK_DIGITS = 2
"""Of minutes, seconds and cents."""


class Context(NamedTuple):
    """What a figure is read with: its tokens, the words of the language, the country that settles "dollars"."""

    tokens: Sequence[Token]
    lexicon: Lexicon
    units: Units
    country: str | None
    full: bool = False
    """The text is one figure and nothing else: compound units are one."""


class Side(NamedTuple):
    """One number with its own sign and unit; tokens from `start` to `end`."""

    amount: Amount
    value: Decimal
    measure: Measure | None
    start: int
    end: int


def side_at(context: Context, at: int, *, of_money: bool = False) -> Side | None:
    """Read one number with its sign, its money sign before it and its unit after it.

    Of money is also the second number behind a money sign: "m" is a million in "€600-800m".

    Raises:
        AmbiguousNumeralError: Two readings are possible and nothing settles them.
        BadNumeralError: Digits that fit no way of writing numbers.
    """
    negative, index = _sign(context, at)
    measure, index, scale = _money_before(context, index)
    if measure is not None and not negative:
        negative, index = _sign(context, index)
    amount = read_amount(context.tokens, index, context.lexicon, money=of_money or measure is not None)
    if amount is None:
        return None
    if scale != 1:
        amount = rescaled(amount, scale)
    if measure is None:
        amount, measure, end = _with_measure(context, amount)
    else:
        end = _doubled_sign(context, amount.end, measure)
    return Side(amount, -amount.value if negative else amount.value, measure, at, end)


def _with_measure(context: Context, amount: Amount) -> tuple[Amount, Measure | None, int]:
    """Read the unit, a scale after it ("5 USD million"), and small change ("3 dollars 50 cents")."""
    clocked = _clocked(context, amount) if context.full else None
    if clocked is not None:
        return clocked
    if one_in_many(context, amount.end) is not None:
        return amount, None, amount.end
    scaled = _scaled_code(context, amount.end)
    if scaled is not None:
        return rescaled(amount, scaled[1]), scaled[0], amount.end + 1
    measure, end = measure_after(context, amount)
    if measure is None:
        return amount, None, amount.end
    amount, end = _with_half(context, amount, end)
    if context.full and measure.dimension in _COMPOSED:
        return _with_smaller(context, amount, measure, end)
    if not measure.dimension.startswith("money:"):
        return amount, measure, end
    scale = scale_at(context.tokens, end, context.lexicon) if amount.scale == 1 else None
    if scale is not None and scale.factor > 1:
        return rescaled(amount, scale.factor), measure, end + 1
    return _with_change(context, amount, measure, end)


def _with_half(context: Context, amount: Amount, at: int) -> tuple[Amount, int]:
    """Read "cinco años y medio", where the half stands behind the unit."""
    end = context.lexicon.word("and_a_half", context.tokens, at)
    is_whole = amount.scale == 1 and amount.value == amount.value.to_integral_value()
    return (and_a_half(amount), end) if end > at and is_whole else (amount, at)


def _clocked(context: Context, amount: Amount) -> tuple[Amount, Measure, int] | None:
    """Read a duration as a clock shows it, with hours, minutes and seconds: "2:00:35", "1:02:03.5" are seconds.

    Of two numbers nobody knows whether they are minutes or hours, or a ratio.
    """
    tokens, at = context.tokens, amount.end
    if not amount.whole or any(token is END for token in tokens[at : at + 4]) or not tokens[at - 1].text.isdigit():
        return None
    parts = [tokens[at + 1].text, *tokens[at + 3].text.split(".", 1)]
    joined = all(glued(tokens[at + one - 1], tokens[at + one]) for one in range(4))
    if not joined or tokens[at].text != ":" != tokens[at + 2].text or tokens[at + 2].text != ":":
        return None
    if not all(part.isdigit() and len(part) == _CLOCK_DIGITS and int(part) < _SIXTY for part in parts[:2]):
        return None
    if not all(part.isdigit() for part in parts):
        return None
    seconds = Decimal(".".join(parts[1:]))
    value = amount.value * _SIXTY * _SIXTY + int(parts[0]) * _SIXTY + seconds
    half = Decimal("0.5").scaleb(-len(parts[2])) if len(parts) > _CLOCK_DIGITS else Decimal("0.5")
    measure = context.units.by_key["second"]
    return amount._replace(value=value, half=half, zeros=half, whole=False, mantissa=value), measure, at + 4


def _with_smaller(context: Context, amount: Amount, measure: Measure, end: int) -> tuple[Amount, Measure, int]:
    """Add the smaller unit of "6 feet 2 inches", "2 hours and 30 minutes"."""
    start = context.lexicon.word("and", context.tokens, end)
    token = context.tokens[start]
    plain = token.kind == "w" or token.text.isdigit()
    part = read_amount(context.tokens, start, context.lexicon) if plain else None
    smaller, after = measure_after(context, part) if part else (None, end)
    if part is not None and measure.dimension == "time" and context.tokens[part.end].text == "m":
        smaller, after = context.units.by_key["minute"], part.end + 1  # "1h 27m": behind hours no metre
    if part is None or smaller is None or not (part.whole and amount.whole) or context.tokens[part.end].text == "-":
        return amount, measure, end
    if smaller.dimension != measure.dimension or smaller.factor >= measure.factor:
        return amount, measure, end
    factor = EXACT.divide(smaller.factor, measure.factor)
    value = EXACT.add(amount.value, EXACT.multiply(part.value, factor))
    half = EXACT.multiply(part.half, factor)
    return amount._replace(value=value, half=half, zeros=half, whole=False, mantissa=value), measure, after


def _with_change(context: Context, amount: Amount, measure: Measure, end: int) -> tuple[Amount, Measure, int]:
    """Add the cents of "3 dollars 50 cents", "3 dollars and 50 cents" and, with nothing behind, "3 dollars 50"."""
    start = context.lexicon.word("and", context.tokens, end)
    following = context.tokens[start]
    if following.kind != "n" or not following.text.isdigit() or not amount.whole:
        return amount, measure, end
    small = money().small_change(context.tokens, start + 1, context.country)
    cents = small is not None and (small[0].dimension == measure.dimension or small[0].name.startswith("cent"))
    if small is not None and cents and small[0].factor != measure.factor:
        end = small[1]
    elif context.full and len(following.text) == _CLOCK_DIGITS and context.tokens[start + 1] is END:
        end = start + 1
    else:
        return amount, measure, end
    half = Decimal("0.005")
    value = amount.value + Decimal(following.text) / 100
    return amount._replace(value=value, half=half, zeros=half, whole=False, mantissa=value), measure, end


def _doubled_sign(context: Context, at: int, measure: Measure) -> int:
    """Step over the name in "$20 dollars" and "€5 EUR"."""
    found = money().match(context.tokens, at, context.country)
    return found[1] if found and found[0].dimension == measure.dimension else at


def rescaled(amount: Amount, factor: Decimal) -> Amount:
    """Give the amount with a scale that stands elsewhere: at the other end of a range, in the money sign."""
    value, half, zeros = (EXACT.multiply(part, factor) for part in (amount.value, amount.half, amount.zeros))
    return amount._replace(value=value, half=half, zeros=zeros, whole=False, scale=EXACT.multiply(amount.scale, factor))


def shared(low: Side, high: Side) -> tuple[Side, Side]:
    """Share the scale of the second number with the first ("5.5 to 6 million"), and bring both to one unit."""
    last = high.amount.last_scale
    if low.amount.scale == 1 and high.amount.scale > 1 and abs(low.amount.value) <= high.amount.mantissa:
        low = _multiplied(low, high.amount.scale)
    elif low.amount.last_scale == 1 < last and abs(low.amount.value) * last < high.amount.value:
        low = _multiplied(low, last)  # "two to three hundred", "zwei bis drei Dutzend"
    if low.measure and high.measure and low.measure.factor != high.measure.factor:
        low = _multiplied(low, EXACT.divide(low.measure.factor, high.measure.factor))
    return low, high


def as_scale(context: Context, side: Side, beside: Side) -> Side:
    """Read the letter of a unit as a scale where the other end of the range has one: "900m to 1.2bn"."""
    letter = context.tokens[side.amount.end].text
    scale = context.lexicon.glued_scales.get(letter)
    if scale is None or side.measure is None or side.measure.dimension.startswith("money:") or side.amount.scale != 1:
        return side
    is_scaled = beside.measure is None and beside.amount.scale >= _THOUSAND
    return _multiplied(side, scale.factor)._replace(measure=None) if is_scaled else side


def _multiplied(side: Side, factor: Decimal) -> Side:
    return side._replace(amount=rescaled(side.amount, factor), value=EXACT.multiply(side.value, factor))


def one_in_many(context: Context, at: int) -> int | None:
    """Give where the second number of "one in four" starts; a year is none ("5 in 2009")."""
    index = context.lexicon.word("in", context.tokens, at)
    if index == at:
        return None
    token = context.tokens[index]
    if token.kind == "n":
        year = token.text.isdigit() and len(token.text) == len("2009") and _FIRST_YEAR <= int(token.text) <= _LAST_YEAR
        return None if year else index
    if token.low in context.lexicon.cardinals:
        return index
    of_many = context.lexicon.word("article", context.tokens, index)  # "one in a million", but "three of a hundred"
    is_of = context.lexicon.word("of", context.tokens, at) > at
    scale = scale_at(context.tokens, of_many, context.lexicon) if of_many > index and not is_of else None
    return of_many if scale is not None else None


def _sign(context: Context, at: int) -> tuple[bool, int]:
    token = context.tokens[at]
    if token.text == "-":
        return True, at + 1
    if token.text == "+":
        return False, at + 1
    index = context.lexicon.word("minus", context.tokens, at)
    hyphen = context.tokens[index]
    joins = index > at and hyphen.text == "-" and glued(context.tokens[index - 1], hyphen)
    return index > at, index + (joins and context.tokens[index + 1].kind == "n")


def _money_before(context: Context, at: int) -> tuple[Measure | None, int, Decimal]:
    """Read "$", "US$", "USD", "€m", "MUSD" before a number."""
    token = context.tokens[at]
    if token.kind == "n":
        return None, at, _ONE
    scaled = _scaled_code(context, at)
    if scaled is not None and context.tokens[at + 1].kind == "n":
        return scaled[0], at + 1, scaled[1]
    found = money().match(context.tokens, at, context.country)
    if found is None or token.text in money().words_too:
        return None, at, _ONE
    measure, index = found
    scale = context.lexicon.glued_scales.get(context.tokens[index].text) or context.lexicon.scales.get(
        context.tokens[index].low
    )
    if scale is not None and context.tokens[index + 1].kind == "n":
        return measure, index + 1, scale.factor
    after = context.tokens[index]
    if after.kind == "n" or after.text in ("-", "+") or after.low in context.lexicon.cardinals:
        return measure, index, _ONE
    return None, at, _ONE


def _scaled_code(context: Context, at: int) -> tuple[Measure, Decimal] | None:
    """Read "MUSD", "mEUR", "kGBP": a scale and a currency code in one word."""
    match = _SCALED_CODE.fullmatch(context.tokens[at].text)
    if match is None:
        return None
    currency = money().of_code(match[2])
    scale = context.lexicon.glued_scales.get(match[1]) or context.lexicon.scales.get(match[1])
    return (currency, scale.factor) if currency and scale else None


def measure_after(context: Context, amount: Amount) -> tuple[Measure | None, int]:
    """Read the unit after a number: percent, money, a unit of measure; a hyphen may join it ("3-inch")."""
    tokens, at = context.tokens, amount.end
    token = tokens[at]
    if token is END or _is_phrase(context, at):
        return None, at
    if token.text == "-":
        joined = glued(tokens[at - 1], token) and glued(token, tokens[at + 1]) and tokens[at + 1].kind == "w"
        found = (percent_at(tokens, at + 1, context.lexicon) or context.units.match(tokens, at + 1)) if joined else None
        return found or (None, at)
    found = percent_at(tokens, at, context.lexicon) or _money_after(context, amount) or _unit_after(context, amount)
    if found is not None:
        return found
    of = context.lexicon.word("of", tokens, at)
    if amount.fraction:  # "half an hour", "three quarters of a mile", "half of one percent"
        is_one = context.lexicon.cardinals.get(tokens[of].low) == 1 and of > at
        of = max(context.lexicon.word("article", tokens, of), of + is_one)
    if of == at:
        return None, at
    further = amount._replace(end=of)
    share = percent_at(tokens, of, context.lexicon) if amount.fraction else None
    return share or _money_after(context, further) or _unit_after(context, further) or (None, at)


def _is_phrase(context: Context, at: int) -> bool:
    """Tell "p.a." from pence and "au moins" from a unit."""
    tables = context.lexicon.adverbs, context.lexicon.after, context.lexicon.skipped_after
    return any(
        found is not None and found[1] > at + 1 for found in (table.match(context.tokens, at) for table in tables)
    )


def _money_after(context: Context, amount: Amount) -> tuple[Measure, int] | None:
    """Read money after the number, unless the sign belongs to the next number or the word is a weight."""
    tokens, at = context.tokens, amount.end
    found = money().match(tokens, at, context.country)
    if found is None:
        return None
    token, following = tokens[at], tokens[found[1]]
    if token.kind == "s" and glued(token, following) and following.kind == "n" and not glued(tokens[at - 1], token):
        return None
    if amount.spelled and amount.scale == 1 and token.low in money().doubtful:
        return None
    weight = (
        found[1] == at + 1 and token.low in ("pound", "pounds") and amount.scale < _MILLION and context.country != "GB"
    )
    return None if weight else found


def _unit_after(context: Context, amount: Amount) -> tuple[Measure, int] | None:
    tokens, at = context.tokens, amount.end
    found = context.units.match(tokens, at)
    if found is None:
        return None
    measure, end = found
    following = tokens[end]
    if glued(tokens[end - 1], following) and following.kind == "n":
        return None
    if end == at + 1 and _is_doubtful(context, amount, measure):
        return None
    return context.units.resolved(measure, context.country), end


def _is_doubtful(context: Context, amount: Amount, measure: Measure) -> bool:
    """Tell a one-letter symbol or "in" that is rather a word or part of a name: "2 in April", "777F", "5 a day"."""
    tokens, at = context.tokens, amount.end
    token, following = tokens[at], tokens[at + 1]
    if token.text == "in":
        return following.kind in "wn" and following.low != "of"
    if token.low in WORDS_TOO and not glued(tokens[at - 1], token):
        return token.text == "US" or following.kind == "w"
    if token.text == '"':
        return sum(one.text == '"' for one in tokens[:at]) % 2 == 1
    if len(token.text) > 1 or not token.text.isalpha():
        return False
    joined = glued(tokens[at - 1], token)
    if token.text == "s" and joined and amount.whole and amount.value % 10 == 0:
        return True
    if measure.dimension == "temperature":
        name = following.kind == "w" and following.text[:1].isupper()
        dashed = following.text in ("-", "/") and glued(token, following)
        return name or dashed or (joined and abs(amount.value) > _HOTTEST and measure.name != "kelvin")
    if joined or not token.text.islower() or following.kind != "w":
        return False
    return not _goes_on(context, at)


def _goes_on(context: Context, at: int) -> bool:
    """Whether a unit's letter is followed as units are: "3 m tall", "5 g of gold", but not "5 m of the people"."""
    may_be_scale = context.tokens[at].text in context.lexicon.glued_scales
    roles = ("to", "or", "remark", "extent") if may_be_scale else ("to", "or", "remark", "extent", "of")
    return any(context.lexicon.word(role, context.tokens, at + 1) > at + 1 for role in roles)
