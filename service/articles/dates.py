"""The periods of a sentence, as far as they are surely some: numbers, names and counts beside them are none."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from service.articles.lexicon import Lexicon, lower
from service.articles.year_before import year_before
from service.claim import Accuracy, Period
from service.reading.period import find_periods

_YEARS = range(1900, 2100)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?|\d{4}(?:[-–/]\d{2,4})?")
_TAIL = re.compile(r"\s\D{0,6}\d{1,4}$")
_DECIMAL_AT_END = re.compile(r"(?<!\d)\d{1,2}[.,]\d{1,2}$")
_MONTH_AND_COUNT = re.compile(r"^[^\d,]*[^\W\d_]\s(\d{1,2})$")
_LAST_DAY = 31
_NO_DAYS = frozenset(
    {"été", "second", "now", "secondo", "seconda", "primo", "prima", "ersten", "erste", "erster", "zweiten", "zweite"}
    | {"premier", "première", "primero", "primera", "primer", "segundo", "segunda", "first", "third", "перший", "перша"}
    | {"першого", "першій", "первый", "первая", "первого", "pierwszy", "pierwsza", "pierwszego", "drugi", "druga"}
)
"""Ordinals and seasons that are days of no month where they stand alone; so are single letters, "і" among them."""
_PART_OF_DAY = re.compile(
    r"(?<=tag)(?:s?abend|s?morgen|s?nacht|s?mittag|nachmittag|vormittag|früh)\b|(?<=woch)(?:s?abend|s?nacht)\b"
)
_AMOUNT = re.compile(
    r"(?<![\d.,])\d+[.,]\d+(?=\s?(?:%|per\s?cent|prozent|pour\scent|por\sciento|proc|відс|проц|(?:m|b|tr)illion|mi?l(?:li|io)"
    r"|m(?:io|rd|ld|ln)|[mb]n\b|тис|тыс|млн|млрд|tys))"
    r"|(?<![\d.,/-])\d{1,3}(?:[.,]\d{3})+(?![\d-])(?:[.,]\d+)?|[€$£¥₴₽₹]\s?\d+(?:[.,]\d+)*(?:[mbtk]n?\b)?|(?<![\d.,])\d+(?:[.,]\d+)?(?:[mbt]n|[mbk]|pc)\b"
    r"|(?<![\d.,/-])\d{1,3}(?=\s(?:last|this|next)\s[a-z])|(?<=,\s)(?:the\s)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b"
    r"|\bweek\sthat\b",
    re.IGNORECASE,
)
"""What is surely none of a date: numbers of other things, and ordinals behind a comma ("in June, second to none")."""
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|fév|fev|avr|jui|aoû|déc|ene|abr|ago|dic|gen|giu|lug|set|ott"
    "|mag|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|maj"
    "|cze|lip|sie|wrz|paź|lis|gru"
)
_BEHIND_DAY = re.compile(rf"(?<=[^\W\d_],\s)\d{{1,2}}(?=\s(?!(?:de\s)?(?:{_MONTHS}))[^\W\d_]{{3,}})", re.IGNORECASE)
"""What is counted behind a day: "On Monday, [14] people", which is no 14th."""
_RECENT = re.compile(
    r"(?:recent|(?:last|past)\s(?:few|couple\sof))\s(?:hours|days|weeks|months|years)|(?:de\s)?los\súltimos\s(?:días|meses|años)"
    r"|(?:de\s)?ces\sderni(?:ers|ères)\s(?:jours|semaines|mois|années)|(?:letzten|vergangenen)\s(?:Tagen|Wochen|Monaten|Jahren)"
    r"|останні(?:ми|х|м)?\s(?:дн|тижн|місяц|рок)\w+|последни(?:е|х|ми)\s(?:дн|недел|месяц|год)\w+|negli\sultimi\s(?:giorni|mesi|anni)"
    r"|[\w-]+\s(?:years|months|weeks|days|hours|minutes)\s(?:later|after)\b|[\w-]+\s(?:años|meses|días|horas)\sdespués"
    r"|[\w-]+\s(?:ans|mois|jours|heures)\s(?:après|plus\stard)|\w+\s(?:Jahre|Monate|Wochen|Tage|Stunden)\s(?:später|danach)"
    r"|ostatnich\s(?:dni|tygodni|miesięcy|lat)\w*",
    re.IGNORECASE,
)
"""A while that has no beginning."""
_NAMES_OF_MONTHS = frozenset({"jan", "mai", "may", "april", "june", "august"})
"""Names of months that people bear, too."""
_BESIDE_MONTHS = frozenset({"late", "early", "mid", "ende", "anfang", "mitte", "fin", "début", "last", "next", "this"})
_BY = re.compile(r"(?:\bby|\bbis(?:\szum)?|\bd['’]ici|\bpara\sel|\bentro|\bдо|\bк|\bdo)\s?$", re.IGNORECASE)
_BY_WITHIN = re.compile(r"(?:d['’]ici|by|bis|entro|do|до)\s", re.IGNORECASE)
_WEEK = timedelta(7)
_WEEKENDS = frozenset({"weekend", "the weekend", "wochenende", "fin de semana", "week-end", "weekendu"})


def periods_of(
    sentence: str, lexicon: Lexicon, language: str, published_at: datetime
) -> Iterator[tuple[int, int, Period]]:
    """Yield the periods that are surely some: "Februar um 2" of "im Februar um 2,3 Prozent" is February."""
    for pattern in (
        _PART_OF_DAY,
        _AMOUNT,
        _RECENT,
        _BEHIND_DAY,
    ):  # "am Sonntagabend", "in the second quarter, 4.1% fewer"
        sentence = pattern.sub(lambda found: ";" * len(found[0]), sentence)
    for start, end, period in find_periods(sentence, published_at=published_at, language=language):
        text = sentence[start:end]
        is_spelt = any(letter.isalpha() for letter in text)
        is_count = _goes_on(sentence, end) or _is_count(sentence, start, end, lexicon)
        if is_spelt and is_count and (cut := _TAIL.search(text)):
            shorter = text[: cut.start()]
            again = find_periods(shorter.rstrip(" ,;"), published_at=published_at, language=language)
            yield from ((start + one, start + other, read) for one, other, read in again)
        elif _is_period(sentence, start, end, lexicon) and period.end.year in range(1000, 2200):
            yield start, end, _to_come(sentence, (start, end, period), lexicon, published_at)


def _is_count(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "im Juni [89] Menschen" from "June 8": a number behind a month that can be no day, or before a noun."""
    found = _MONTH_AND_COUNT.match(sentence[start:end])
    behind = re.match(r"\s([^\W\d_]{2,})", sentence[end:])
    if not found or not behind or lower(behind[1]) in lexicon.prepositions | lexicon.conjunctions | lexicon.determiners:
        return False
    is_english = "the" in lexicon.determiners
    is_in = lower(sentence[:start]).endswith(("in ", "in late ", "in early ", "in mid-")) or lower(
        sentence[start:end]
    ).startswith("in ")
    return int(found[1]) > _LAST_DAY or not is_english or is_in


def _to_come(sentence: str, told: tuple[int, int, Period], lexicon: Lexicon, published_at: datetime) -> Period:
    """Give the day that a text looks ahead to: "will be cleared by Friday" is the next Friday, not the last."""
    start, end, period = told
    text = sentence[start:end]
    is_by = _BY.search(sentence[:start]) or _BY_WITHIN.match(text)
    words = set(re.findall(r"[^\W\d_]+", lower(sentence)))
    is_spelt = not any(letter.isdigit() for letter in text)
    is_ahead = is_spelt and period.accuracy is Accuracy.SPAN and period.end > published_at.date()
    if text.lower() in _WEEKENDS and period.start > published_at.date() and words.isdisjoint(lexicon.modals):
        return replace(period, start=period.start - _WEEK, end=period.end - _WEEK)
    if is_ahead and words.isdisjoint(lexicon.modals):
        return year_before(period) or period  # "the first eleven months of the year" are over when they are told of
    is_weekday = period.accuracy is Accuracy.DAY and is_spelt
    is_past = timedelta(0) < published_at.date() - period.end < _WEEK
    if not (is_by and is_weekday and is_past and not words.isdisjoint(lexicon.modals)):
        return period
    return replace(period, start=period.start + _WEEK, end=period.end + _WEEK)


def _goes_on(sentence: str, end: int) -> bool:
    """Tell whether a number goes on behind: "2" of "2,3"."""
    following = sentence[end : end + 2]
    return sentence[end - 1].isdigit() and (
        following[:1] == "%" or (following[:1] in ".,%" and following[1:].isdigit())
    )


def _is_period(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    text = sentence[start:end]
    if _DECIMAL_AT_END.search(text):
        return False
    if any(letter.isalpha() for letter in text):
        return lower(text) not in _NO_DAYS and len(text) > 1 and not _is_first_name(sentence, start, end, lexicon)
    if _goes_on(sentence, end) or not _DATE.fullmatch(text):
        return False
    if not text.isdigit():
        return len(text) > len("12.34") or "/" in text
    return int(text) in _YEARS and not _counts(sentence, start, end, lexicon)


def _is_first_name(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "interior minister Jan Rohde" from "im Jan 2024"."""
    text = lower(sentence[start:end])
    is_name = re.match(r"\s[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\d_]+", sentence[end:]) and sentence[start].isupper()
    before = lower(sentence[:start]).split()
    is_when = bool(before) and before[-1] in lexicon.prepositions | _BESIDE_MONTHS
    return text in _NAMES_OF_MONTHS and bool(is_name) and not is_when


def _counts(sentence: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell "2000 Thai stores" from "in 2000 Thai stores": a number before a noun, behind no preposition or article."""
    before, behind = lower(sentence[:start]).split(), sentence[end:].split()
    if (
        not behind
        or not behind[0][0].isalpha()
        or (before and before[-1] in lexicon.prepositions | lexicon.determiners)
    ):
        return False
    word = lower(behind[0].strip(".,;:"))
    closed = lexicon.prepositions | lexicon.be | lexicon.have | lexicon.state | lexicon.verbs | lexicon.conjunctions
    is_year = word.startswith(("рок", "рік", "год"))
    return not is_year and word not in closed | lexicon.of | lexicon.determiners | lexicon.reporting and bool(before)
