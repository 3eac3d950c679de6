"""A change and the level it led to: "rose by 13,100 to 728,100" is the level 728,100, "went from 10 to 12" is 12."""

from typing import NamedTuple

from service.reading.figures.figure import Figure
from service.reading.figures.numerals import BadNumeralError
from service.reading.figures.sides import Context, Side, shared, side_at

_LONGEST_COMPARISON, _LONGEST_THING = 7, 3


def moved(context: Context, figure: Figure) -> bool:
    """Read "fell from 10 % to 5 %" and "rose by 13,100 to 728,100" as the level that was reached."""
    if figure.direction not in ("up", "down", "moved") and not _is_by(context, figure):
        return False
    to = _reached_at(context, figure.end)
    reached = side_at(context, to.level) if to is not None else None
    if reached is None or to is None:
        return figure.ratio == "between"
    low = figure.low
    if figure.ratio == "between":
        low, reached = shared(low, reached)
    elif to.word == figure.end and _is_change_range(low, reached):
        return False
    figure.low, figure.end, figure.direction = reached, reached.end, "level"
    figure.measure, figure.ratio = reached.measure or (low.measure if figure.ratio == "between" else None), ""
    return True


def _is_by(context: Context, figure: Figure) -> bool:
    """Tell "um 4 Prozent auf 3,2 Mrd. Euro gestiegen", where the verb comes last."""
    before = figure.low.start - 1
    return before >= 0 and context.lexicon.word("by", context.tokens, before) > before


class _Reached(NamedTuple):
    """Where the "to" of a level stands, and the token at which the level begins."""

    word: int
    level: int


def _reached_at(context: Context, at: int) -> _Reached | None:
    """Give where the level begins: right behind the change, behind the thing, or behind what it is compared with."""
    tokens, lexicon = context.tokens, context.lexicon
    compares = any(lexicon.word(role, tokens, at) > at for role in ("comparison", "basis"))
    for start in range(at, at + (_LONGEST_COMPARISON if compares else _LONGEST_THING)):
        to = max(lexicon.word(role, tokens, start) for role in ("onto", "to"))
        if to > start and tokens[to].kind in "ns":
            return _Reached(start, to)
        if tokens[start].kind != "w" and tokens[start].text != ",":
            return None
    return None


def _is_change_range(low: Side, high: Side) -> bool:
    """Tell "up 5 to 10 percent" from "up 12 % to €345bn" and "up 14,000 to 12,166,900"."""
    return low.measure is None and high.measure is not None and high.measure.dimension.startswith("percent")


def refuse_half(figure: Figure) -> None:
    """Refuse "between 5" and "went from 5", of which only one of two numbers was found."""
    if figure.direction == "moved" or (figure.is_between and figure.high is None and figure.direction != "level"):
        raise BadNumeralError("a second number is missing")
