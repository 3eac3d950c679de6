"""What follows the number and its unit: the things counted, a rate, an approximator, a direction, a remark."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from service.reading.figures.figure import Figure
from service.reading.figures.lexicon import Lexicon, unknown_scales
from service.reading.figures.parse import parse_figure
from service.reading.figures.rates import Rate, known_rate, rate_at
from service.reading.figures.sides import Context, side_at
from service.reading.figures.tokens import END, Token, glued

_REMARK = frozenset({"(", "[", ",", ";", ":", "."})
_JOINERS = frozenset({"-", '"', "'", "&", "#", "!", "?", ")", "]", "’", "…"})
_LISTING = frozenset({",", ";", ":", "."})
_LONG_ENOUGH, _THOUSAND = 6, 1000
_DATE = 3
"""Tokens of a day, its month and its year."""
_YEAR = re.compile(r"(?:19|20)\d\d")


class Tail(NamedTuple):
    """The things counted, folded and as printed; and where the words begin that say more of the figure, if any do."""

    thing: str | None
    text: str
    remark_at: int | None = None


class StoppedError(ValueError):
    """Reading stopped at a token; nothing of the text is to be guessed."""

    def __init__(self, index: int, problem: str) -> None:
        super().__init__(problem)
        self.index = index


def read_tail(context: Context, figure: Figure, folded: str) -> Tail:
    """Read the rest of the text into the figure: rate, approximator and direction; what is left is the thing.

    Raises:
        StoppedError: What is left can be neither a thing nor a remark.
    """
    tokens, index = context.tokens, figure.end
    left: list[int] = []
    while tokens[index] is not END and not _ends(tokens, index):
        after = _marked(context, figure, index)
        if after is None:
            left.append(index)
        index = index + 1 if after is None else after
    _refuse(context, figure, left, index)
    figure.end = index
    behind = [tokens[at] for at in left]
    words = _thing_words(context.lexicon, behind)
    text = folded[words[0].start : words[-1].end] if words else ""
    return Tail(_folded_thing(words, context.lexicon), text, _remark_at(context, figure, behind, words))


def _remark_at(context: Context, figure: Figure, behind: Sequence[Token], words: Sequence[Token]) -> int | None:
    """Give the character at which the remark begins: behind the thing, or where the figure's own words end."""
    rest = behind[behind.index(words[-1]) + 1 :] if words else behind
    following = rest[0] if rest else context.tokens[figure.end]
    first = None if following is END else following.start
    return min((at for at in (figure.basis_at, first) if at is not None), default=None)


def _thing_words(lexicon: Lexicon, left: Sequence[Token]) -> Sequence[Token]:
    """Leave away "of", a joining hyphen, and what starts with a preposition: "troops in Ukraine" are troops."""
    if not any(token.kind == "w" for token in left):
        return ()
    if lexicon.word("part", left, 0):
        return ()  # "6 dont 2 enfants" are no children, and "715 of them motorcyclists" are a part
    left = left[lexicon.word("of", left, 0) :]
    left = left[1:] if left and left[0].text == "-" else left
    remark = next((at for at in range(len(left)) if lexicon.word("remark", left, at) > at), len(left))
    return left[: min(remark, _date_at(lexicon, left))]


def _date_at(lexicon: Lexicon, left: Sequence[Token]) -> int:
    """Give where a date ends the words: "deaths 3 March 2024", "morts le 3 mars 2024"; their length for none."""
    if [token.kind for token in left[-_DATE:]] != ["n", "w", "n"] or not _YEAR.fullmatch(left[-1].text):
        return len(left)
    at = len(left) - _DATE
    return at - 1 if at > 1 and lexicon.word("article", [*left[at - 1 :], END], 0) == 1 else at


def _refuse(context: Context, figure: Figure, left: Sequence[int], end: int) -> None:
    """Refuse what would be half-read: a second number, an unknown sign, letters glued to digits, a misspelt scale.

    A number joined to a word by a hyphen describes ("12 km 1.435-m gauge").
    """
    tokens = context.tokens
    if not left:
        if tokens[end].text in _LISTING and figure.rate is None:
            _refuse_list(context, figure, end + 1)
        return
    at = left[0]
    first = tokens[at]
    adjective = figure.measure is not None and first.kind == "n" and tokens[at + 1].text == "-"
    if (first.kind == "n" and not adjective) or (first.text == "-" and tokens[at + 1].kind == "n"):
        raise StoppedError(at, "a second figure follows the first")
    if first.kind == "s" and first.text not in _JOINERS:
        raise StoppedError(at, f'the sign "{first.text}" says nothing here; expected a unit or the end')
    if first.kind == "w" and tokens[at - 1].kind == "n" and glued(tokens[at - 1], first):
        raise StoppedError(at, "expected a unit or the end")
    second = _second(context, figure, left)
    if second is not None:
        raise StoppedError(second, "a second figure follows the first")
    _refuse_word(context, at, is_alone=len(left) == 1)
    _refuse_scale(context, left)


def _second(context: Context, figure: Figure, left: Sequence[int]) -> int | None:
    """Find the number behind "and", and the one behind a "one" that may be an article ("un ascenso del 4 %")."""
    tokens, lexicon = context.tokens, context.lexicon
    is_article = figure.low.amount.spelled and figure.low.value == 1 and figure.measure is None
    for at in left:
        after = lexicon.word("and", tokens, at)
        if (after > at and tokens[after].kind == "n") or (is_article and tokens[at].kind == "n"):
            return at
    return None


def _refuse_word(context: Context, at: int, *, is_alone: bool) -> None:
    """Refuse a lone letter, which is no thing that anybody counts, and a scale that is misspelt."""
    word = context.tokens[at]
    if word.kind == "w" and len(word.low) == 1 and (is_alone or _may_be_unit(context, at)):
        raise StoppedError(at, f'the letter "{word.text}" says nothing here; expected a unit or the end')
    if word.kind == "w" and word.low in unknown_scales() and word.low not in context.lexicon.scales:
        raise StoppedError(
            at, f'"{word.text}" multiplies in some language; write the number out, or say which language'
        )
    meant = _misspelt(word.low, context.lexicon)
    if meant is not None:
        raise StoppedError(at, f'expected a unit or the end; "{meant}" may be meant')


def _may_be_unit(context: Context, at: int) -> bool:
    """Tell the letter of "5 m people", which may be a unit or a scale, from a preposition: "33 w szpitalach"."""
    is_word = any(context.lexicon.word(role, context.tokens, at) > at for role in ("remark", "of", "in", "and", "or"))
    return context.units.match(context.tokens, at) is not None and not is_word


def _refuse_scale(context: Context, left: Sequence[int]) -> None:
    """Refuse a scale that stands behind a unit: "3 miles de millones" are no miles."""
    tokens, scales = context.tokens, context.lexicon.scales
    at = context.lexicon.word("of", tokens, left[0])
    scale = scales.get(tokens[at].low) if tokens[at].kind == "w" else None
    if scale is not None and scale.factor >= _THOUSAND:
        raise StoppedError(at, f'"{tokens[at].text}" multiplies, and stands behind the unit')


def _refuse_list(context: Context, figure: Figure, at: int) -> None:
    """Refuse a second figure of the same unit: "7.1%, 8.4%"; another one is a remark: "7.1 %, 0.3 points more".

    The dot of an abbreviation ends nothing: "Tsd. 450 EUR" are no thousand.
    """
    dot = context.tokens[at - 1]
    if figure.low.amount.spelled and dot.text == "." and context.tokens[at].kind == "n":
        raise StoppedError(at, f'a second figure follows "{context.tokens[at - 2].text}."')
    second = parse_figure(context, at) if context.tokens[at].kind == "n" else at
    if not isinstance(second, int) and second.measure == figure.measure:
        raise StoppedError(at, "a second figure follows the first")


def _misspelt(word: str, lexicon: Lexicon) -> str | None:
    """Name the scale that a word misses by one letter: "thousnd"."""
    if len(word) < _LONG_ENOUGH or word in lexicon.things:
        return None
    scales = (scale for scale in lexicon.scales if len(scale) >= _LONG_ENOUGH)
    return next((scale for scale in scales if OSA.distance(word, scale, score_cutoff=1) == 1), None)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a remark starts here; the plural of "migrant(s)" is none."""
    return tokens[at].text in _REMARK and not _plural_mark(tokens, at)


def _plural_mark(tokens: Sequence[Token], at: int) -> bool:
    return "".join(token.low for token in tokens[at : at + 3]) == "(s)" and glued(tokens[at - 1], tokens[at])


def read_marks(context: Context, figure: Figure) -> None:
    """Read what directly follows the unit in running text: a rate, an approximator, a direction."""
    while (after := _marked(context, figure, figure.end)) is not None:
        figure.end = after


def _marked(context: Context, figure: Figure, at: int) -> int | None:
    """Read one marker at a token into the figure; None when the token is none."""
    tokens, lexicon = context.tokens, context.lexicon
    if _plural_mark(tokens, at):
        return at + 3
    below = _below_zero(context, figure, at)
    if below is not None:
        return below
    if figure.rate is None:
        rate = rate_at(tokens, at, lexicon, context.units) or _price(context, figure, at)
        if rate is not None:
            figure.rate = rate[0]
            return rate[1]
    joined = tokens[at].text == "-" and at > 0 and glued(tokens[at - 1], tokens[at])  # "200-plus"
    after = lexicon.after.match(tokens, at + joined)
    if after is not None:
        figure.approximators = (*figure.approximators, after[0])
        return after[1]
    moved = _direction(context, figure, at)
    if moved is not None:
        return moved
    skipped = lexicon.skipped_after.match(tokens, at)
    return skipped[1] if skipped is not None else _basis(context, figure, at)


def _price(context: Context, figure: Figure, at: int) -> tuple[Rate, int] | None:
    """Read what a price is per where no "per" stands: "1,50 € le litre", "5 Euro die Stunde"."""
    is_money = figure.measure is not None and figure.measure.dimension.startswith("money:")
    start = context.lexicon.word("definite", context.tokens, at)
    return known_rate(context.tokens, start, context.lexicon, context.units) if is_money and start > at else None


def _direction(context: Context, figure: Figure, at: int) -> int | None:
    """Read "12 % up" as a change, and leave "up from 5.2 %" to the remark."""
    direction = context.lexicon.direction_after.match(context.tokens, at)
    if direction is None:
        return None
    if _is_since(context, direction[1]):
        return _remark(context, figure, at)
    if not _may_end(context, direction[1]):
        return None
    if figure.direction != "level":  # "um 4 Prozent auf 3,2 Mrd. Euro gestiegen" is what was reached
        figure.direction = direction[0]
    return direction[1]


def _below_zero(context: Context, figure: Figure, at: int) -> int | None:
    """Read "12 below zero" and "12 degrees below zero" as a temperature of minus 12."""
    end = context.lexicon.word("below_zero", context.tokens, at)
    is_warmth = figure.measure is None or figure.measure.dimension in ("degree", "temperature")
    if end == at or not is_warmth or figure.high is not None or figure.vague or figure.low.value <= 0:
        return None
    figure.low = figure.low._replace(value=-figure.low.value)
    figure.measure = figure.measure or context.units.by_key["degree"]
    return end


def _is_since(context: Context, at: int) -> bool:
    """Tell the level of "5.4 % up from 5.2 %", which was another before, from a change: "12 % up from a year ago"."""
    tokens, start = context.tokens, context.lexicon.word("from", context.tokens, at)
    return start > at and (side_at(context, start) is not None) and tokens[start].kind in "ns"


def _remark(context: Context, figure: Figure, at: int) -> int:
    """Leave all words from here on to the remark."""
    if figure.basis_at is None:
        figure.basis_at = context.tokens[at].start
    return next(index for index in range(at, len(context.tokens)) if context.tokens[index] is END)


def _basis(context: Context, figure: Figure, at: int) -> int | None:
    """Step over the basis of a figure ("year-on-year", "annualised"), and note where the first one stands."""
    end = context.lexicon.word("basis", context.tokens, at)
    if end == at:
        return None
    if figure.basis_at is None:
        figure.basis_at = context.tokens[at].start
    return end


def _may_end(context: Context, at: int) -> bool:
    """Tell whether nothing but a remark follows: "50% more than in summer"."""
    token = context.tokens[at]
    return token.kind == "e" or token.text in _REMARK or context.lexicon.word("remark", context.tokens, at) > at


def _folded_thing(words: Sequence[Token], lexicon: Lexicon) -> str | None:
    if not words:
        return None
    head = lexicon.things.get(words[-1].low) or lexicon.things.get(words[0].low)
    return head or " ".join(word.low for word in words)
