"""Figures of a time before: "compared with [170] in the same period last year", "down from [260] a day earlier"."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

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
    "pt": r"(?:n[oa]\s)?mesm[oa]\s(?:período|mês|trimestre|época)\s(?:do\s(?:ano\s(?:anterior|passado)))"
    r"|um\sano\s(?:antes|atrás)|há\sum\sano",
    "ru": r"за\s(?:аналогичный|тот\sже)\sпериод\s(?:прошлого|предыдущего)\sгода|годом\sранее|год\sназад",
}
_EARLIER = {
    "year": "|".join(_SAME.values()),
    "quarter": r"(?:in\s)?(?:a|the\s(?:previous|prior|preceding))\squarter(?:\s(?:earlier|before|ago))?|im\svorquartal"
    r"|(?:le|au)\strimestre\sprécédent"
    r"|(?:el|en\sel)\strimestre\santerior|nel\strimestre\sprecedente|no\strimestre\santerior|w\spoprzednim\skwartale"
    r"|у\sпопередньому\sкварталі|в\sпредыдущем\sквартале",
    "month": r"(?:in\s)?(?:a\smonth\s(?:earlier|before|ago)|the\s(?:previous|prior|preceding)\smonth"
    r"|the\smonth\sbefore)|(?:im|als\sim)\svormonat"
    r"|(?:einen|ein)\smonat\szuvor|(?:le|au)\smois\sprécédent|un\smois\s(?:plus\stôt|auparavant)|(?:el|en\sel)\smes\s(?:anterior|previo)"
    r"|un\smes\s(?:antes|atrás)|(?:il|nel)\smese\sprecedente|un\smese\sprima|(?:o|no)\smês\santerior|um\smês\santes"
    r"|(?:w\spoprzednim\smiesiącu|miesiąc\swcześniej)|(?:місяцем\sраніше|у\sпопередньому\sмісяці)|(?:месяцем\sранее|в\sпредыдущем\sмесяце)",
    "week": r"a\sweek\s(?:earlier|before|ago)|the\s(?:previous|prior)\sweek|the\sweek\sbefore|eine\swoche\szuvor"
    r"|in\sder\svorwoche"
    r"|(?:la|une)\ssemaine\s(?:précédente|plus\stôt|auparavant)|(?:la|una)\ssemana\s(?:anterior|antes|previa)"
    r"|(?:la|una)\ssettimana\s(?:precedente|prima)|(?:na|uma)\ssemana\s(?:anterior|antes)|tydzień\swcześniej|тижнем\sраніше|неделей\sранее",
    "day": r"a\sday\s(?:earlier|before|ago)|the\s(?:previous|prior)\sday|the\sday\sbefore|(?:am|einen)\s(?:vortag"
    r"|tag\s(?:zuvor|davor))"
    r"|la\sveille|un\sjour\s(?:plus\stôt|auparavant)|el\sdía\s(?:anterior|previo)|un\sdía\santes|il\sgiorno\s(?:precedente|prima)"
    r"|(?:no|o)\sdia\santerior|um\sdia\santes|dzień\swcześniej|(?:днем|добою)\sраніше|(?:днём|днем)\sранее",
}
_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(rf'(?P<{unit}>{said})' for unit, said in _EARLIER.items())})(?!\w)")
_COMPARED = re.compile(
    r"(?<!\w)(?:compared\s(?:with|to)|against|from|after|versus|contre|après|frente\sal?|tras|gegenüber|nach|von|verglichen\smit|проти|против"
    r"|після|после|wobec|contro|dopo|rispetto\s(?:a|ai|alle)|contra|ante|após|statt|instead\sof|de|z|po|з|с)\s(?:\w+['’]?\s?){0,2}$"
)
_BEHIND = re.compile(r"(?:\s[^\W\d_]+){0,4},?\s$")
_COMPARED_FIGURE = re.compile(
    r"(?<!\w)(?:compared\s(?:with|to)|against|from|after|versus|contre|après|frente\sal?|tras|gegenüber|nach|von|verglichen\smit|проти|против"
    r"|після|после|wobec|contro|dopo|rispetto\s(?:a|ai|alle)|contra|após|z|po|з|с)\s(?:\w+['’]?\s?){0,2}[€$£]?\d[\d.,]*(?:\s?[^\s;]+){0,4}\s$"
)
_WINDOW = 80
_MONTHS = {"month": 1, "quarter": 3}


class Earlier(NamedTuple):
    """Where a sentence names a time before another, and by how much it lies before it."""

    start: int
    end: int
    unit: str

    def covers(self, told: tuple[int, int, Period]) -> bool:
        """Tell whether a period is read in these words."""
        return self.start < told[1] and told[0] < self.end


@lru_cache(maxsize=256)
def earlier_times(sentence: str) -> tuple[Earlier, ...]:
    """Give where a sentence speaks of a time by how long it lies before: "a year earlier", "im Vormonat"."""
    return tuple(Earlier(*found.span(), str(found.lastgroup)) for found in _PATTERN.finditer(lower(sentence)))


def compared_with_earlier(sentence: str, start: int, end: int) -> Earlier | None:
    """Tell the figure that is compared with, "against [170] a year earlier"; give where the time is told."""
    low = lower(sentence)
    for earlier in earlier_times(sentence):
        first, last, _ = earlier
        if first >= end and _COMPARED.search(low[:start]) and _BEHIND.fullmatch(f"{low[end:first]}"):
            return earlier
        if not low[:first].strip() and last <= start and not any(letter.isdigit() for letter in low[last:start]):
            return earlier
    return None


def is_behind_compared(sentence: str, start: int) -> bool:
    """Tell a time that is of a figure compared with: "[1.7 %] in January, after 2.3 % in December"."""
    return _COMPARED_FIGURE.search(lower(sentence[max(start - _WINDOW, 0) : start])) is not None


def time_before(period: Period, unit: str) -> Period | None:
    """Give the same time a day, a week, a month, a quarter or a year before; None where a finer time is wanted."""
    days = (period.end - period.start).days + 1
    if unit == "year":
        return year_before(period)
    if unit in ("day", "week"):
        away = timedelta(1 if unit == "day" else 7)
        is_fine = days <= away.days and period.start.toordinal() > away.days
        return replace(period, start=period.start - away, end=period.end - away, since=None) if is_fine else None
    months = _MONTHS[unit]
    if days > 31 * months or period.start.toordinal() < 31 * (months + 1):
        return None
    start, end = (_months_before(day, months, is_end=days > 1) for day in (period.start, period.end))
    return replace(period, start=start, end=end, since=None)


def _months_before(day: date, months: int, *, is_end: bool) -> date:
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = monthrange(year, month + 1)[1]
    was_last = is_end and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if was_last else min(day.day, last))


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
