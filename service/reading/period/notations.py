"""Ways of writing a period that are no language's grammar: spreadsheets, statistical codes, what surrounds a date.

Each is brought to a writing that the grammar reads. "Dec-19" and "févr-17" are months (a spreadsheet's mmm-yy),
"2020M03" is March 2020 (the IMF's and Eurostat's months), "2020 [YR2020]" 2020 (the World Bank's), "June quarter" the
one that ends then.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from service.reading.lexicon_files import LANGUAGES
from service.reading.period.words import fold, months_of, year_of_two_digits

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_LONG = r"[^\W\d_]+"
_MOST_LETTERS = {True: 3, False: 5}
"""Of a month as a spreadsheet shortens it, in English or not: "June-14" may be a day."""

Rewriting = Callable[[re.Match[str]], str]


def _month(name: str) -> str:
    number = _MONTHS.split("|").index(name[:3].lower()) + 1
    return f"{number:02d}"


def _spreadsheet_month(found: re.Match[str]) -> str:
    """Give the month of "Dec-19", "févr.-17" and "set/20"; of what is no month's short name the text as it is."""
    month = _short_months().get(fold(found["month"]))
    return found.string if month is None else f"{year_of_two_digits(found['year'])}-{month:02d}"


@cache
def _short_months() -> Mapping[str, int]:
    """Short names of months in all languages, folded; without those that are two months, and English long ones."""
    told: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, month in months_of(language).items():
            if len(name) <= _MOST_LETTERS[language == "en"]:
                told.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in told.items() if len(months) == 1}


def _spreadsheet_span(found: re.Match[str]) -> str:
    first = f"{year_of_two_digits(found['y1'])}-{_month(found['m1'])}"
    return f"{first}/{year_of_two_digits(found['y2'])}-{_month(found['m2'])}"


def _up_to(found: re.Match[str]) -> str:
    """Give "2022, as of 23 November" as a running total since the start of what stands first."""
    span, day = found["span"].strip(), found["day"].strip()
    year = re.search(r"\b\d{4}\b", span)
    if year is not None and re.search(r"\b\d{4}\b", day) is None:
        day = f"{day} {year.group()}"
    if re.match(r"(?i)since|seit|depuis|desde|з|с|від", span):
        return f"{span}, as of {day}"
    since = f"since January {span}" if re.fullmatch(r"\d{4}", span) else f"since {span}"
    return f"{since}, as of {day}"


def _first_months(found: re.Match[str]) -> str:
    """Give "9M 2024" as the first nine months of it."""
    year = found["y"] if len(found["y"]) > len("24") else year_of_two_digits(found["y"])
    months = int(found["n"])
    return f"{year}-01/{year}-{months:02d}" if 1 < months < len(_MONTHS.split("|")) else found.string


def _quarter(found: re.Match[str]) -> str:
    return f"{found['y']}-Q{found['q']}"


_EVENTS = (
    "legislativas|législatives|présidentielles?|municipales|elei[cç][õo]es|elezioni|elecciones|élections|wybory|wybor[óo]w|"
    "wahl|bundestagswahl|election|mecz|match|partita|partido|jogo|spiel|вибори|выборы|матч"
)
"""What happened on one day; the day behind it is the period."""
_AGAINST = r"rispetto al?|wobec|w porównaniu|par rapport|frente a|compared (?:with|to)|versus|vs\.?"
_COMPARED = rf"ante|gegenüber|face à|face ao|{_AGAINST}"
_CLOCK = r"(?:fino )?alle(?: ore)?|dalle(?: ore)?|ore|às|godz\.?|a las"
_OR_TO = r"um|gegen|à|о|об"
"""Stand before a time of the day, and before other things: "2019 à 2021", "2019 à 21" are years."""
_MINUTES = r" ?[:.h] ?\d\d(?:[:.]\d\d)?"
_HOUR_WORD = r" ?(?:uhr|heures?|h|horas?|hrs?|год\w*|час\w*)\b"
_HOUR = rf"(?:{_CLOCK}) \d{{1,2}}\b(?:{_MINUTES}\b)?\D*|(?:{_CLOCK}|{_OR_TO}) \d{{1,2}}(?:{_MINUTES}|{_HOUR_WORD})\D*"
_NIGHT = "in der nacht|nachts|dans la nuit|en la noche|nella notte|w nocy|à noite|вночі|уночі|ночью"
"""The night before the publication, by the day on which it began, as "overnight" and "last night" are."""
_SEASON = r"season|saison|temporada|stagione|sezon\w{0,2}|campa[ñn]a|campagne|campanha|сезон\w{0,2}"
"""A season named by one year lies in it."""
_OF_YEAR = r"(?: ?р(?:оку|\.)?| ?г(?:ода|\.)?)?"

_TABLE: tuple[tuple[re.Pattern[str], Rewriting], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rewriting)
    for pattern, rewriting in (
        (rf"(?P<month>{_LONG})\.?[-'’/](?P<year>\d\d)", _spreadsheet_month),
        (rf"(?P<m1>{_MONTHS})[-'’]?(?P<y1>\d\d)\s*[-–/]\s*(?P<m2>{_MONTHS})[-'’]?(?P<y2>\d\d)", _spreadsheet_span),
        (r"(?P<y>\d{4})-?M(?P<m>\d{1,2})", lambda found: f"{found['y']}-{int(found['m']):02d}"),
        (r"(?P<n>\d{1,2})M[ -]?(?P<y>(?:20)?\d\d)", _first_months),
        (rf"(?P<y>\d{{4}})(?:er)?[ -](?:{_LONG} )?(?:{_SEASON})", lambda found: found["y"]),
        (rf"(?:last |past |this )?(?:{_LONG} )?(?:{_SEASON}) \(?(?P<y>\d{{4}})\)?", lambda found: found["y"]),
        (r"(?P<y>\d{4})-?K(?P<q>[1-4])", lambda found: f"{found['y']}-Q{found['q']}"),
        (r"(?P<y>\d{4})\s*\[YR\d{4}\]", lambda found: found["y"]),
        (r"(?P<y>\d{4}),? \(?mid-?year\)?", lambda found: f"mid-{found['y']}"),
        (r"mid-?year (?:population )?estimates?,? (?P<y>\d{4})", lambda found: f"mid-{found['y']}"),
        (r"(?P<day>.*\d.*) \(mid-?year\)", lambda found: found["day"]),
        (r"quarter\s+(?P<q>[1-4]),?\s+(?P<y>(?:fy\s*)?\d{4})", lambda found: f"Q{found['q']} {found['y']}"),
        (rf"(?P<m>{_LONG})\s+quarter,?\s+(?P<y>\d{{4}})", lambda found: f"quarter ended {found['m']} {found['y']}"),
        (
            r"(?:the )?(?P<n>first|second|third|fourth) fiscal quarter(?: of)? (?P<y>\d{4})",
            lambda found: f"fiscal {found['n']} quarter of {found['y']}",
        ),
        (r"(?P<y>\d{4}) (?:calendar year)", lambda found: found["y"]),
        (r"calendar (?:year )?(?P<y>\d{4})", lambda found: found["y"]),
        (r"(?P<y>\d{4})[ -]year[ -]end", lambda found: f"year-end {found['y']}"),
        (r"(?:AY|academic year) (?P<y>\d{4}[-/]\d\d(?:\d\d)?)", lambda found: f"academic year {found['y']}"),
        (r"(?P<span>.+?),?\s+as (?:of|at) (?P<day>.+)", _up_to),
        (
            r"(?:announced|published|reported|released|decided|recorded|updated)(?: on)?:?\s+(?P<day>.*\d.*)",
            lambda found: f"as of {found['day']}",
        ),
        (
            r"(?:as (?:of|at) )?(?:the )?close (?:of (?:business|trading|play) )?(?:on )?(?P<day>\d.*)",
            lambda found: f"as of {found['day']}",
        ),
        (r"(?:market |trading )?close,?\s+(?:of |on )?(?P<day>.*\d.*)", lambda found: f"as of {found['day']}"),
        (r"(?P<day>.*\d.*?),?\s+(?:market |trading |the )?close", lambda found: f"as of {found['day']}"),
        (r"(?P<month>.+?) transfer window(?P<year>,? \d{4})?", lambda found: f"{found['month']}{found['year'] or ''}"),
        (r"from (?P<start>.+?) to date", lambda found: f"since {found['start']}"),
        (r"(?P<start>.+?)[-–]to[-–]date", lambda found: f"{found['start']} to date"),
        (r"overnight(?: on| into)?\s+(?P<day>.+)", lambda found: found["day"]),
        (r"(?:in the )?night (?:of|to|into) (?P<day>[^\W\d_].*)", lambda found: found["day"]),
        (_NIGHT, lambda _: "yesterday"),
        (r"(?P<span>.+?)\s+(?:alone|only)", lambda found: found["span"]),
        (
            r"(?P<day>.*\d.*?),? at \d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?(?: local time| gmt| utc| cet| et)?",
            lambda found: found["day"],
        ),
        (
            rf"(?P<day>.*\d{{4}}.*?),? (?:{_HOUR})",
            lambda found: found["day"],
        ),
        (
            rf"(?:{_EVENTS})\b\D{{0,40}}?(?:,| de| du| del| dal| z| of| vom| on) (?P<day>\d.*)",
            lambda found: found["day"],
        ),
        (rf"(?P<span>.*\d{{4}}),? (?:{_COMPARED}) .+", lambda found: found["span"]),
        (
            rf"(?P<q>[1-4])\.?(?:-?[йяєеіго]{{1,2}})? (?:квартал[уіа]?|кв\.?) (?P<y>\d{{4}}){_OF_YEAR}",
            _quarter,
        ),
        (r"im (?:laufe|verlauf) des jahres (?P<y>\d{4})", lambda found: found["y"]),
        (r"(?:in the course of|during|throughout|over) (?:the year )?(?P<y>\d{4})", lambda found: found["y"]),
    )
)


def rewritten(text: str) -> str:
    """Give a period in a writing that the grammar reads; any other text as it is."""
    for pattern, rewriting in _TABLE:
        found = pattern.fullmatch(text)
        if found is not None:
            return rewriting(found)
    return text
