"""The dateline of an article: "MARUNDI, Kessana, June 18 (WireOne) - ".

It says where the text was written, and is no part of its first sentence.
"""

import re
from typing import NamedTuple

from service.articles.lexicon import lexicon_of
from service.reading.place import find_places

_NAME = r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]*(?:\s(?:de|del|la|am|an\sder|[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]*)){0,3}"
_DATELINE = re.compile(
    rf"\s*(?P<city>{_NAME})(?:,\s(?P<wider>{_NAME}))??(?P<date>,\s(?:[^\W\d_]{{3,10}}\.?\s\d{{1,2}}(?:,\s\d{{4}})?"
    r"|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}\.?(?:\s(?:de\s)?\d{4})?))?\s?"
    r"(?P<agency>\((?:[A-Za-z][\w/.+ -]{1,30})\)|/[A-Z]\w+/)?\s?\.?(?P<dash>—|–|--|-)\s(?=[\"“„«¿¡]?[^\W_])"
)
_LONGEST = 100


class Dateline(NamedTuple):
    """Where an article was written, and where its first sentence begins."""

    end: int
    city: str
    wider: str | None
    """The country or region behind the city."""


def dateline_of(text: str) -> Dateline | None:
    """Find the dateline at the beginning of a text.

    A name before a dash is one only if it says so: by capitals, a date, an agency, a long dash, or as a known place.
    """
    found = _DATELINE.match(text[:_LONGEST])
    if found is None:
        return None
    city, wider = found["city"], found["wider"]
    if wider is not None and found["date"] is None and _is_month(wider):
        wider = None
    is_long = found["dash"] != "-"
    opens = text[found.end() : found.end() + 2].lstrip('"“„«¿¡')[:1]
    is_bare = not (found["date"] or found["agency"] or wider)
    if not opens.isupper() and not (opens.isdigit() and not is_bare):
        return None
    if is_bare and not (is_long or city.isupper() or any(find_places(city))):
        return None
    return Dateline(found.end(), city.title() if city.isupper() else city, wider)


def _is_month(name: str) -> bool:
    return name.split(maxsplit=1)[0] in lexicon_of("en").not_places


def without_dateline(text: str) -> str:
    """Put spaces where the dateline is, so that nothing is read in it and nothing moves."""
    found = dateline_of(text)
    return text if found is None else " " * found.end + text[found.end :]
