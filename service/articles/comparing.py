"""Times of a sentence that are not those of its figures: of a comparison, of a thing, of the statement."""

import re
from collections.abc import Iterator
from itertools import pairwise

from service.articles.lexicon import Lexicon, lower, phrases
from service.articles.patterns import whole, wording
from service.claim import Accuracy, Period

Told = tuple[int, int, Period]
"""A time and where a sentence tells it."""
_BEFORE = 28
"""Characters before a period that say what it is there for."""
_COMPARING = re.compile(rf"\b{wording('than')}(?!\w)")
_SUPERLATIVE = re.compile(rf"(?<!\w){wording('superlative')}(?!\w)")


def is_compared(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell the period of a comparison: "higher than last year", "down from 240 in 2015", "the highest since 1992"."""
    before = _apart(lower(sentence[max(told[0] - _BEFORE, 0) : told[0]])).rstrip()
    text = lower(sentence[told[0] : told[1]])
    if _SAME_OF.search(before):
        return True
    if _is_reported(before, lexicon):
        return False
    for phrase in lexicon.comparison:
        if text.startswith(f"{phrase} ") or any(one.endswith(f" {phrase}") for one in _without_links(before, lexicon)):
            return not (phrase in lexicon.since and not _is_superlative(before))
    return whole("year_earlier").fullmatch(text) is not None


def _is_reported(before: str, lexicon: Lexicon) -> bool:
    """Tell "informó que en 2021" from "más que en 2021": what somebody says, which one word begins with the other."""
    words = before.split()
    return any(one in lexicon.reporting and other in lexicon.that for one, other in pairwise(words))


def _without_links(before: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield what stands before a period, and the same without its article and its preposition: "than [in the]"."""
    yield before
    for links in (lexicon.determiners, lexicon.prepositions):
        rest, _, last = before.rpartition(" ")
        if last in links and rest.split()[-1:] != [last]:
            before = rest
            yield before


_SAME_OF = re.compile(rf"{wording('of_same')}$")
"""Stands before the year with which a figure is compared: "que en el mismo periodo de 2022"."""


def than(between: str) -> bool:
    """Tell whether a comparison stands between a figure and a period: "2 times more than, for example, in summer"."""
    return bool(_COMPARING.search(lower(between)))


def is_of_thing(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell a year that belongs to a thing: "the 1973 building"."""
    words = lower(sentence[: told[0]]).split()
    behind = sentence[told[1] : told[1] + 2]
    is_article = bool(words) and words[-1] in lexicon.determiners and behind[:1] == " " and behind[1:].islower()
    return sentence[slice(*told[:2])].isdigit() and is_article and "the" in lexicon.determiners


def is_told_elsewhere(between: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody says something with a figure of its own between a figure and a period."""
    words = set(re.findall(r"[^\W\d_]+", lower(between)))
    return "," in between and any(letter.isdigit() for letter in between) and not words.isdisjoint(lexicon.reporting)


def _apart(text: str) -> str:
    """Write an elided "that" as a word of its own: "qu'en 2021"."""
    return text.replace("qu'", "que ").replace("qu’", "que ")


def _is_superlative(before: str) -> bool:
    return _SUPERLATIVE.search(before) is not None


def is_of_statement(sentence: str, told: Told, lexicon: Lexicon) -> bool:
    """Tell when something was said from when it was so: "the office said on Wednesday"."""
    before = _apart(lower(sentence[max(told[0] - 60, 0) : told[0]])).replace("gab es", "")
    clause = before[max(before.rfind(","), before.rfind(";"), before.rfind("”"), before.rfind('"')) + 1 :]
    words = clause.split()
    is_day = told[2].accuracy is Accuracy.DAY
    steps = 10 if is_day else 6
    if is_day and phrases(lexicon.attribution).search(clause) and not any(letter.isdigit() for letter in clause):
        return True  # "according to a count of the ministry on Sunday"
    near = words[-steps:]
    said = [at for at, word in enumerate(near) if word in lexicon.reporting]
    if not said or any(letter.isdigit() for letter in clause):
        return False
    return lexicon.that.isdisjoint(near[said[-1] + 1 :])  # "said that in 2021 [12] people died"
