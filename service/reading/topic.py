"""What a claim's words say in all its fields together, whatever field a word stands in.

A topic is made of metric, subject, the place below its country, and the counted thing. Days and months in its words are
left to the period. Countries are told apart by the claim's place; those that the words name are kept as codes.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from msgspec.structs import replace

from service.claim import Claim, Metric, Place, Subject, Unit
from service.reading.countries import is_country
from service.reading.metric import SILENT, spelt_out
from service.reading.qualifiers import find_codes, find_qualifiers, is_number
from service.reading.remarks import read_remark
from service.reading.thesaurus import runs_in
from service.reading.words import cut, fold, guess_language, stem
from service.topic import Topic, TopicWord

_SETTLED = frozenset({"measure", "per", "price", "prices", "sex", "age", "flow", "certainty"})
"""Groups that the figure, what it counts and what stands behind it may have added to the metric's own words."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PROPER = re.compile(r"[A-ZÀ-Þ][\w'’&.-]*(?:\s+(?:of|the|de|del|di|da|and|&)?\s*[A-ZÀ-Þ\d][\w'’&.-]*)+")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    "sept|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|dezember|jänner|janvier|février|mars|avril|juin|"
    "juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    "octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|"
    "fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|stycznia|lutego|marca|kwietnia|maja|czerwca|"
    "lipca|sierpnia|września|października|listopada|grudnia|января|февраля|марта|апреля|мая|июня|июля|августа|"
    "сентября|октября|ноября|декабря|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|"
    "грудня"
)
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?(?:\s+de)?[\s-]+(?:{_MONTHS})\b(?:,?\s+(?:de\s+)?(?:19|20)\d\d\b)?"
    rf"|\b(?:{_MONTHS})\s+\d{{1,2}}\b(?:,\s*(?:19|20)\d\d\b)?|\b(?:{_MONTHS})\s+(?:de\s+)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)


_CURRENCY = re.compile(r"\b(?:in\s+)?(?:US|U\.S\.|American)\s+(?=dollars?\b)", re.IGNORECASE)
"""Whose currency a figure is told in: no country that the claim speaks of."""


def read_topic(claim: Claim) -> Topic:
    """Bring the words of a claim together. Pure; the same words in the same fields give the same topic.

    What stands behind the figure is said of the metric: "7.2 % for males" of an unemployment rate.
    """
    metric = claim.metric
    if claim.quantity.remark:
        told = _words_behind(claim.quantity.remark, claim.published_at, claim.language)
        metric = replace(metric, as_given=f"{metric.as_given} {told}".strip())
    return topic_of(metric, claim.subject, claim.place, claim.quantity.unit, claim.language)


@lru_cache(maxsize=4_096)
def _words_behind(remark: str, published_at: datetime, language: str | None) -> str:
    """Kept, because a stored claim is compared again and again."""
    return read_remark(remark, published_at=published_at, language=language).words


def topic_of(metric: Metric, subject: Subject | None, place: Place | None, unit: Unit, language: str | None) -> Topic:
    """Bring the words of a claim's fields together."""
    return _topic_of(
        metric.as_given,
        tuple(one for one in metric.qualifiers if one.partition(":")[0] in _SETTLED),
        subject.as_given if subject else None,
        place.name if place is not None and not _is_whole_country(place.key) else None,
        unit.thing,
        language.split("-")[0].lower() if language else None,
    )


def _is_whole_country(key: str) -> bool:
    return key.isupper() or key.isdigit()


@lru_cache(maxsize=16_384)
def _topic_of(
    metric: str,
    settled: tuple[str, ...],
    subject: str | None,
    within: str | None,
    thing: str | None,
    language: str | None,
) -> Topic:
    fields = {"metric": metric, "subject": subject, "place": within, "thing": thing}
    words: list[TopicWord] = []
    qualifiers, of_names = set[str](), set[str]()
    for name, text in fields.items():
        if text:
            found, said, named = _said_in(text, name, language)
            words += found
            qualifiers |= said if name in {"metric", "subject"} else set()
            of_names |= named if name == "metric" else set()
    qualifiers |= set(settled) - of_names
    key = " | ".join(" ".join(cut(fold(one))) if one else "" for one in fields.values())
    return Topic(
        key=f"{language or ''} | {key} | {' '.join(sorted(qualifiers))}",
        text=", ".join(one.strip() for one in (metric, subject, within) if one),
        language=language or guess_language(fold(metric)),
        words=tuple(dict.fromkeys(word for word in words if not is_country(word.form))),
        qualifiers=tuple(sorted(qualifiers)),
        countries=tuple(sorted({word.form for word in words if is_country(word.form)})),
    )


def _said_in(text: str, field: str, language: str | None) -> tuple[list[TopicWord], set[str], set[str]]:
    """Give the words of one field, its qualifiers, and those that names alone say: "New" of New York is no flow."""
    text = _CURRENCY.sub(" ", _DATED.sub(" ", spelt_out(text)))
    folded = fold(text)
    spoken = language if language in SILENT else guess_language(folded)
    proper = set() if spoken == "de" else {fold(one) for run in _PROPER.findall(text) for one in _WORD.findall(run)}
    capitals = {fold(word): "acronym" if len(word) > 1 and word.isupper() else "name" for word in _capitals(text)}
    said: list[str] = []
    heard: list[str] = []
    words: list[TopicWord] = []
    for run, known in runs_in(cut(folded), spoken):
        meaning = tuple(stem(word, spoken) for word in run) if _is_named(run, known, proper) else known
        said += meaning
        heard += known
        words += _words_of(run, meaning, (field, capitals.get(run[0], "word"), spoken))
    is_silent = SILENT[spoken].__contains__
    qualifiers = find_codes(text) | find_qualifiers(said, folded, is_silent)
    return words, qualifiers, find_qualifiers(heard, folded, is_silent) - qualifiers


def _capitals(text: str) -> list[str]:
    """Words written as names, and the parts of those with hyphens: Bankman-Fried."""
    words = [word for word in _WORD.findall(text) if word[0].isupper()]
    return words + [part for word in words for part in word.split("-") if part[:1].isupper() and part != word]


def _is_named(run: Sequence[str], meaning: Sequence[str], proper: set[str]) -> bool:
    return any(":" in one for one in meaning) and any(word in proper for word in run)


def _words_of(run: Sequence[str], meaning: Sequence[str], around: tuple[str, str, str]) -> Iterator[TopicWord]:
    field, kind, language = around
    plain = [one for one in meaning if one[0].isalnum() and ":" not in one and not is_number(one)]
    known = tuple(meaning) != (stem(run[0], language),)
    for one in plain:
        if one not in SILENT[language]:
            yield TopicWord(one, " ".join(run) if len(plain) == 1 else one, field, kind, known)
