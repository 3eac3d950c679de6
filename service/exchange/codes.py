"""Codes of published tables in words: FIPS, places and variables of Data Commons, units and flags of SDMX."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

_FIPS = re.compile(r"\d{4,5}", re.ASCII)
_DCID = re.compile(r"(?:dcid:)?(?:country/(?P<country>[A-Z]{3})|geoId/(?P<state>\d\d))")
_LABELLED = re.compile(r"[A-Z0-9_]{1,30} ?: ?(?P<label>\S.*)")
_VARIABLE = re.compile(r"[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SCALES = {"3": "thousand", "6": "million", "9": "billion", "12": "trillion"}
_PLAIN = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?", re.ASCII)
_LARGEST_POWER = 15


def state_of_fips(code: str) -> str | None:
    """Give the state of a county's code, also where a spreadsheet lost its zero: 1001 is in US-AL."""
    state = _codes("fips").get(code.zfill(5)[:2]) if _FIPS.fullmatch(code) else None
    return f"US-{state}" if state else None


def place_of(text: str) -> str:
    """Give a place of Data Commons as it is read ("country/FRA" is FRA, "geoId/06" US-CA), and others as they are."""
    found = _DCID.fullmatch(text)
    if found is None:
        return text
    state = _codes("fips").get(found["state"] or "")
    return found["country"] or (f"US-{state}" if state else text)


def label_of(text: str) -> str:
    """Give what stands behind a code: "FR: France" is France."""
    found = _LABELLED.fullmatch(text)
    return found["label"] if found else text


def metric_of(variable: str) -> str:
    """Give a variable's name in words: "Count_Person" is the population, "Count_Cow" count cow."""
    known = _codes("variables").get(variable)
    if known is not None or not _VARIABLE.fullmatch(variable):
        return known or variable
    return " ".join(_WORDS.findall(variable)).lower()


def unit_of(code: str) -> str:
    """Give the unit of a code of SDMX; "" where it is none, and others as they are."""
    return _codes("units").get(code, code)


def flagged(flag: str) -> tuple[str | None, str | None]:
    """Give the status that a mark beside a figure says, and the word before the figure that it is."""
    folded = flag.strip().strip("()[]").casefold()
    return _codes("flags").get(folded), _codes("approximators").get(folded)


def scaled(figure: str, power: str) -> str | None:
    """Give a figure times a power of ten, its digits kept: 12.50 and 6 are 12.50 million; None for what is no power."""
    power = power.strip().removesuffix(".0")
    if power in {"", "0"} or not _PLAIN.fullmatch(figure):
        return figure
    if power in _SCALES:
        return f"{figure} {_SCALES[power]}"
    if not re.fullmatch(r"-?\d{1,2}", power, re.ASCII) or abs(int(power)) > _LARGEST_POWER:
        return None
    return f"{Decimal(figure.replace(',', '')).scaleb(int(power)):f}"


@lru_cache(maxsize=8)
def _codes(kind: str) -> Mapping[str, str]:
    tables: dict[str, dict[str, str]] = tomllib.loads(
        Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    )
    return tables[kind]
