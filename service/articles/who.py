"""Whose figure it is, as the sentence attributes it: "according to X", "X said", "teilte X mit"."""

from collections.abc import Sequence
from typing import NamedTuple

from service.articles.lexicon import Lexicon, lower, phrases
from service.articles.nouns import RELATIVE
from service.articles.words import TIME, Word

_LONGEST = 9
_TWO = 2
_LONGEST_CLAUSE = 25
"""Words of a clause between a name and its verb."""
_SPEAKERS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "er",
        "sie",
        "es",
        "il",
        "elle",
        "ils",
        "ele",
        "eles",
        "elas",
        "él",
        "ella",
        "він",
        "вона",
        "вони",
        "он",
        "она",
        "они",
    }
)


_INVERTED = ("-t-il", "-t-elle", "-t-on", "-il", "-elle", "-ils")
"""How French says "he said" behind what he said."""
_NOBODY = frozenset(
    {"data", "figures", "reports", "statistics", "estimates", "daten", "zahlen", "chiffres", "datos", "даними"}
)
"""What figures come from where nobody is named: "according to the latest data"."""


class Speaker(NamedTuple):
    """Whose figures a sentence tells, and where that is said."""

    name: str
    span: tuple[int, int]


def speaker_of(sentence: str, words: Sequence[Word], lexicon: Lexicon, last: Speaker | None) -> Speaker | None:
    """Give whom a sentence names for what it says; of "he said" the one who spoke last."""
    found = phrases(lexicon.attribution).search(lower(sentence))
    if found and (speaker := _behind(sentence, words, found.end(), lexicon)):
        return speaker
    for at, word in enumerate(words):
        if word.does == "report" or (word.low in lexicon.reporting):
            speaker = _beside(sentence, words, at, last, lexicon)
            if speaker is not None:
                return speaker
    return None


def asides_of(sentence: str, words: Sequence[Word], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Give where a sentence says in passing who says so: "lag [nach Angaben der Wahlleiterin] bei 66,8 Prozent"."""
    found: list[tuple[int, int]] = []
    for phrase in phrases(lexicon.attribution).finditer(lower(sentence)):
        speaker = _behind(sentence, words, phrase.end(), lexicon)
        if speaker is not None and speaker.span[0] - phrase.end() < _LONGEST:
            found.append((phrase.start(), speaker.span[1]))
    return found


def _behind(sentence: str, words: Sequence[Word], offset: int, lexicon: Lexicon) -> Speaker | None:
    """Give the name behind "according to"."""
    first = next((at for at, word in enumerate(words) if word.start >= offset), len(words))
    return _name(sentence, words, first, lexicon)


def _is_pronoun(word: Word, lexicon: Lexicon) -> bool:
    """Tell "he" from the Italian article "il"."""
    return word.low in _SPEAKERS and word.low not in lexicon.determiners


def _beside(sentence: str, words: Sequence[Word], at: int, last: Speaker | None, lexicon: Lexicon) -> Speaker | None:
    """Give who stands before the verb of saying, or behind it where the verb comes first."""
    if words[at].low == "fait" and not (at + 1 < len(words) and words[at + 1].low in ("savoir", "état", "part")):
        return None  # "avaient fait faillite"
    if (at and words[at - 1].does == "be") or _is_passive(words, at):
        return None  # "no deaths were reported"
    before = _last_of_name(words, at)
    if before >= 0 and (_is_pronoun(words[before], lexicon) or words[before].low.endswith(_INVERTED)):
        return last
    first = before
    while first >= 0 and before - first < _LONGEST and words[first].does in ("word", "of", "determiner", "name"):
        first -= 1
    if first < before and (first < 0 or words[first].does in ("sign", "opening", "conjunction", TIME)):
        speaker = _name(sentence, words, first + 1, lexicon, before + 1)
        if speaker is not None:
            return speaker
    follows = at == 0 or words[at - 1].does in ("sign", "opening", "have")
    if not follows or at + 1 >= len(words):
        return None
    return last if _is_pronoun(words[at + 1], lexicon) else _name(sentence, words, at + 1, lexicon)


def _is_when(words: Sequence[Word], at: int) -> bool:
    """Tell "am" of "teilte am Dienstag das Ministerium mit"."""
    return words[at].does == "preposition" and at + 1 < len(words) and words[at + 1].does == TIME


def _is_passive(words: Sequence[Word], at: int) -> bool:
    """Tell "straty szacuje się", "se estima", "si stima": nobody is named who says so."""
    behind = words[at + 1].low if at + 1 < len(words) else ""
    return behind == "się" or (at > 0 and words[at - 1].low in ("se", "si"))


def _last_of_name(words: Sequence[Word], at: int) -> int:
    """Give where a name before a verb ends: "the mayor, Ana Lopes, 47, has said"."""
    before = at - 1
    while before >= 0 and words[before].does in ("be", "have", "modal", TIME):
        before -= 1
    if before > 1 and words[before].text == "," and (name := _before_relative(words, before)) is not None:
        return name
    if before > 1 and words[before].text == "," and words[before - 1].text[:1].isupper():
        first = before - 1
        while first > 0 and words[first].does in ("word", "of", "name"):
            first -= 1
        return before - 1 if words[first].text == "," and before - first <= _LONGEST else before
    is_aged = before > 1 and words[before].text == "," and words[before - 1].does == TIME
    return before - 3 if is_aged and words[before - 2].text == "," else before


def _before_relative(words: Sequence[Word], at: int) -> int | None:
    """Give where the name ends before "which …,": "Norvik, which employs 43,000 people, said"."""
    for comma in range(at - 1, max(at - _LONGEST_CLAUSE, 0), -1):
        if words[comma].text == "," and words[comma + 1].low in RELATIVE:
            return comma - 1
    return None


def _is_of_name(words: Sequence[Word], at: int, first: int) -> bool:
    """Tell "ministère de [l']Intérieur" from "secondo l'agenzia [i] morti"."""
    return at > first and words[at - 1].does in ("of", "determiner", "preposition")


def _name(sentence: str, words: Sequence[Word], first: int, lexicon: Lexicon, end: int | None = None) -> Speaker | None:
    while first < len(words) and (words[first].does in ("determiner", "of", "opening", TIME) or _is_when(words, first)):
        first += 1
    last = first
    limit = len(words) if end is None else end
    while last < min(limit, first + _LONGEST) and (
        words[last].does in ("word", "of", "name")
        or (words[last].does == "determiner" and _is_of_name(words, last, first))
    ):
        last += 1
    while last > first and words[last - 1].does in ("determiner", "of"):
        last -= 1
    if last == first:
        return None
    last = _with_office(words, first, last, lexicon)
    span = words[first].start, words[last - 1].end
    name = sentence[slice(*span)]
    is_nobody = name.islower() and lower(words[last - 1].text) in _NOBODY
    return Speaker(name, span) if len(name) > 1 and not name.isdigit() and not is_nobody else None


def _with_office(words: Sequence[Word], first: int, last: int, lexicon: Lexicon) -> int:
    """Give where a name ends whose office is told before it: "l'assessore al Bilancio X", "el ministro de Y, X"."""
    if words[first].text[:1].isupper() and lexicon.language != "de":
        return last
    if last + 1 < len(words) and words[last].low in lexicon.offices and words[last + 1].text[:1].isupper():
        last = _behind_capitals(words, last + 1)
    if last + 1 < len(words) and words[last].text == ",":
        end = _behind_capitals(words, last + 1)
        is_closed = end == len(words) or words[end].does == "sign" or words[end].does == "opening"
        return end if end - last > _TWO and is_closed else last
    return last


def _behind_capitals(words: Sequence[Word], at: int) -> int:
    while (
        at < len(words)
        and words[at].does in ("word", "name", "of")
        and (words[at].text[:1].isupper() or words[at].does == "of")
    ):
        at += 1
    return at
