"""What is measured: phrases brought to one form, in which equal texts are equal metrics."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from service.claim import Metric, Period, PeriodKind, Place, Quantity, QuantityKind, Subject
from service.reading.lexicon_files import LANGUAGES, WORLD, load, words_of_language
from service.reading.qualifiers import find_codes, find_qualifiers, is_number
from service.reading.thesaurus import rewrite
from service.reading.words import cut, fold, guess_language, refuse, require_text, stem

UNDERSTOOD = '"personnel losses", "GDP per capita", "people killed"'


def _silent() -> dict[str, frozenset[str]]:
    listed = {language: words_of_language(language).silent for language in LANGUAGES}
    return {language: frozenset(stem(fold(word), language) for word in words) for language, words in listed.items()}


_FULL = {
    short: full for language in reversed(LANGUAGES) for short, full in words_of_language(language).shortened.items()
}
_SHORTENED = re.compile(
    rf"(?<![\w.-])(?:{'|'.join(re.escape(short) for short in sorted(_FULL, key=len, reverse=True))})(?![\w-])",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\b([ymq])(?:/|o)\1\b", re.IGNORECASE)
_COMPARED = {"y": "annual", "m": "monthly", "q": "quarterly"}
_MOVED = re.compile(
    rf"(?:\S+\s+){{0,6}}?\S*(?:{'|'.join(load(WORLD, 'signs')['moves'])})"
    r"(?=\s*$|\s*[,(]|\s+(?:\S+\s+)?(?:in|of|at|on|over|der|des|du|de|del|dei|di|da|do)\b)"
    r"|[^,]+,\s*(?:\S+\s+)?(?:change|veränderung|variation|variación|variazione|variação|zmiana|зміна|изменение)(?:\s+\S+)?\s*$",
    re.IGNORECASE,
)
"""A change as the head of what is measured: "share price fall, one day", "hausse moyenne des primes"."""
_POINTS = "points"
_HIGHEST_CHANGE = 50
"""Per cent; an index of prices stands about 100, and is seldom told in per cent."""
SILENT = _silent()
"""Stems of the words that say nothing about what is measured, for each language."""


def read_metric(
    given: str, language: str | None = None, *, subject: Subject | None = None, place: Place | None = None
) -> Metric:
    """Bring a metric's words to one form: stems and concepts in a fixed order, then its qualifiers.

    Args:
        given: The metric in words, at most 500 characters.
        language: BCP 47 tag of the text; without it English, with Cyrillic told by its letters.
        subject: The claim's subject: its words in the metric say nothing more ("Russian army losses").
        place: The claim's place: its country or town in the metric says nothing more ("population of France").

    Raises:
        Unreadable: Nothing to read, too long, or characters that no text holds.
    """
    folded = fold(_in_full(require_text(given, "/metric", UNDERSTOOD)))
    spoken = _language(language, folded)
    if spoken == "en":
        folded = fold(spelt_out(given))
    said = rewrite(cut(folded), spoken)
    loud = _loud(said, SILENT[spoken])
    qualifiers = sorted(find_codes(given) | find_qualifiers(said, folded, SILENT[spoken].__contains__))
    words = _without(_scope_words(subject, place), loud or ([] if qualifiers else _plain(said)))
    if not words and not qualifiers:
        raise refuse(given, "/metric", "There is no word in it.", UNDERSTOOD)
    return _metric(given, words, qualifiers)


def spelt_out(text: str) -> str:
    """Write out what is shortened: "avg", "Mitarb.", "к-ть"; "y/y" says a change, which inflation is anyway."""
    change = "" if "inflation" in text.casefold() else " change"
    return _SHORT.sub(lambda found: f"{_COMPARED[found[1].lower()]}{change}", _in_full(text))


def _in_full(text: str) -> str:
    return _SHORTENED.sub(lambda found: _FULL[found[0].casefold()], text)


def _metric(given: str, words: Sequence[str], qualifiers: Iterable[str]) -> Metric:
    """Put the parts together. The change of consumer prices is inflation; growth of GDP is real unless it says not."""
    said = set(qualifiers)
    if "measure:change" in said and "cpi" in words:
        words = sorted({*words, "inflation"} - {"cpi"})
        said.add("prices:consumer")
    if "measure:change" in said and "gdp" in words and not any(one.startswith("price:") for one in said):
        said.add("price:real")
    return Metric(as_given=given, phrase=" ".join((*words, *sorted(said))), qualifiers=tuple(sorted(said)))


def resolve_metric(metric: Metric, quantity: Quantity) -> Metric:
    """Let the figure complete the metric: "retail sales" that fell 2 % is a change in retail sales.

    The counterpart of `resolve`: of the same fact in two forms, both become the same phrase.
    """
    is_change = quantity.kind is QuantityKind.CHANGE or is_change_of_prices(metric, quantity)
    if (is_change or is_moved(metric, quantity)) and "measure:change" not in metric.qualifiers:
        kept = [qualifier for qualifier in metric.qualifiers if not qualifier.startswith("measure:")]
        return _rephrased(metric, [*kept, "measure:change"])
    if quantity.kind is not QuantityKind.RATE:
        return metric
    told = {one.partition(":")[0] for one in metric.qualifiers}
    per = _PER.get(quantity.unit.base.rpartition("/")[2])
    more = [per] if per and "per" not in told else []
    more += ["measure:rate"] if _OF_SO_MANY.match(quantity.unit.name) and "measure" not in told else []
    return _rephrased(metric, [*metric.qualifiers, *more]) if more else metric


def of_its_period(metric: Metric, quantity: Quantity, period: Period) -> Metric:
    """Give the metric of a count per day, week or month in one such: the new ones of that time, and no rate.

    "Daily deaths" of 7 April are the deaths that were new on that day, "passengers a month" of July those of July. A
    rate that the figure itself tells stays one.
    """
    per = next((one for one in metric.qualifiers if one.partition(":")[2] in _LASTS), None)
    is_count = quantity.kind is QuantityKind.LEVEL and quantity.unit.dimension == "count"
    if per is None or not per.startswith("per:") or not is_count or not _lasts(period, per.partition(":")[2]):
        return metric
    kept = [one for one in metric.qualifiers if one != per]
    told = {one.partition(":")[0] for one in kept}
    return _rephrased(metric, kept if "flow" in told else [*kept, "flow:new"])


_LASTS = {"day": (1, 1), "week": (7, 7), "month": (28, 31)}
"""The fewest and the most days."""


def _lasts(period: Period, name: str) -> bool:
    fewest, most = _LASTS[name]
    days = (period.end - period.start).days + 1
    is_month = name != "month" or (period.start.day == 1 and (period.end + timedelta(days=1)).day == 1)
    return period.kind is PeriodKind.DURING and fewest <= days <= most and is_month


def is_change_of_prices(metric: Metric, quantity: Quantity) -> bool:
    """Whether a percentage of the index of prices is its change: "core CPI: 5.9 %"."""
    high, is_level = quantity.stated.high, quantity.kind is QuantityKind.LEVEL
    if high is None or not is_level or quantity.unit.dimension != "percent" or abs(high) >= _HIGHEST_CHANGE:
        return False
    return "cpi" in metric.phrase.split() and not any(one.startswith("measure:") for one in metric.qualifiers)


def is_moved(metric: Metric, quantity: Quantity) -> bool:
    """Whether a percentage, or points of an index, are how far it moved: "index fall, one day: 12.4 %"."""
    if quantity.kind is not QuantityKind.LEVEL or any(one.startswith("measure:share") for one in metric.qualifiers):
        return False
    is_told_so = quantity.unit.dimension == "percent" or quantity.unit.thing == _POINTS
    return is_told_so and _MOVED.match(metric.as_given) is not None


_PER = {"day": "per:day", "person": "per:person"}
_OF_SO_MANY = re.compile(r"per \d")
"""Homicides "per 100,000 people" are the homicide rate."""


def _rephrased(metric: Metric, qualifiers: Iterable[str]) -> Metric:
    words = metric.phrase.split()[: -len(metric.qualifiers) or None]
    return _metric(metric.as_given, words, qualifiers)


def _scope_words(subject: Subject | None, place: Place | None) -> set[str]:
    """What the claim's scope says already: words of the subject as a metric would say them, the code of the country."""
    country = {place.key.partition("/")[0]} if place else set()
    where = country | (_said_in(place.name) if place and not place.key.isupper() else set())
    if subject is None:
        return where
    return where | set(subject.key.split()) | _said_in(subject.as_given)


def _said_in(text: str) -> set[str]:
    """The words of a text as a metric would say them."""
    folded = fold(text)
    return {word for word in rewrite(cut(folded), _language(None, folded)) if ":" not in word}


def _without(scope: set[str], words: list[str]) -> list[str]:
    """The words that say more than the scope; all of them, if none would be left."""
    return [word for word in words if word not in scope] or words


def _language(tag: str | None, folded: str) -> str:
    primary = tag.split("-")[0].lower() if tag else ""
    return primary if primary in SILENT else guess_language(folded)


def _loud(said: Sequence[str], silent: frozenset[str]) -> list[str]:
    return [word for word in _plain(said) if word not in silent]


def _plain(said: Sequence[str]) -> list[str]:
    return sorted({word for word in said if word[0].isalnum() and ":" not in word and not is_number(word)})
