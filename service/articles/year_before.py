"""Figures of the year before: "compared with [170] in the same period last year", "A year earlier it was [54]"."""

import re
from calendar import monthrange
from datetime import date

from msgspec.structs import replace

from service.articles.lexicon import lower
from service.claim import Accuracy, Period

_SAME = {
    "en": r"(?:in|during|over|for)\s(?:the\s)?(?:same|corresponding|year-earlier)\s"
    r"(?:period|month|quarter|half|week|time|day)"
    r"(?:\s(?:of\s)?(?:last\syear|a\syear\s(?:earlier|ago|before)|the\sprevious\syear|the\syear\sbefore))?"
    r"|a\syear\s(?:earlier|ago|before)|the\syear\sbefore",
    "de": r"im\s(?:gleichen|selben)\s(?:zeitraum|monat|quartal)\s(?:des\svorjahres|im\svorjahr|vor\seinem\sjahr)"
    r"|(?:im\s|als\sim\s)?vorjahres(?:zeitraum|monat|quartal|halbjahr)|(?:ein|im)\sjahr\szuvor|vor\seinem\sjahr",
    "fr": r"(?:à|sur|pendant|de|lors\sde)\sla\smême\spériode\s(?:de\s)?(?:l['’](?:an\sdernier|année\sprécédente))"
    r"|un\san\s(?:plus\stôt|auparavant)|il\sy\sa\sun\san",
    "es": r"(?:en\s)?(?:el\s)?mismo\s(?:per[ií]odo|mes|trimestre|lapso)\s(?:del?\s)?(?:año\s(?:anterior|pasado))"
    r"|un\saño\s(?:antes|atrás)|hace\sun\saño",
    "it": r"nello\sstesso\s(?:periodo|mese|trimestre)\s(?:del(?:l['’]anno\s(?:precedente|scorso)|lo\sscorso\sanno))"
    r"|un\sanno\s(?:prima|fa)",
    "pl": r"w\stym\ssamym\s(?:okresie|miesiącu|kwartale)\s(?:ubiegłego|zeszłego|poprzedniego)\sroku"
    r"|rok\swcześniej|przed\srokiem",
    "uk": r"за\s(?:аналогічний|той\s(?:же|самий))\sперіод\s(?:минулого\sроку|торік|попереднього\sроку)"
    r"|роком\sраніше|рік\sтому",
    "ru": r"за\s(?:аналогичный|тот\sже)\sпериод\s(?:прошлого|предыдущего)\sгода|годом\sранее|год\sназад",
}
_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(_SAME.values())})(?!\w)")
_COMPARED = re.compile(
    r"(?<!\w)(?:compared\s(?:with|to)|against|from|versus|contre|frente\sal?|gegenüber|nach|von|verglichen\smit|проти|против"
    r"|wobec|contro|rispetto\s(?:a|ai|alle)|statt|instead\sof|de)\s(?:\w+\s){0,2}$"
)
_BEHIND = re.compile(r"(?:\s[^\W\d_]+){0,4},?\s$")


def year_before_spans(sentence: str) -> list[tuple[int, int]]:
    """Give where a sentence speaks of the same time one year before."""
    return [found.span() for found in _PATTERN.finditer(lower(sentence))]


def is_of_year_before(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Tell the figure that is compared with, "against [170] a year earlier"; give where the time is told."""
    low = lower(sentence)
    for first, last in year_before_spans(sentence):
        if first >= end and _COMPARED.search(low[:start]) and _BEHIND.fullmatch(f"{low[end:first]}"):
            return first, last
        if not low[:first].strip() and last <= start and not any(letter.isdigit() for letter in low[last:start]):
            return first, last
    return None


def year_before(period: Period) -> Period | None:
    """Give the same time one year before; None where no year can be before."""
    if period.start.year <= 1:
        return None
    start, end = (
        _shifted(day, is_end_of_month=period.accuracy is not Accuracy.DAY) for day in (period.start, period.end)
    )
    return replace(period, start=start, end=end, since=None)


def _shifted(day: date, *, is_end_of_month: bool) -> date:
    year, last = day.year - 1, monthrange(day.year - 1, day.month)[1]
    is_last = is_end_of_month and day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=last if is_last else min(day.day, last))
