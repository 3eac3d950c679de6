"""Codes of places: countries (ISO 3166-1) and their parts (ISO 3166-2), states and counties of the United States.

Twenty-six codes of two letters are a country's and a state's at once: "CA" is Canada and California. Such a code says
which it is only with more beside it ("US-CA", "California"); alone it is asked back: a wrong place is never noticed.
"""

import re

from service.errors import Unreadable
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import Known, load_codes, load_states

POINTER = "/place"
_CODE = re.compile(r"[A-Za-z]{2,3}")
_PART = re.compile(r"(?P<country>[A-Z]{2})-(?P<part>[A-Z0-9]{1,3})")
_ABBREVIATED = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.\s?)+")
_COUNTY = re.compile(r"\d{4,5}")
_EUROSTAT = {"EL": "GR", "EA": "EZ"}
"""Eurostat's own letters for Greece and the euro area."""
_AGGREGATES = frozenset({"EU", "EA", "EZ"})
"""Behind them stands a number of members: "EU-27"."""
_COUNTY_DIGITS = 5


def known_by_code(text: str, *, is_alone: bool = True) -> Known | None:
    """Give the place that a code stands for, None where the text is no code.

    Args:
        text: The code, without spaces around it.
        is_alone: False behind a town ("Austin, TX"), where what stands before tells which of two is meant.

    Raises:
        Unreadable: The code is a country's and a state's of the United States at once.
    """
    if _COUNTY.fullmatch(text):
        return _county(text)
    if part := _PART.fullmatch(text):
        return _part_of(part["country"], part["part"])
    if _ABBREVIATED.fullmatch(text):
        return _state(text)
    if not _CODE.fullmatch(text) or not (text.isupper() or len(text) == 2):  # noqa: PLR2004
        return None
    code = text.upper()
    country, state = load_codes().get(_EUROSTAT.get(code, code)), _state(code) if text.isupper() else None
    if is_alone and country is not None and state is not None:
        raise _two_readings(text, country, state)
    return country or state


def _state(text: str) -> Known | None:
    known = load_states().get(fold_name(text))
    return known if known is not None and known.key.startswith("US/") else None


def _part_of(country: str, part: str) -> Known | None:
    if country == "US":
        return _state(part)
    if country in _AGGREGATES:
        return None
    around = load_codes().get(country)
    known = load_states().get(fold_name(part))
    if known is not None and known.key.startswith(f"{country}/"):
        return known
    return None if around is None else Known(f"{around.key}/{part.lower()}", f"{country}-{part}")


def _county(digits: str) -> Known:
    """Give a county's FIPS code, whose leading zero spreadsheets drop: "1127" is "01127"."""
    code = digits.zfill(_COUNTY_DIGITS)
    return Known(code, code)


def _two_readings(text: str, country: Known, state: Known) -> Unreadable:
    name = state.key.rpartition("/")[2].title()
    problem = f"{text} is the code of {country.name} and of {name}."
    understood = f'"{country.name}", "{name}" or "US-{text}"'
    return Unreadable(POINTER, text, problem, understood, (0, len(text)))
