"""A period as it is printed: never left out, and said to be the day of publication where nothing else was told."""

from datetime import date
from typing import assert_never

from babel.dates import format_date

from service.claim import Accuracy, Period, PeriodKind
from service.disputing.wording.lexicon import Lexicon

_MONTHS_IN = {Accuracy.QUARTER: 3, Accuracy.HALF: 6}


def period_words(period: Period, lexicon: Lexicon) -> str:
    """Give a period in the words of a language."""
    dates = lexicon["dates"]
    if period.since is not None:
        return str(dates["span"].format(start=day_words(period.since, lexicon), end=day_words(period.end, lexicon)))
    if period.assumed:
        return str(dates["published"].format(date=day_words(period.end, lexicon)))
    if period.start == period.end:
        template = dates["as_of"] if period.kind is PeriodKind.AS_OF else dates["day"]
        return str(template.format(date=day_words(period.end, lexicon)))
    if named := _named(period, lexicon):
        return named
    return str(dates["span"].format(start=day_words(period.start, lexicon), end=day_words(period.end, lexicon)))


def day_words(day: date, lexicon: Lexicon) -> str:
    """Give a day in the words of a language."""
    pattern = lexicon["dates"]["first" if day.day == 1 else "pattern"]
    return format_date(day, pattern, locale=lexicon.locale)


def _named(period: Period, lexicon: Lexicon) -> str | None:
    """Give a span that is a month, a quarter, a half or a year of the calendar."""
    dates, start = lexicon["dates"], period.start
    match period.accuracy:
        case Accuracy.MONTH:
            return str(dates["month"].format(month=dates["months"][start.month - 1], year=start.year))
        case Accuracy.QUARTER | Accuracy.HALF:
            long = _MONTHS_IN[period.accuracy]
            if start.month % long != 1:
                return None
            name = "quarter" if period.accuracy is Accuracy.QUARTER else "half"
            ordinals = dates["quarters" if name == "quarter" else "halves"]
            return str(dates[name].format(ordinal=ordinals[(start.month - 1) // long], year=start.year))
        case Accuracy.YEAR:
            return str(dates["year"].format(year=start.year))
        case Accuracy.DAY | Accuracy.WEEK | Accuracy.SEASON | Accuracy.FISCAL_YEAR | Accuracy.DECADE | Accuracy.SPAN:
            return None
        case _:
            assert_never(period.accuracy)
