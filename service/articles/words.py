"""The words of a sentence, each with what it does there."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower

_WORD = re.compile(r"(?:[ldnsjcmtLDNSJCMT]|[Qq]u)['’](?=\w)|[^\W_]+(?:[-'’.&/][^\W_]+)*|[^\s\w]")
_OPENING = frozenset("\"'“„«‘([")
FIGURE, TIME, NAME = "figure", "time", "name"


class Word(NamedTuple):
    """A word, a sign, or a whole figure or date, with its offsets in the sentence."""

    start: int
    end: int
    text: str
    low: str
    does: str


class Span(NamedTuple):
    """Characters of a sentence that are one word: a figure, or a date."""

    start: int
    end: int
    does: str


def words_of(sentence: str, lexicon: Lexicon, spans: Sequence[Span]) -> list[Word]:
    """Cut a sentence into words; each span is one."""
    ordered = sorted(spans)
    starts = [span.start for span in ordered]
    words: list[Word] = []
    done = 0
    for found in _WORD.finditer(sentence):
        if found.start() < done:
            continue
        at = bisect_left(starts, found.end()) - 1
        if at >= 0 and ordered[at].end > found.start():
            span = ordered[at]
            text = sentence[span.start : span.end]
            words.append(Word(span.start, span.end, text, lower(text) if span.does == NAME else "", span.does))
            done = span.end
        else:
            word = _word(found, lexicon, is_first=not words or words[-1].does in ("opening", "sign"))
            words.append(word._replace(does="word") if words and _is_noun(word, words[-1], lexicon) else word)
    return words


_WITH_ARTICLE = frozenset({"es", "fr", "it", "pt"})


def _is_noun(word: Word, before: Word, lexicon: Lexicon) -> bool:
    """Tell "the number of dead", "los heridos" from the verbs that these words are elsewhere."""
    if word.does not in ("verb", "state") or word.low not in lexicon.casualties:
        return False
    return before.does == "of" or (before.does == "determiner" and lexicon.language in _WITH_ARTICLE)


def _word(found: re.Match[str], lexicon: Lexicon, *, is_first: bool) -> Word:
    text = found[0]
    low = lower(text).removesuffix("'s").removesuffix("’s")
    is_noun = lexicon.language == "de" and not is_first and text[0].isupper()  # "die Kosten", which is no verb
    return Word(found.start(), found.end(), text, low, "word" if is_noun else _does(text, low, lexicon))


def _does(text: str, low: str, lexicon: Lexicon) -> str:
    if not text[0].isalnum():
        return "opening" if text in _OPENING else "sign"
    for does, entries in (
        ("be", lexicon.be),
        ("have", lexicon.have),
        ("modal", lexicon.modals),
        ("state", lexicon.state),
        ("report", lexicon.reporting),
        ("verb", lexicon.verbs),
        ("of", lexicon.of),
        ("determiner", lexicon.determiners),
        ("preposition", lexicon.prepositions),
        ("conjunction", lexicon.conjunctions),
        ("pronoun", lexicon.pronouns),
    ):
        if low in entries:
            return does
    return "word"


def without_brackets(words: Sequence[Word]) -> list[Word]:
    """Leave out a short name in brackets behind another: "Herbert Reul (CDU)", "le Haut-Commissariat au Plan (HCP)"."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        is_one = words[at].text == "(" and [word.text for word in words[at + 2 : at + 3]] == [")"]
        if at and is_one and words[at + 1].text.isupper() and words[at + 1].does in ("word", NAME):
            at += 3
            continue
        found.append(words[at])
        at += 1
    return found
