"""What looks like one figure and may well be another: refused, so that nothing is misread in silence."""

from decimal import Decimal

from service.reading.figures.figure import Figure
from service.reading.figures.numerals import EXACT, BadNumeralError
from service.reading.figures.sides import Context, Side, side_at
from service.reading.figures.tokens import glued

_RANK_SIGNS = frozenset(".ºª°")
_ONE, _THOUSAND = Decimal(1), Decimal(1000)
_WIDEST = 10
"""How many times its start the end of such a range is at most: nobody means a thousand with "1 to 625,000"."""


def refuse_doubtful(context: Context, figure: Figure) -> None:
    """Refuse what has two readings.

    Raises:
        BadNumeralError: "12 to 15,000", "a third of 900", "double digits", "two, three hundred".
    """
    _refuse_short_end(context, figure)
    _refuse_part_of_figure(context, figure)
    _refuse_number_of_digits(context, figure)
    _refuse_rank(context, figure)
    _refuse_second_guess(context, figure)


def part_of_percent(context: Context, figure: Figure) -> None:
    """Read "half of 1 %" and "a quarter of one percent" as what they come to."""
    whole = _whole_of(context, figure)
    if whole is None or whole.value != _ONE or whole.measure is None:
        return
    if not whole.measure.dimension.startswith("percent"):
        return
    amount = figure.low.amount._replace(fraction=False, end=whole.end)
    value = EXACT.multiply(figure.low.value, whole.value)
    figure.low = figure.low._replace(amount=amount._replace(value=value), value=value, end=whole.end)
    figure.measure, figure.end = whole.measure, whole.end


def _whole_of(context: Context, figure: Figure) -> Side | None:
    """Give the number of which a fraction is said to be a part."""
    is_fraction = figure.low.amount.fraction and figure.high is None and not figure.ratio
    at = context.lexicon.word("of", context.tokens, figure.low.amount.end)
    if not is_fraction or at == figure.low.amount.end:
        return None
    skipped = context.lexicon.skipped_before.match(context.tokens, at)
    return side_at(context, skipped[1] if skipped else at)


def _refuse_part_of_figure(context: Context, figure: Figure) -> None:
    if _whole_of(context, figure) is not None:
        raise BadNumeralError("it is a part of another figure; write what it comes to, or the share in percent")


def _refuse_short_end(context: Context, figure: Figure) -> None:
    """Refuse "12 to 15,000", which is from twelve or from twelve thousand, and "$800–1.2 million"."""
    low, high = figure.low, figure.high
    if high is not None and low.amount.scale == _ONE < high.amount.scale and _ONE < low.value < _THOUSAND < high.value:
        raise BadNumeralError(f"it can start at {low.value:f} or at so many of its scale; write both ends in full")
    if high is None or (low.measure is not None and high.measure is not None):
        return
    if low.amount.scale != _ONE or high.amount.scale != _ONE:
        return
    thousands = high.value / _THOUSAND
    is_grouped = not context.tokens[high.amount.end - 1].text.isdigit() and not high.amount.spelled
    is_round = is_grouped and high.value >= _THOUSAND and high.value % _THOUSAND == 0
    if is_round and low.amount.whole and low.value < thousands <= low.value * _WIDEST:
        raise BadNumeralError(f"it can start at {low.value:f} or at {low.value * _THOUSAND:f}; write both ends in full")


def _refuse_number_of_digits(context: Context, figure: Figure) -> None:
    """Refuse "double digits" and "a six-figure sum", which say how long a figure is."""
    tokens, at = context.tokens, figure.low.amount.end
    start = at + (tokens[at].text == "-")
    if context.lexicon.word("digits", tokens, start) > start:
        raise BadNumeralError("it says how many digits the figure has, not which it is")


def _refuse_rank(context: Context, figure: Figure) -> None:
    """Refuse "2. Platz", "3.º lugar" and "3-е место", which are ranks and no amounts."""
    tokens, amount = context.tokens, figure.low.amount
    if amount.spelled or not amount.whole or amount.scale != _ONE:
        return
    mark, at = tokens[amount.end], amount.end
    if mark.text == "-":
        is_rank = glued(mark, tokens[at + 1]) and context.lexicon.word("rank_ending", tokens, at + 1) > at + 1
    else:
        while tokens[at].text in _RANK_SIGNS:
            at += 1
        is_rank = at > amount.end and context.lexicon.word("rank", tokens, at) > at
    if is_rank:
        raise BadNumeralError("it is a rank, and no amount")


def _refuse_second_guess(context: Context, figure: Figure) -> None:
    """Refuse "two, three hundred" and "dwie, trzy setki": of two guesses one would be lost."""
    tokens, at = context.tokens, figure.low.amount.end
    if figure.high is not None or not figure.low.amount.spelled or tokens[at].text != ",":
        return
    other = side_at(context, at + 1)
    if other is not None and other.amount.spelled and other.value > figure.low.value:
        raise BadNumeralError("two numbers stand beside each other; write a range")
