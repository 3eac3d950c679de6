"""What is read of a figure as the draft of a claim: what is measured, of whom, where and when."""

import re
from typing import NamedTuple

from service.articles.figures import Number
from service.articles.lexicon import lower
from service.articles.naming import Named
from service.articles.times import Timed
from service.articles.where import Located, is_region
from service.articles.who import Speaker
from service.reading import Draft
from service.reading.place import find_places

_LONGEST_METRIC = 200
_LONGEST_QUANTITY = 100
_LONGEST_NAME = 200


class Publication(NamedTuple):
    """What all drafts of an article have in common."""

    source: str
    published_as: str
    url: str | None
    language: str


class Fields(NamedTuple):
    """What is read of one figure, the sentence that tells it, and the figure before."""

    sentence: str
    number: Number
    named: Named
    timed: Timed
    located: Located
    speaker: Speaker | None
    before: Number | None
    is_left_bare: bool = False
    """Whether no noun stands behind the figure: "spent $3 million, and will spend [4 million] this year"."""


def draft_of(fields: Fields, told: Publication) -> Draft:
    """Write what was read of a figure as a claim."""
    sentence, number, named, timed, located, speaker, *_ = fields
    metric, whose = whose_of(_without_place(named.metric, located))
    metric = f"{metric} of {named.of}" if named.of else metric
    subject = named.subject or whose
    if named.head is not None and not is_region(named.head):
        subject = named.head
    if subject is not None and (_is_place(subject) or lower(subject) == lower(speaker.name if speaker else "")):
        subject = None
    return Draft(
        source=told.source,
        metric=metric[:_LONGEST_METRIC],
        quantity=f"{number.printed}{_rate_of(metric, number)}{_unit_of(fields, told.language)}"[:_LONGEST_QUANTITY],
        period=timed.period,
        subject=subject[:_LONGEST_NAME] if subject else None,
        place=located.place[:_LONGEST_NAME] if located.place else None,
        claimant=speaker.name if speaker else None,
        quote=sentence,
        url=told.url,
        language=told.language,
        published_at=told.published_as,
    )


def _is_place(subject: str) -> bool:
    """Tell a subject that is a place, in whatever language: it is told as one, and a claim needs no other."""
    return any((start, end) == (0, len(subject)) and not adjective for start, end, _, adjective in find_places(subject))


_PER = re.compile(r"\sper\s(?:hour|day|week|month|year)$")


def _rate_of(metric: str, number: Number) -> str:
    """Give the time that a count is told for by its metric: "losses per day can be [600-800] people"."""
    found = _PER.search(metric)
    is_count = number.found is not None and number.found.printed.measure.dimension == "count"
    return found[0] if found and is_count and number.found is not None and number.found.printed.rate is None else ""


_UNIT_BEHIND = re.compile(r"\d\s?(?P<unit>[^\W\d_]+(?:\s[^\W\d_]+)?)$")


def _unit_of(fields: Fields, told_in: str) -> str:
    """Give the unit that a figure has from the one it is compared with: "4,850 hectares, against [3,100]"."""
    before, own = fields.before, fields.number.found
    if (
        own is not None
        and own.printed.measure.name == "degree"
        and told_in != "en"
        and "elsi" not in fields.number.printed
    ):
        return " Celsius"  # "39,2 Grad"
    if before is None or before.found is None or own is None:
        return ""
    is_bare = own.printed.measure.dimension == "count" and before.found.printed.measure.dimension != "count"
    if is_bare and (fields.is_left_bare or fields.named.is_compared) and (money := _money_of(fields, before)):
        return money
    is_bare = is_bare and fields.named.is_compared
    found = _UNIT_BEHIND.search(fields.sentence[before.start : before.end]) if is_bare else None
    return f" {found['unit']}" if found else ""


def _money_of(fields: Fields, before: Number) -> str:
    """Give the currency of "invest $3.1 billion …, and [4.6 billion]": both are told in one scale, and one sentence."""
    text, scale = fields.sentence[before.start : before.end], fields.number.printed.split()[-1]
    if before.found is None or not before.found.printed.measure.dimension.startswith("money"):
        return ""
    if found := re.search(rf"(?<!\w){re.escape(scale)}(?P<money>\s[^\d]+)$", text):
        return found["money"]
    sign = re.search(r"(?P<sign>(?:[A-Z]{1,3})?[€$£¥₴₽₹])\s?\d", text)
    return f" {sign['sign']}" if sign and scale in text.split() else ""


_OF_WHOM = re.compile(
    r"(?P<metric>.+?)\s(?:of|der|du|de)\s(?:the\s|la\s|los\s)?(?P<whom>[A-ZÀ-ÞА-ЯІЇЄҐ][\w'’-]*(?:\s[\w'’-]+)+)"
)


def whose_of(metric: str) -> tuple[str, str | None]:
    """Tell of whom a figure is: "losses of the Russian army" are losses, of the Russian army."""
    found = _OF_WHOM.fullmatch(metric)
    is_code = found is not None and any(letter.isdigit() for letter in found["whom"])
    return (found["metric"], found["whom"]) if found and not is_code else (metric, None)


def _without_place(metric: str, located: Located) -> str:
    """Leave the place out of the metric's end: "population of Hong Kong"."""
    if located.place is None or not metric.endswith(located.place):
        return metric
    shorter = metric.removesuffix(located.place).rstrip()
    words = shorter.split()
    return " ".join(words[:-1]) if len(words) > 1 else metric
