"""What follows the number and its unit: the things counted, a rate, an approximator, a direction, a remark."""

from collections.abc import Sequence
from typing import NamedTuple

from service.reading.figures.lexicon import Lexicon
from service.reading.figures.parse import Figure
from service.reading.figures.rates import rate_at
from service.reading.figures.sides import Context
from service.reading.figures.tokens import END, Token, glued

_REMARK = frozenset({"(", "[", ",", ";", ":", "."})


class Tail(NamedTuple):
    """The things counted, folded and as printed; and where a remark starts that is not part of the figure."""

    thing: str | None
    text: str
    remark: int


def read_tail(context: Context, figure: Figure, folded: str) -> Tail:
    """Read the rest of the text into the figure: rate, approximator and direction; what is left is the thing."""
    tokens, lexicon = context.tokens, context.lexicon
    index = figure.end
    words: list[Token] = []
    while tokens[index] is not END and not _ends(tokens, index):
        after = _marked(context, figure, index)
        if after is None:
            words.append(tokens[index])
            index += 1
        else:
            index = after
    figure.end = index
    skipped = context.lexicon.word("of", words, 0) if words else 0
    words = words[skipped:]
    text = folded[words[0].start : words[-1].end] if words else ""
    return Tail(_folded_thing(words, lexicon), text, index)


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
    if figure.rate is None:
        rate = rate_at(tokens, at, lexicon, context.units)
        if rate is not None:
            figure.rate = rate[0]
            return rate[1]
    after = lexicon.after.match(tokens, at)
    if after is not None:
        figure.approximators = (*figure.approximators, after[0])
        return after[1]
    direction = lexicon.direction_after.match(tokens, at)
    if direction is not None and tokens[direction[1]].kind == "e":
        figure.direction = direction[0]
        return direction[1]
    skipped = lexicon.skipped_after.match(tokens, at)
    return skipped[1] if skipped else None


def _folded_thing(words: Sequence[Token], lexicon: Lexicon) -> str | None:
    if not words:
        return None
    head = lexicon.things.get(words[-1].low) or lexicon.things.get(words[0].low)
    return head or " ".join(word.low for word in words)
