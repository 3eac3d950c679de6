"""The numbers of a sentence: which are figures that a source could confirm or contradict, and what the others are.

Dates, times of day, ages, ordinals and the numbers in names are told first and blanked, so that the reader of figures
does not meet them; it reads what is left.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from service.articles.dates import periods_of
from service.articles.lexicon import Lexicon, lexicon_of, lower
from service.claim import Approximator, Period
from service.reading.figures.find import Found
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.tokens import fold, tokens_of
from service.reading.period import Effort
from service.reading.quantity import find_printed

_BLANK = ";"
_MOST_DIGITS = 24
"""A longer run of digits is no figure of a text: a key, a hash, a slip."""
_ENDLESS = re.compile(r"\d[\d.,'’]{39,}")
"""Digits and marks without a space that no figure of a text has."""
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u2009]\d+)*")
_AGES = re.compile(
    r"\b\d{1,3}[-\s–]years?[-\s]old\w*|\b(?:aged|ages?)\s\d{1,3}(?:(?:[-–]|\sto\s|\sand\s)\d{1,3})?(?:\syears)?"
    r"|\b\d{1,3}\syears\s(?:old|of\sage)|(?<=[^\W\d_],\s)\d{2}(?=,(?:\s|$))|(?<=[^\W\d_]\s\()\d{1,2}(?=\))"
    r"|\b\d{1,3}[-–]?jährig\w*|\bim\sAlter\svon\s\d{1,3}(?:\sJahren)?|\b\d{1,3}\sJahre\salt"
    r"|\bâgée?s?\sde\s\d{1,3}(?:\sà\s\d{1,3})?\sans|(?<=,\s)\d{1,3}\sans(?=[,.])|\bde\s\d{1,3}\sans\b(?=[,.])"
    r"|\bde\s\d{1,3}\sanos(?:\sde\sidade)?(?=[,.]|\sde\sidade)|(?<=,\s)\d{1,3}\sanos(?=[,.])|\bde\s\d{1,3}\saños(?:\sde\sedad)?|(?<=,\s)\d{1,3}\saños(?=[,.])"
    r"|\b\d{1,3}[-–]?(?:річн|летн)\w+|\bвіком\s\d{1,3}\sрок\w+"
)
_HOURS = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2}){1,2}\s?(?:a\.?m\b\.?|p\.?m\b\.?|Uhr\b|[hH]\b|heures\b|horas\b|GMT\b|UTC\b)?"
    r"|\b\d{1,2}(?:[:.]\d{2})?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b|Uhr\b)|\b\d{1,2}\s?h\s?\d{2}\b|\b\d{3,4}\s(?:GMT|UTC|CET|EST)\b"
    r"|\bà\s\d{1,2}\sheures\b|\ba\slas\s\d{1,2}(?:[.:]\d{2})?\b|\b(?:о|об)\s\d{1,2}[-–]?(?:ій|й)?\s?год\w*|\bв\s\d{1,2}\sчас\w+"
)
_TIME_WITH_DOT = re.compile(r"\d{1,2}\.\d{2}")
_ORDINALS = re.compile(
    r"\b\d+(?:st|nd|rd|th|er|ère|ème|e|º|ª|-?(?:й|я|го|му|ї|ий|ій|ша|га|те|та|ше))\b|\b\d{1,2}\.(?=\s[^\W\d_])"
)
_CODES = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w+(?:-\w+)*|\b[^\W\d_]{2,}-\d+\b|https?://\S+|#\d+")
_UNIT_BEHIND = re.compile(
    r"\d[\d.,]*(?:k|m|bn|mn|tn|mph|km|kg|cm|mm|GW|MW|kW|TWh|GWh|MWh|[Kk]m2|m2|m3|C|F|p)\b|\d+[A-Za-z]{1,3}/\w+"
)
_PLAIN = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,4}")
_POINTS = re.compile(r"\s(?:percentage\s)?(?:points?|Punkten?|Prozentpunkten?|puntos?|пункт\w*|п\.\s?п\.)(?!\w)")
_PER_CENT = re.compile(r"%|percent|per cent|Prozent|por ciento|pour cent|proc")
_SMALL = 12
_PLACED = frozenset({"by", "um", "на", "en", "von", "from", "з", "с", "total", "of"})
"""What stands before a figure and is no part of it: "by 5 %", "a total of 39"."""
_INCHES = re.compile(
    r"(?<=\d)(?:\s(?:in|are|us)\b(?!\s?\d)|[\"”])|(?:(?<=[bmtr]illion)|(?<=thousand))\sin\b", re.IGNORECASE
)
"""Signs of units that are words or marks in running text: "increased by 175,000 in April", "posts 250 and 251\""."""
_FORMER = re.compile(r"(?:up|down)\sfrom\s(?=.*\d)", re.IGNORECASE)
"""Stands before what a figure was, which is no change: "119,000 households, down from [260,000]"."""
_GOT = re.compile(r"\bwon(?=\s[\d€$£])")
"""The verb, which is also a currency: "won [45.2 percent]"."""
_ELIDED_BEFORE = re.compile(r"(?:dell|dall|all|nell|sull|l|d)['’](?=\d)", re.IGNORECASE)
_ELIDED = re.compile(r"^(?:s|l|d|qu)['’]")


class Number(NamedTuple):
    """A number of a sentence: a figure with what was read, or with the reason why it is none."""

    start: int
    end: int
    printed: str
    """The figure with the verb of change that belongs to it, as the reader of figures takes it."""
    found: Found | None
    reason: str | None


class Numbers(NamedTuple):
    """What the numbers of a sentence are."""

    spots: list[Number]
    periods: list[tuple[int, int, Period]]


def numbers_of(sentence: str, lexicon: Lexicon, language: str, published_at: datetime, effort: Effort) -> Numbers:
    """Tell the numbers of a sentence apart, from left to right."""
    none = list(_no_figures(sentence))
    blanked = _blanked(sentence, [one for one in none if one.reason != "ordinal"])
    periods = list(periods_of(blanked, lexicon, language, published_at, effort))
    none = [one for one in none if all(one.end <= start or end <= one.start for start, end, _ in periods)]
    blanked = _blanked(sentence, none)
    none += [
        Number(start, end, sentence[start:end], None, "date")
        for start, end, _ in periods
        if _has_number(sentence[start:end])
    ]
    blanked = _blanked(blanked, [Number(start, end, "", None, None) for start, end, _ in periods])
    spots = [*none]
    for pattern in (_INCHES, _GOT):
        blanked = pattern.sub(lambda found: _BLANK * len(found[0]), blanked)
    for found in find_printed(blanked, language=language):
        spots += _spots_of(blanked, found, lexicon, language)
    spots += _passed_over(sentence, spots)
    return Numbers(sorted(spots), periods)


def _has_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _blanked(sentence: str, spots: list[Number]) -> str:
    for spot in spots:
        sentence = sentence[: spot.start] + _BLANK * (spot.end - spot.start) + sentence[spot.end :]
    return sentence


def _no_figures(sentence: str) -> Iterator[Number]:
    """Yield what is told by its form: ages, hours, ordinals, numbers in names, endless runs of digits."""
    if not _has_number(sentence):
        return
    taken = 0
    patterns = (
        (_ENDLESS, "a run of digits"),
        (_HOURS, "time of day"),
        (_AGES, "age"),
        (_ORDINALS, "ordinal"),
        (_CODES, "name or identifier"),
    )
    found = sorted(
        (one.start(), rank, one.end(), reason)
        for rank, (pattern, reason) in enumerate(patterns)
        for one in pattern.finditer(sentence)
    )
    for start, _, end, reason in found:
        text = sentence[start:end]
        if start < taken or not _is_form(text, reason, start):
            continue
        taken = end
        yield Number(start, end, text, None, reason)


def _is_form(text: str, reason: str, start: int) -> bool:
    if reason == "time of day" and _TIME_WITH_DOT.fullmatch(text.strip()):
        return False  # "7.50" is a figure, unless "Uhr" or "am" follows
    if reason == "name or identifier":
        return not _UNIT_BEHIND.match(text) and _has_number(text) and not (text[0].isdigit() and "-" in text)
    if reason == "ordinal" and text.endswith("."):
        return start > 0
    return reason != "age" or _has_number(text)


def _spots_of(sentence: str, found: Found, lexicon: Lexicon, language: str) -> Iterator[Number]:
    """Yield the figures of what was found in one: "slid 8.4% to 97,215" is a change and a level."""
    if level := _FORMER.match(sentence, found.start, found.end):
        yield from _parts(sentence, found, (0, level.end() - found.start), lexicon, language)
        return
    if cut := _two_levels(sentence, found, lexicon) or _onto(sentence, found, lexicon):
        yield from _parts(sentence, found, cut, lexicon, language)
        return
    yield _spot(sentence, found, lexicon, language)


def _parts(sentence: str, found: Found, cut: tuple[int, int], lexicon: Lexicon, language: str) -> Iterator[Number]:
    """Read what was found in one as two figures, without the words between them."""
    text = sentence[found.start : found.end]
    for piece, offset in ((text[: cut[0]], 0), (text[cut[1] :], cut[1])):
        for one in find_printed(piece, language=language):
            at = found.start + offset
            yield _spot(sentence, one._replace(start=one.start + at, end=one.end + at), lexicon, language)


def _two_levels(sentence: str, found: Found, lexicon: Lexicon) -> tuple[int, int] | None:
    """Tell "increasing … from fourteen to 31", which is two levels, from a range."""
    text = lower(sentence[found.start : found.end])
    before = set(lower(sentence[max(found.start - 60, 0) : found.start]).split())
    opening = next((word for word in ("from ", "von ", "de ", "з ", "с ") if text.startswith(word)), None)
    if opening is None or found.figure.high is None or before.isdisjoint(lexicon.up | lexicon.down):
        return None
    for word in lexicon.onto:
        at = text.find(f" {word} ")
        if at > 0:
            return at, at + len(word) + 2
    return None


def _onto(sentence: str, found: Found, lexicon: Lexicon) -> tuple[int, int] | None:
    """Tell "fell 3.2 percent to $41.8 billion" from "fell 3 to 5 percent"; give where the words between them stand."""
    low = lower(sentence[found.start : found.end])
    before = set(lower(sentence[max(found.start - 60, 0) : found.end]).split())
    if before.isdisjoint(lexicon.up | lexicon.down):
        return None
    for word in lexicon.onto:
        at = low.find(f" {word} ")
        is_whole = at > 0 and (not low[:at][-1].isdigit() or not _PLACED.isdisjoint(low[:at].split()))
        if is_whole and _has_number(low[:at]) and _has_number(low[at:]):
            return at, at + len(word) + 2
    return None


def _spot(sentence: str, found: Found, lexicon: Lexicon, language: str) -> Number:
    start, end = _trimmed(sentence, found.start, found.end, lexicon, language)
    points = _POINTS.match(sentence, end)
    is_change = found.figure.direction in ("up", "down")
    printed = sentence[found.start : found.end] if is_change else sentence[start:end]
    if (
        points
        and found.printed.measure.dimension == "count"
        and (
            "percentage" in points[0]
            or "prozent" in lower(points[0])
            or _PER_CENT.search(sentence)
            or found.figure.direction
        )
    ):
        end, printed = points.end(), f"{printed} percentage points"
    spot = Number(start, end, printed, found, None)
    return spot._replace(reason=_why_none(sentence, spot, lexicon))


def _trimmed(sentence: str, start: int, end: int, lexicon: Lexicon, language: str) -> tuple[int, int]:
    """Leave out the verb of change before a figure and the one behind it; approximators belong to it."""
    approximators = lexicon_for(language).before
    leading = _leading(lexicon.language)
    while _is_reached(sentence, start, lexicon) or not approximators.match(tokens_of(fold(sentence[start:end])), 0):
        first, _, rest = sentence[start:end].partition(" ")
        low = _ELIDED.sub("", lower(first))
        if low not in leading or not rest.strip() or _is_article_of_number(low, rest):
            break
        start += len(first) + 1
    if elided := _ELIDED_BEFORE.match(sentence, start, end):
        start = elided.end()
    while True:
        rest, _, last = sentence[start:end].rpartition(" ")
        if not rest or lower(last) not in lexicon.up | lexicon.down | lexicon.state:
            break
        end = start + len(rest)
    return start, end


@cache
def _leading(language: str) -> frozenset[str]:
    """Give the words that may stand before a figure and are no part of it."""
    lexicon = lexicon_of(language)
    said = lexicon.up | lexicon.down | lexicon.state | lexicon.be | lexicon.have | lexicon.of | lexicon.onto
    return said | lexicon.determiners | lexicon.pronouns | lexicon.verbs | _PLACED


def _is_reached(sentence: str, start: int, lexicon: Lexicon) -> bool:
    """Tell "slowed to 11.8 %" from "up to 11.8 %", where one word says both ("до", "hasta")."""
    words = lower(sentence[:start]).split()
    word = lower(sentence[start : start + 8]).split(" ")[0]
    return word in lexicon.onto and bool(words) and words[-1] in lexicon.state | lexicon.up | lexicon.down


def _is_article_of_number(word: str, rest: str) -> bool:
    """Tell "a dozen", "une dizaine" from "un 9,6 %"."""
    return not _has_number(rest) and word in {"a", "an", "ein", "eine", "un", "une", "una", "unos", "unas", "half"}


def _why_none(sentence: str, spot: Number, lexicon: Lexicon) -> str | None:
    found = spot.found
    text = sentence[spot.start : spot.end]
    if found is None:
        return spot.reason
    if sentence[spot.end : spot.end + 1] == "-" and sentence[spot.end + 1 : spot.end + 2].isupper():
        return "name or identifier"  # "an der Fünf-Prozent-Hürde"
    bare = found.printed.measure.dimension == "count" and found.printed.rate is None
    if (
        bare
        and lexicon.language == "en"
        and sentence[spot.end : spot.end + 1] == "-"
        and sentence[spot.end + 1 :][:1].isalpha()
    ):
        return "name or identifier"  # "the 150-seat chamber"
    if found.printed.bounds.approximator is Approximator.VAGUE and not _has_number(text):
        return "vague"
    if len(text) > _MOST_DIGITS and text.isdigit():
        return "a run of digits"
    if found.printed.measure.dimension == "time" and found.figure.direction not in ("up", "down"):
        return None if _is_changed(sentence, spot, lexicon) else "duration"
    if bare and text.isdigit() and (reason := _part_of_name(sentence, spot, lexicon)):
        return reason
    return _small_cardinal(sentence, spot, lexicon) if bare and not _has_number(text) else None


def _is_changed(sentence: str, spot: Number, lexicon: Lexicon) -> bool:
    """Tell "waiting times shortened by 11 days", which is a figure, from the durations of a story."""
    before = lower(sentence[max(spot.start - 40, 0) : spot.start]).split()
    return not (lexicon.up | lexicon.down).isdisjoint(before[-3:])


def _part_of_name(sentence: str, spot: Number, lexicon: Lexicon) -> str | None:
    """Tell "Boeing 737", "Highway 14", "posts 542 and 543" from figures, by the words on both sides."""
    before = sentence[: spot.start].split()
    if not before:
        return None
    word = before[-1].strip("\"'“„«(")
    listed = lower(before[-3]) if before[-3:-2] and word in ("and", "und", "et", "y") else ""
    is_party = word.isupper() and word.isalpha() and len(word) > 1 and any(_has_number(one) for one in before)
    if is_party and lower(before[-2]) in lexicon.determiners:
        return None  # "hat die CDU 48 Sitze, die SPD [32]"
    if not lexicon.identifiers.isdisjoint((lower(word), listed)):
        return "name or identifier"
    named = word[:1].isupper() and word.isalnum() and (len(before) > 1 or lower(word) not in lexicon.prepositions)
    named = named and word not in lexicon.not_places  # "im selben Monat 54"
    known = lexicon.prepositions | lexicon.determiners | lexicon.state | lexicon.verbs | lexicon.be | lexicon.have
    if not named or lower(word) in known | lexicon.conjunctions or _noun_follows(sentence[spot.end :], lexicon):
        return None
    return "name or identifier"


def _noun_follows(rest: str, lexicon: Lexicon) -> bool:
    words = rest.split()
    if not words or not rest.startswith((" ", "\u00a0")):
        return False
    word = lower(words[0].strip(".,;:!?"))
    closed = lexicon.prepositions | lexicon.be | lexicon.have | lexicon.state | lexicon.verbs | lexicon.conjunctions
    return (
        word[:1].isalpha() and word not in closed | lexicon.modals | lexicon.reporting | lexicon.of | lexicon.pronouns
    )


def _small_cardinal(sentence: str, spot: Number, lexicon: Lexicon) -> str | None:
    """A small number in words is part of the story, unless people are counted who came to harm, or votes."""
    found = spot.found
    if found is None or found.figure.denominator is not None or found.figure.low.value > _SMALL:
        return None
    if (
        found.printed.bounds.approximator is not Approximator.EXACT
        or found.figure.direction
        or found.figure.low.amount.fraction
    ):
        return None
    value = found.figure.low.value
    near = [lower(word.strip(".,;:!?")) for word in sentence[spot.end : spot.end + 60].split()[:6]]
    before = [lower(word.strip(".,;:!?")) for word in sentence[max(spot.start - 40, 0) : spot.start].split()[-3:]]
    harmed = any(word in lexicon.casualties for word in (*near, *before))
    return None if harmed and value > 1 else "small cardinal"


def _passed_over(sentence: str, spots: list[Number]) -> Iterator[Number]:
    """Yield the numbers that nobody has read, so that none is silent."""
    covered = {at for spot in spots for at in range(spot.start, spot.end)}
    for found in _NUMBER.finditer(sentence):
        if covered.isdisjoint(range(found.start(), found.end())):
            reason = "a run of digits" if len(found[0]) > _MOST_DIGITS else "not understood"
            yield Number(found.start(), found.end(), found[0], None, reason)
