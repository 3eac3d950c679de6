"""Where in a sentence a figure may start: at a number, or at words that lead up to one.

One pass from the end, so that what is far from every number costs nothing.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from service.reading.figures.lexicon import Lexicon
from service.reading.figures.tokens import END, Token

_ROOTS = re.compile(
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwan|hundert|tausend|mal$|fach|due|tre|quattro|cinque|sei|sette"
    r"|otto|nove|dieci|dici|vent|trent|quarant|cinquant|sessant|settant|ottant|novant|cento|mille|mila"
)
"""What number words are written together from."""
_NUMBER, _LEADING, _OTHER = "number", "leading", "other"


def promising_of(tokens: Sequence[Token], lexicon: Lexicon) -> list[bool]:
    """Tell for each token whether a number follows, with nothing between but leading words, signs and a word beside it.

    The word beside it may be the sign of a currency: "up to Rs 5 lakh".
    """
    numbers, leading = _words_of(lexicon)
    promising = [False] * len(tokens)
    is_told = is_beside = False
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token is END:
            continue
        does = _does(token, numbers, leading)
        is_told = is_told or does is _NUMBER
        promising[at] = is_told
        is_told = is_told and (does is not _OTHER or is_beside)
        is_beside = does is _NUMBER
    return promising


def _does(token: Token, numbers: frozenset[str], leading: frozenset[str]) -> str:
    low = token.low
    if token.kind == "n" or low in numbers or (token.kind == "w" and _ROOTS.search(low)):
        return _NUMBER
    return _LEADING if token.kind != "w" or low in leading else _OTHER


@lru_cache(maxsize=256)
def _words_of(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words that are numbers or begin what stands for one, and those that lead up to one."""
    numbers = {*lexicon.number_words, *lexicon.glued_scales, *lexicon.refused_ordinals, *lexicon.plural_ordinals}
    for phrases in (lexicon.vague, lexicon.ratios, lexicon.shares):
        numbers.update(phrases.starts())
    leading: set[str] = set()
    before = (lexicon.skipped_before, lexicon.before, lexicon.direction_before, lexicon.denominators)
    for said in (*lexicon.words.values(), *before):
        leading.update(said.all_words())
    return _lowered(numbers), _lowered(leading)


def _lowered(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)
