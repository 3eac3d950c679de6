"""The grammar of a figure, over tokens.

figure = { approximator | direction | filler | extreme } range [ unit ] [ ratio ] tail
tail   = [ thing ] [ rate ] { approximator | direction }
range  = side [ ( "-" | "to" | "or" | "and" ) side ] | vague [ scale ]
side   = [ money ] [ sign ] [ money ] amount [ unit ]
ratio  = ( "times" | "fold" ) [ "higher" | "lower" … ] | "in" amount | "to" "1"
rate   = ( "per" | "a" | "/" ) [ amount ] ( time | person | unit | thing )
"""

from collections.abc import Sequence
from decimal import Decimal

from service.reading.figures.amounts import scale_at
from service.reading.figures.cardinals import Amount, zeros_of
from service.reading.figures.doubtful import part_of_percent, refuse_doubtful
from service.reading.figures.extremes import extreme_at
from service.reading.figures.figure import Figure
from service.reading.figures.moves import moved, refuse_half
from service.reading.figures.numerals import BadNumeralError
from service.reading.figures.ratios import read_ratio
from service.reading.figures.sides import Context, Side, as_scale, measure_after, one_in_many, shared, side_at
from service.reading.figures.tokens import glued
from service.reading.figures.units import Measure

_ONE, _TEN, _HALF, _ZERO, _HUNDRED = Decimal(1), Decimal(10), Decimal("0.5"), Decimal(0), Decimal(100)
_OR_EQUAL = {"more_than": "at_least", "less_than": "at_most"}
_BOUNDED = {"more_than": "low", "at_least": "low", "less_than": "high", "at_most": "high"}
_IF_PERCENT = "_if_percent"
_MOST_LEADING_WORDS = 12


def parse_figure(context: Context, at: int) -> Figure | int:
    """Parse the figure that starts at a token, its leading words included.

    Returns:
        The figure, or the index of the token at which no figure stands.

    Raises:
        AmbiguousNumeralError: Two readings of the number are possible.
        BadNumeralError: Digits that fit no way of writing numbers.
    """
    figure = _leading(context, at)
    if isinstance(figure, int):
        return figure
    _range(context, figure)
    refuse_half(figure)
    part_of_percent(context, figure)
    refuse_doubtful(context, figure)
    _unit(context, figure)
    read_ratio(context, figure)
    _chain(context, figure)
    if figure.is_floor:
        _floor(context, figure)
    if not figure.direction and figure.measure is None and context.tokens[figure.low.start].text == "+":
        figure.direction = "up"
    if figure.direction.endswith(_IF_PERCENT):
        _resolve_direction(figure)
    return figure


def _floor(context: Context, figure: Figure) -> None:
    """Read "from $50", by itself, as $50 at least, and "up from 50" as the level that was; not "from dozens"."""
    is_plain = figure.ratio == "between" and not (figure.high or figure.vague)
    if is_plain and figure.direction in ("up", "down"):
        figure.direction, figure.ratio = "level", ""
    elif is_plain and context.full and not (figure.direction or figure.approximators):
        figure.approximators = ("at_least",)


def _resolve_direction(figure: Figure) -> None:
    """Read "lost 3 %" as a change, and "lost 300 men" as the number that was lost."""
    percent = figure.measure is not None and figure.measure.dimension.startswith("percent")
    figure.direction = figure.direction.removesuffix(_IF_PERCENT) if percent else "level"


def _leading(context: Context, at: int) -> Figure | int:
    """Read the words before the number, then the number."""
    approximators: list[str] = []
    direction, index, roles, is_floor = "", at, set[str](), False
    for _ in range(_MOST_LEADING_WORDS):
        extreme = extreme_at(context, index)
        found = None if extreme else _number(context, at, index, approximators)
        if found is not None:
            break
        step = ("skipped", "", extreme) if extreme else _leading_word(context, index)
        if step is None:
            return index
        role, name, index = step
        if role == "approximator":
            approximators.append(name)
        elif role == "direction":
            direction = name
        roles.add(role)
        is_floor = role == "from"
    else:
        return index
    if {_BOUNDED.get(name) for name in approximators} >= {"low", "high"}:
        return at + 1
    figure = found
    figure.approximators, figure.direction = (*approximators, *figure.approximators), direction
    if roles & {"between", "from"}:
        figure.ratio = "between"
    figure.is_floor, figure.is_between = is_floor, "between" in roles
    return figure


def _number(context: Context, start: int, at: int, before: Sequence[str]) -> Figure | None:
    """Read what can stand as the number itself: a vague amount, a ratio word, digits or number words."""
    if context.tokens[at].kind == "w" and (_is_longer_phrase(context, at) or _is_article(context, at)):
        return None
    if before and (one := _one_of(context, start, at)) is not None:
        return one
    vague = context.lexicon.vague.match(context.tokens, at)
    if vague is not None:
        return _vague(context, start, at, *vague)
    share = context.lexicon.shares.match(context.tokens, at)
    if share is not None:
        amount = Amount(share[0], _ZERO, _ZERO, whole=False, end=share[1], mantissa=share[0], fraction=True)
        return Figure(start, share[1], Side(amount, share[0], None, at, share[1]))
    ratio = context.lexicon.ratios.match(context.tokens, at)
    if ratio is not None:
        end = context.lexicon.word("than", context.tokens, ratio[1])
        amount = Amount(ratio[0], _HALF, _HALF, whole=True, end=end, mantissa=ratio[0], spelled=True)
        return Figure(start, end, Side(amount, ratio[0], None, at, end), ratio="times")
    side = side_at(context, at)
    if side is None:
        return None
    about = ("about",) if _is_round_word(context, side) else ()
    return Figure(start, side.end, side, measure=side.measure, approximators=about)


def _is_article(context: Context, at: int) -> bool:
    """Tell the article of "un 4,1 %" and "il 3%" from one."""
    lexicon, tokens = context.lexicon, context.tokens
    after = lexicon.word("article", tokens, at)
    return after == at + 1 and tokens[after].kind == "n" and tokens[at].low in lexicon.cardinals


def _one_of(context: Context, start: int, at: int) -> Figure | None:
    """Read one hundred where an approximator stands for its article: "близько сотні", "około setki", "a good dozen"."""
    end = max(context.lexicon.word(role, context.tokens, at) for role in ("one_of", "round"))
    scale = context.lexicon.scales.get(context.tokens[at].low)
    if end == at or scale is None or scale_at(context.tokens, end, context.lexicon) is not None:
        return None
    zeros = zeros_of(scale.factor)
    amount = Amount(scale.factor, _HALF, zeros, whole=True, end=end, mantissa=scale.factor, spelled=True)
    return Figure(start, end, Side(amount, scale.factor, None, at, end))


def _is_round_word(context: Context, side: Side) -> bool:
    """Tell words that stand for their neighbourhood: "a dozen", "une trentaine", "a hundred"; not "two hundred"."""
    tokens, lexicon, last = context.tokens, context.lexicon, side.amount.end - 1
    if (
        side.start < last
        and side.amount.mantissa == _HALF
        and side.value > _TEN
        and lexicon.word("round", tokens, last) == last + 1
    ):
        return True
    if last < side.start or not side.amount.spelled:
        return False
    if lexicon.word("round", tokens, last) == last + 1:
        return last == side.start or (last == side.start + 1 and _is_one_or_two(context, side.start))
    first = lexicon.word("article", tokens, side.start)
    return first == last > side.start and lexicon.word("round_after_article", tokens, last) == last + 1


def _is_one_or_two(context: Context, at: int) -> bool:
    """Tell "a dozen" and "two dozen", which are about, from "three dozen", which were counted."""
    lexicon, token = context.lexicon, context.tokens[at]
    return lexicon.word("article", context.tokens, at) > at or lexicon.cardinals.get(token.low) in (1, 2)


def _is_longer_phrase(context: Context, at: int) -> bool:
    """Tell "no more than" and "doubled to" from the numbers "no" and "doubled"."""
    lexicon, tokens = context.lexicon, context.tokens
    tables = lexicon.before, lexicon.direction_before, lexicon.skipped_before
    return any(found is not None and found[1] > at + 1 for found in (table.match(tokens, at) for table in tables))


def _vague(context: Context, start: int, at: int, ends: tuple[Decimal, Decimal], end: int) -> Figure:
    """Read "several", "dozens", and the scale they may carry: "several thousand", "a couple of million"."""
    index = context.lexicon.word("of", context.tokens, end)
    scale = context.lexicon.scales.get(context.tokens[index].low)
    factor, end = (scale.factor, index + 1) if scale else (_ONE, end)
    amount = Amount(ends[0], _ZERO, _ZERO, whole=True, end=end, mantissa=ends[0])
    side = Side(amount, ends[0], None, at, end)
    high = (ends[1] + _ONE) * factor - _ONE if factor >= _HUNDRED else ends[1] * factor
    figure = Figure(start, end, side, vague=(ends[0] * factor, high))
    _or_even(context, figure)
    return figure


def _or_even(context: Context, figure: Figure) -> None:
    """Read the second of "hundreds, if not thousands" and "dozens or even hundreds" as the higher end."""
    tokens, at = context.tokens, figure.end + (context.tokens[figure.end].text == ",")
    start = max(context.lexicon.word(role, tokens, at) for role in ("if_not", "or", "to"))
    more = context.lexicon.vague.match(tokens, start) if start > at else None
    if more is not None and figure.vague is not None and more[0][1] > figure.vague[1]:
        figure.vague, figure.end = (figure.vague[0], more[0][1]), more[1]


def _leading_word(context: Context, at: int) -> tuple[str, str, int] | None:
    tokens, lexicon = context.tokens, context.lexicon
    if _is_article(context, at):
        return "skipped", "", at + 1
    found = [
        ("approximator", lexicon.before.match(tokens, at)),
        ("direction", lexicon.direction_before.match(tokens, at)),
        ("skipped", lexicon.skipped_before.match(tokens, at)),
        ("between", lexicon.words["between"].match(tokens, at)),
        ("from", lexicon.words["from"].match(tokens, at)),
    ]
    best = max(found, key=lambda entry: entry[1][1] if entry[1] else -1)
    return (best[0], best[1][0], best[1][1]) if best[1] else None


def _range(context: Context, figure: Figure) -> None:
    """Read the other end of "600-800", "5.5 to 6 million", "between 10 and 12 percent"."""
    if figure.vague or figure.ratio == "times" or moved(context, figure) or _plus_minus(context, figure):
        return
    connected = _connector(context, figure)
    if connected is None:
        return
    first = figure.low.measure
    other = side_at(context, connected, of_money=first is not None and first.dimension.startswith("money:"))
    if other is not None:
        low, other = as_scale(context, figure.low, other), as_scale(context, other, figure.low)
        figure.low = low
    if other is None or (figure.low.measure and other.measure and not _alike(figure.low.measure, other.measure)):
        return
    is_share = figure.low.measure is not None and figure.low.measure.dimension.startswith("percent")
    if is_share and other.measure is None and other.amount.scale > 1 == figure.low.amount.scale:
        return  # "0,6 % до 41 млн" are a change and a level
    is_ratio = other.value == 1 < figure.low.value and context.tokens[connected - 1].text != "-"
    if is_ratio and other.measure is None and figure.measure is None:
        figure.denominator, figure.ratio, figure.end = other, "to", other.end
        return
    low, high = shared(figure.low, other)
    if low.value > high.value and (context.tokens[connected - 1].text == "-" or _is_score(context, low, high)):
        raise BadNumeralError("a range that runs downwards")
    figure.low, figure.high, figure.end = low, high, other.end
    figure.measure = high.measure or low.measure


def _is_score(context: Context, low: Side, high: Side) -> bool:
    """Tell "217 to 213", which are the votes of two sides, from "-18 °C to -34 °C"."""
    is_plain = low.measure is None and high.measure is None and high.value > 0
    return is_plain and context.lexicon.word("to", context.tokens, low.end) > low.end


def _plus_minus(context: Context, figure: Figure) -> bool:
    """Read "1.5 ± 0.2" as the range from 1.3 to 1.7."""
    start = context.lexicon.word("plus_minus", context.tokens, figure.end)
    reach = side_at(context, start) if start > figure.end else None
    if reach is None:
        return False
    middle, reach = shared(figure.low, reach)
    figure.low = middle._replace(value=middle.value - reach.value)
    figure.high = middle._replace(value=middle.value + reach.value)
    figure.measure, figure.end = reach.measure or middle.measure, reach.end
    return True


def _alike(one: Measure, other: Measure) -> bool:
    return one.dimension == other.dimension and one.offset == other.offset


def _connector(context: Context, figure: Figure) -> int | None:
    """Give the index after the words that join the two ends of a range."""
    tokens, lexicon, at = context.tokens, context.lexicon, figure.end
    if tokens[at].text in ("-", "~"):
        joined = lexicon.word("to", tokens, at + 1)
        return joined + (tokens[joined].text == "-" and joined > at + 1)
    roles = ["to", "or"]
    if figure.ratio == "between":
        roles.append("and")
    for role in roles:
        index = lexicon.word(role, tokens, at)
        if index > at:
            return index
    return None


def _unit(context: Context, figure: Figure) -> None:
    if figure.measure is None and not figure.vague and figure.ratio in ("", "between"):
        last = figure.high or figure.low
        if figure.high is None and _or_more(context, figure):
            return
        if last.amount.fraction or one_in_many(context, figure.end) is None:
            figure.measure, figure.end = measure_after(context, last.amount._replace(end=figure.end))
    elif figure.vague:
        figure.measure, figure.end = measure_after(context, figure.low.amount._replace(end=figure.end))


def _or_more(context: Context, figure: Figure) -> bool:
    """Read "30,000+ acres" and "300-plus miles": the plus stands between the number and its unit."""
    tokens, at = context.tokens, figure.end + (context.tokens[figure.end].text == "-")
    found = context.lexicon.after.match(tokens, at)
    if found is None or found[0] != "at_least" or found[1] != at + 1 or not glued(tokens[at - 1], tokens[at]):
        return False
    measure, end = measure_after(context, figure.low.amount._replace(end=found[1]))
    if measure is None:
        return False
    figure.measure, figure.end, figure.approximators = measure, end, (*figure.approximators, found[0])
    return True


def _chain(context: Context, figure: Figure) -> None:
    """Read the second bound of "above 1000 and below 1500", "at least 20 but at most 100"."""
    equal = context.lexicon.word("or_equal", context.tokens, figure.end)
    if equal > figure.end and figure.approximators:
        figure.end = equal
        figure.approximators = tuple(_OR_EQUAL.get(name, name) for name in figure.approximators)
    mine = _bound(figure)
    if mine is None:
        return
    start = context.lexicon.word("link", context.tokens, figure.end)
    if start == figure.end:
        return
    other = _leading(context, start)
    if isinstance(other, int) or _bound(other) in (None, mine):
        return
    low, high = (figure, other) if mine == "low" else (other, figure)
    if low.low.value <= high.low.value and (not other.measure or other.measure == figure.measure or not figure.measure):
        figure.other, figure.end, figure.measure = other, other.end, figure.measure or other.measure


def _bound(figure: Figure) -> str | None:
    """Tell which end of the interval an approximator bounds."""
    if figure.vague or figure.high or figure.ratio:
        return None
    return next((_BOUNDED[name] for name in figure.approximators if name in _BOUNDED), None)
