"""What says that a figure is the highest or lowest for a while; it is no part of the figure, and nor is the while.

    extreme = { beside } [ span [ "-" ] | ordinal ] { beside } word { beside | since ( span | year ) } [ mark ] [ of ]
    word    = "high" | "record" | "plus bas" | "Höchststand" …
    beside  = "a" | "new" | "all-time" | "level" | "historique" …
    since   = "in" | "since" | "de" | "за" …

"A 17-month high of 9.1", "mínimo de 15 años: 11,6", "höchster Stand seit 1951: 8,8", "second-highest, at 14".
"""

from collections.abc import Sequence

from service.reading.figures.sides import Context
from service.reading.figures.tokens import END, Token

_MOST_BESIDE = 6
_MARKS = (",", ":", "-", "(")
_YEAR_DIGITS = 4
_MOST_BEFORE_YEAR = 2
"""Words between "since" and the year: "since June 2008"."""


def extreme_at(context: Context, at: int) -> int | None:
    """Give the index of the figure that the words at a token call an extreme; None where they do not.

    A word that also bounds a figure ("máximo de 500", "minimum 20") is an extreme only if more is said of it.
    """
    tokens, lexicon = context.tokens, context.lexicon
    start, is_told = _beside(context, at)
    rank = _rank_end(context, start)
    start, more = _beside(context, rank or start)
    end = lexicon.word("extreme", tokens, start)
    if end == start:
        return None
    is_told = is_told or more or rank is not None or end > start + 1
    end, is_since = _since(context, end)
    mark = end + (tokens[end].text in _MARKS)
    last = max(lexicon.word(role, tokens, mark) for role in ("of", "reached"))
    if not (is_told or is_since) and (last == mark == end or lexicon.before.match(tokens, start)):
        return None
    return last if _is_number(context, last) else None


def _beside(context: Context, at: int) -> tuple[int, bool]:
    """Step over articles and what is said of an extreme besides; tell whether more than articles stood there."""
    tokens, lexicon, is_told = context.tokens, context.lexicon, False
    for _ in range(_MOST_BESIDE):
        end = lexicon.word("beside_extreme", tokens, at)
        is_told = is_told or end > at
        end = max(end, *(lexicon.word(role, tokens, at) for role in ("article", "definite")))
        if end == at or lexicon.word("extreme", tokens, at) > end:
            break
        at = end
    return at, is_told


def _rank_end(context: Context, at: int) -> int | None:
    """Give the index after "17-month", "ten years" or "second-"."""
    tokens, lexicon = context.tokens, context.lexicon
    if tokens[at].kind == "n" and tokens[at + 1].text == "-" and lexicon.word("extreme", tokens, at + 2) > at + 2:
        return at + 2  # "70-Jahres-Hoch"
    end = _span_end(context, at) or (at + 1 if tokens[at].low in lexicon.small_ordinals else None)
    return None if end is None else end + (tokens[end].text == "-")


def _since(context: Context, at: int) -> tuple[int, bool]:
    """Step over what stands behind an extreme, and since when it is one."""
    is_since = False
    for _ in range(_MOST_BESIDE):
        end, more = _beside(context, at)
        start = context.lexicon.word("since_extreme", context.tokens, end)
        until = _while_end(context, start) if start > end else None
        if until is None and not more:
            break
        at, is_since = until or end, True
    return at, is_since


def _while_end(context: Context, at: int) -> int | None:
    """Give the index after "15 years", "2008" or "June 2008"."""
    span = _span_end(context, at)
    if span is not None:
        return span
    ahead = range(at, at + _MOST_BEFORE_YEAR + 1)
    return next((index + 1 for index in ahead if _is_year(context.tokens, index)), None)


def _is_year(tokens: Sequence[Token], at: int) -> bool:
    text = tokens[at].text if at < len(tokens) else ""
    return len(text) == _YEAR_DIGITS and text.isdigit() and text[:2] in ("17", "18", "19", "20")


def _span_end(context: Context, at: int) -> int | None:
    token = context.tokens[at]
    if token.kind != "n" and token.low not in context.lexicon.cardinals:
        return None
    behind = at + 1 + (context.tokens[at + 1].text == "-")
    unit = context.lexicon.denominators.match(context.tokens, behind)
    if unit is None:
        unit = (context.lexicon.unit_names.get(context.tokens[behind].low, ""), behind + 1)
    measure = context.units.by_key.get(unit[0])
    return unit[1] if measure is not None and measure.dimension == "time" else None


def _is_number(context: Context, at: int) -> bool:
    """Whether a figure may follow: digits, a sign, or words that count or lead up to a number."""
    token, lexicon = context.tokens[at], context.lexicon
    if token is END:
        return False
    tables = lexicon.before, lexicon.skipped_before, lexicon.vague
    return (
        token.kind != "w" or token.low in lexicon.number_words or any(one.match(context.tokens, at) for one in tables)
    )
