"""The grammar of a figure, over tokens.

figure = { approximator | direction | filler } range [ unit ] [ ratio ] tail
tail   = [ thing ] [ rate ] { approximator | direction }
range  = side [ ( "-" | "to" | "or" | "and" ) side ] | vague [ scale ]
side   = [ money ] [ sign ] [ money ] amount [ unit ]
ratio  = ( "times" | "fold" ) [ "higher" | "lower" … ] | "in" amount | "to" "1"
rate   = ( "per" | "a" | "/" ) [ amount ] ( time | person | unit | thing )
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from service.reading.figures.amounts import Amount, read_amount
from service.reading.figures.lexicon import Lexicon
from service.reading.figures.rates import Rate
from service.reading.figures.tokens import END, Token, glued
from service.reading.figures.units import Measure, Units, money, percent_at

_ONE, _HALF, _ZERO = Decimal(1), Decimal("0.5"), Decimal(0)


class Context(NamedTuple):
    """What a figure is read with: its tokens, the words of the language, the country that settles "dollars"."""

    tokens: Sequence[Token]
    lexicon: Lexicon
    units: Units
    country: str | None


class Side(NamedTuple):
    """One number with its own sign and unit."""

    amount: Amount
    value: Decimal
    measure: Measure | None
    start: int
    end: int


class Figure(Struct):
    """A figure as parsed, before bounds are worked out; `end` is the index of the token after it."""

    start: int
    end: int
    low: Side
    high: Side | None = None
    vague: tuple[Decimal, Decimal] | None = None
    approximators: tuple[str, ...] = ()
    direction: str = ""
    measure: Measure | None = None
    rate: Rate | None = None
    ratio: str = ""
    thing: tuple[int, int] | None = None
    upper: "Figure | None" = None
    denominator: Side | None = None


def parse_figure(context: Context, at: int) -> Figure | None:
    """Parse the figure that starts at a token, its leading words included."""
    figure = _leading(context, at)
    if figure is None:
        return None
    _range(context, figure)
    _unit(context, figure)
    _ratio(context, figure)
    return figure


def _leading(context: Context, at: int) -> Figure | None:
    """Read the words before the number, then the number."""
    approximators: list[str] = []
    direction, index, between = "", at, False
    while True:
        found = _number(context, at, index)
        if found is not None:
            break
        step = _leading_word(context, index)
        if step is None:
            return None
        role, name, index = step
        if role == "approximator":
            approximators.append(name)
        elif role == "direction":
            direction = name
        between = between or role == "between"
    figure = found
    figure.approximators, figure.direction = tuple(approximators), direction
    if between:
        figure.ratio = "between"
    return figure


def _number(context: Context, start: int, at: int) -> Figure | None:
    """Read what can stand as the number itself: a vague amount, a ratio word, digits or number words."""
    vague = context.lexicon.vague.match(context.tokens, at)
    if vague is not None:
        return _vague(context, start, at, *vague)
    ratio = context.lexicon.ratios.match(context.tokens, at)
    if ratio is not None:
        end = context.lexicon.word("than", context.tokens, ratio[1])
        amount = Amount(ratio[0], _HALF, _HALF, whole=True, end=end, mantissa=ratio[0], spelled=True)
        return Figure(start, end, Side(amount, ratio[0], None, at, end), ratio="times")
    side = side_at(context, at)
    return Figure(start, side.end, side, measure=side.measure) if side else None


def _vague(context: Context, start: int, at: int, ends: tuple[Decimal, Decimal], end: int) -> Figure:
    """Read "several", "dozens", and the scale they may carry: "several thousand", "a couple of million"."""
    index = context.lexicon.word("of", context.tokens, end)
    scale = context.lexicon.scales.get(context.tokens[index].low)
    factor, end = (scale.factor, index + 1) if scale else (_ONE, end)
    amount = Amount(ends[0], _ZERO, _ZERO, whole=True, end=end, mantissa=ends[0])
    side = Side(amount, ends[0], None, at, end)
    return Figure(start, end, side, vague=(ends[0] * factor, ends[1] * factor))


def _leading_word(context: Context, at: int) -> tuple[str, str, int] | None:
    tokens, lexicon = context.tokens, context.lexicon
    found = [
        ("approximator", lexicon.before.match(tokens, at)),
        ("direction", lexicon.direction_before.match(tokens, at)),
        ("skipped", lexicon.skipped_before.match(tokens, at)),
        ("between", lexicon.words["between"].match(tokens, at)),
        ("between", lexicon.words["from"].match(tokens, at)),
    ]
    best = max(found, key=lambda entry: entry[1][1] if entry[1] else -1)
    return (best[0], best[1][0], best[1][1]) if best[1] else None


def side_at(context: Context, at: int) -> Side | None:
    """Read one number with its sign, its money sign before it and its unit after it."""
    tokens = context.tokens
    negative, index = _sign(context, at)
    measure, index, scale = _money_before(context, index)
    if measure is not None and not negative:
        negative, index = _sign(context, index)
    amount = read_amount(tokens, index, context.lexicon, money=measure is not None)
    if amount is None:
        return None
    if scale != 1:
        amount = rescaled(amount, scale)
    end = amount.end
    if measure is None and not _one_in_many(context, amount):
        measure, end = measure_after(context, amount.end)
    return Side(amount, -amount.value if negative else amount.value, measure, at, end)


def rescaled(amount: Amount, factor: Decimal) -> Amount:
    """Give the amount with a scale that stands elsewhere: at the other end of a range, in the money sign."""
    value, half, zeros = amount.value * factor, amount.half * factor, amount.zeros * factor
    return amount._replace(value=value, half=half, zeros=zeros, whole=False, scale=factor)


def _one_in_many(context: Context, amount: Amount) -> bool:
    """Tell whether "in" after a number is no inch: another number follows."""
    index = context.lexicon.word("in", context.tokens, amount.end)
    token = context.tokens[index]
    return index > amount.end and (token.kind == "n" or token.low in context.lexicon.cardinals)


def _sign(context: Context, at: int) -> tuple[bool, int]:
    token = context.tokens[at]
    if token.text == "-":
        return True, at + 1
    if token.text == "+":
        return False, at + 1
    index = context.lexicon.word("minus", context.tokens, at)
    return index > at, index


def _money_before(context: Context, at: int) -> tuple[Measure | None, int, Decimal]:
    token = context.tokens[at]
    if token.kind == "n":
        return None, at, _ONE
    found = money().match(context.tokens, at, context.country)
    if found is not None:
        after = context.tokens[found[1]]
        if after.kind == "n" or after.text in ("-", "."):
            return found[0], found[1], _ONE
    return None, at, _ONE


def measure_after(context: Context, at: int) -> tuple[Measure | None, int]:
    """Read the unit after a number: percent, money, a unit of measure; a hyphen may join it ("3-inch")."""
    tokens = context.tokens
    token = tokens[at]
    if token is END:
        return None, at
    if token.text == "-" and glued(tokens[at - 1], token) and glued(token, tokens[at + 1]):
        found = context.units.match(tokens, at + 1)
        return found or (None, at)
    return (
        percent_at(tokens, at, context.lexicon) or _money_after(context, at) or _unit_after(context, at) or (None, at)
    )


def _money_after(context: Context, at: int) -> tuple[Measure, int] | None:
    return money().match(context.tokens, at, context.country)


def _unit_after(context: Context, at: int) -> tuple[Measure, int] | None:
    found = context.units.match(context.tokens, at)
    if found is None:
        return None
    token = context.tokens[at]
    if found[1] == at + 1 and len(token.text) == 1 and token.low == token.text and context.tokens[at + 1].kind == "w":
        return None if not glued(context.tokens[at - 1], token) else found
    return found


def _range(context: Context, figure: Figure) -> None:
    """Read the other end of "600-800", "5.5 to 6 million", "between 10 and 12 percent"."""
    if figure.vague:
        return
    connected = _connector(context, figure)
    if connected is None:
        return
    other = side_at(context, connected)
    if other is None:
        return
    low, high = _shared(figure.low, other)
    if low.measure and high.measure and low.measure.dimension != high.measure.dimension:
        return
    figure.low, figure.high, figure.end = low, high, other.end
    figure.measure = high.measure or low.measure


def _connector(context: Context, figure: Figure) -> int | None:
    tokens, lexicon, at = context.tokens, context.lexicon, figure.end
    if tokens[at].text in ("-", "~"):
        return at + 1
    roles = ["to", "or"]
    if figure.ratio == "between":
        roles.append("and")
    if figure.direction in ("up", "down"):
        roles.remove("to")
    for role in roles:
        index = lexicon.word(role, tokens, at)
        if index > at:
            return index
    return None


def _shared(low: Side, high: Side) -> tuple[Side, Side]:
    """Share the scale of the second number with the first: "5.5 to 6 million"."""
    if low.amount.scale == 1 and high.amount.scale > 1 and abs(low.amount.value) <= high.amount.mantissa:
        factor = high.amount.scale
        low = low._replace(amount=rescaled(low.amount, factor), value=low.value * factor)
    return low, high


def _unit(context: Context, figure: Figure) -> None:
    if figure.measure is None and not figure.vague and not _one_in_many(context, figure.low.amount):
        figure.measure, figure.end = measure_after(context, figure.end)


def _ratio(context: Context, figure: Figure) -> None:
    """Read "10 times higher", "one in four", "10 to 1"."""
    if figure.ratio == "times":
        return
    tokens, lexicon = context.tokens, context.lexicon
    times = lexicon.word("times", tokens, figure.end)
    if times == figure.end and tokens[times].text == "-":
        times = lexicon.word("times", tokens, figure.end + 1)
        times = times if times > figure.end + 1 else figure.end
    if times > figure.end and figure.measure is None:
        lower = lexicon.word("less_than", tokens, times)
        figure.ratio = "divided" if lower > times else "times"
        figure.end = lower if lower > times else lexicon.word("than", tokens, times)
        return
    index = lexicon.word("in", tokens, figure.end)
    if index > figure.end and figure.measure is None and figure.high is None:
        _one_in(context, figure, index)


def _one_in(context: Context, figure: Figure, at: int) -> None:
    whole = side_at(context, at)
    if whole is None or whole.measure or not (figure.low.amount.whole and whole.amount.whole):
        return
    if not 0 < figure.low.value < whole.value:
        return
    figure.denominator, figure.ratio, figure.end = whole, "in", whole.end
