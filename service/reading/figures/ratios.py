"""What a figure is of another one: "10 times higher", "half as many", "one in four", "one person in three", "2:1"."""

from collections.abc import Sequence

from service.reading.figures.figure import Figure
from service.reading.figures.numerals import BadNumeralError
from service.reading.figures.rates import rate_at
from service.reading.figures.sides import Context, Side, one_in_many, side_at
from service.reading.figures.tokens import Token

_LONGEST_THING = 2


def read_ratio(context: Context, figure: Figure) -> None:
    """Read "10 times higher", "one in four", "2:1"."""
    if figure.ratio in ("times", "to") or figure.measure is not None:
        return
    tokens = context.tokens
    if _times(context, figure) or _as_much(context, figure):
        return
    start = one_in_many(context, figure.end) or _things_in_many(context, figure)
    if start is not None and figure.high is None and not figure.vague:
        _over(context, figure, start, "in")
    elif tokens[figure.end].text == ":" and tokens[figure.end + 1].kind == "n" and not _is_clock(context, figure.end):
        _over(context, figure, figure.end + 1, "to")


def _things_in_many(context: Context, figure: Figure) -> int | None:
    """Give where the second number of "one person in three" starts, if the text ends with it.

    Raises:
        BadNumeralError: Of whom it is a part would be lost: "one woman in four".
    """
    tokens = context.tokens
    if not context.full or figure.low.value != 1 or not figure.low.amount.whole:
        return None
    for at in range(figure.end + 1, figure.end + _LONGEST_THING + 1):
        if tokens[at - 1].kind != "w":
            return None
        start = one_in_many(context, at)
        if start is not None and context.lexicon.word("of", tokens, at) == at:
            return _of_people(context, tokens[figure.end : at], start) if tokens[start + 1].kind == "e" else None
    return None


def _of_people(context: Context, things: Sequence[Token], start: int) -> int | None:
    whole = side_at(context, start)
    if whole is None or whole.value <= 1:
        return None
    if any(context.lexicon.things.get(thing.low) == "person" for thing in things):
        return start
    words = " ".join(thing.text for thing in things)
    raise BadNumeralError(f'it is one in so many of "{words}"; put them into the metric')


def _is_clock(context: Context, colon: int) -> bool:
    """Tell minutes or seconds from the base of a ratio: "2:05" is no two of five."""
    return context.tokens[colon + 1].text.startswith("0")


def _times(context: Context, figure: Figure) -> bool:
    """Read "times", "-fold" and what they compare: "10 times higher", "3 times lower"."""
    tokens, lexicon = context.tokens, context.lexicon
    start = figure.end + (tokens[figure.end].text == "-")
    times = lexicon.word("times", tokens, start)
    if times == start or rate_at(tokens, times, lexicon, context.units) is not None:
        return False
    lower = lexicon.word("less_than", tokens, times)
    figure.ratio = "divided" if lower > times else "times"
    figure.end = lower if lower > times else lexicon.word("than", tokens, times)
    return True


def _as_much(context: Context, figure: Figure) -> bool:
    """Read "half as many"."""
    end = context.lexicon.word("as_much", context.tokens, figure.end)
    if end == figure.end or not figure.low.amount.fraction:
        return False
    figure.ratio, figure.end = "times", end
    return True


def _over(context: Context, figure: Figure, at: int, ratio: str) -> None:
    """Read the second number of "one in four" or "2:1"."""
    whole = side_at(context, at)
    if whole is None or whole.measure or not (figure.low.amount.whole and _is_number_of_things(whole)):
        return
    if whole.value <= 0 or figure.low.value <= 0 or (ratio == "in" and figure.low.value >= whole.value):
        return
    figure.denominator, figure.ratio, figure.end = whole, ratio, whole.end


def _is_number_of_things(side: Side) -> bool:
    """Tell "one in five", "in a million" and "in 2.5 million" from "one in 2.5"."""
    return side.amount.whole or (side.amount.scale > 1 and side.value == side.value.to_integral_value())
