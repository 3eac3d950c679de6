"""All the figures of a sentence. Times of day and numbers inside names are left out."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from service.reading.figures.compose import Printed, print_of
from service.reading.figures.figure import Figure
from service.reading.figures.numerals import AmbiguousNumeralError, BadNumeralError
from service.reading.figures.parse import parse_figure
from service.reading.figures.promising import promising_of
from service.reading.figures.sides import Context
from service.reading.figures.tail import read_marks
from service.reading.figures.tokens import END, Token, glued

_HOURS, _MINUTES = 24, 60


class Found(NamedTuple):
    """A figure in a text: its first and last character's offsets, and its bounds in the printed unit."""

    start: int
    end: int
    figure: Figure
    printed: Printed


def find_figures(context: Context, cap_percent: Decimal) -> Iterator[Found]:
    """Yield the figures from left to right; they do not overlap."""
    tokens, at = context.tokens, 0
    promising = promising_of(tokens, context.lexicon)
    while tokens[at] is not END:
        idiom = context.lexicon.word("idiom", tokens, at)
        if idiom > at:
            at = idiom
            continue
        figure = _figure_at(context, at) if promising[at] else at + 1
        if isinstance(figure, int):
            at = max(figure, at + 1)
            continue
        with suppress(AmbiguousNumeralError, BadNumeralError, InvalidOperation):
            read_marks(context, figure)
        yield Found(tokens[at].start, tokens[figure.end - 1].end, figure, print_of(figure, cap_percent))
        at = max(figure.end, at + 1)


def _figure_at(context: Context, at: int) -> Figure | int:
    """Give the figure at a token, or where to look next."""
    if not _may_start(context, at):
        return at + 1
    try:
        figure = parse_figure(context, at)
    except (AmbiguousNumeralError, BadNumeralError, InvalidOperation):
        return at + 1
    if isinstance(figure, int):
        return figure
    return at + 1 if _is_pronoun(context, figure, at) or _is_time_of_day(context, figure) else figure


def _may_start(context: Context, at: int) -> bool:
    """Tell whether a figure may start here: not inside a name ("MACS1149"), not at a filler word."""
    tokens, lexicon = context.tokens, context.lexicon
    token = tokens[at]
    if at and glued(tokens[at - 1], token) and _inside_name(tokens, at):
        return False
    if _is_idle_article(context, at):
        return False
    if token.kind == "n":
        return not (token.text.isdigit() and token.text.startswith("0") and token.text != "0")
    if token.low in lexicon.cardinals or token.low in lexicon.scales:
        return True
    if lexicon.skipped_before.match(tokens, at) and not lexicon.before.match(tokens, at):
        return lexicon.word("article", tokens, at) > at and not _filler_follows(context, at)
    return True


def _is_idle_article(context: Context, at: int) -> bool:
    """Tell an article that begins no figure, for a sign or another one follows: "a-b", "a $5 fee"."""
    tokens, lexicon = context.tokens, context.lexicon
    if lexicon.word("article", tokens, at) != at + 1 or tokens[at].kind != "w":
        return False
    return tokens[at + 1].kind == "s" or tokens[at + 1].low == tokens[at].low


def _inside_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is glued into a name or a formula: "MACS1149", "SCP-173", "1149.5+6663", "2013-14"."""
    token, before = tokens[at], tokens[at - 1]
    if before.text in "<>=" and token.text in "<>=":
        return True
    if before.kind in "wn":
        return token.kind != "s" or token.text in "+-"
    joined = before.text in "+-/" and at > 1 and glued(tokens[at - 2], before)
    return joined and tokens[at - 2].kind in "wn" and token.kind == "n"


def _filler_follows(context: Context, at: int) -> bool:
    """Tell whether an article stands alone before a number that can start by itself ("a 10-gallon cooler")."""
    following = context.tokens[at + 1]
    return following.kind == "n" or following.low in context.lexicon.cardinals


def _is_pronoun(context: Context, figure: Figure, at: int) -> bool:
    """Tell "the one you mentioned" from "one million" and "one mile"."""
    word = context.tokens[at]
    bare = figure.end == at + 1 and word.kind == "w" and figure.measure is None
    single = bare and (figure.low.value <= 1 or word.low in context.lexicon.ordinals)
    return single and len(context.tokens) > 2 + 1


def _is_time_of_day(context: Context, figure: Figure) -> bool:
    """Tell "2:00 pm" and "2.17pm" from figures."""
    tokens, first = context.tokens, figure.low.start
    following = tokens[figure.low.amount.end]
    if following.text == ":" and tokens[figure.low.amount.end + 1].kind == "n":
        return figure.low.value <= _HOURS and len(tokens[figure.low.amount.end + 1].text) == len("00")
    if following.low in ("am", "pm") or tokens[first - 1].text == ":":
        return figure.low.value <= _HOURS
    return False
