"""The names of units in other languages, in all the forms that a number calls for: "1 час", "2 часа", "5 часов".

They come from CLDR by way of Babel; what the press writes besides ("qm", "Stundenkilometer") stands in each language's
`figures.toml`. Years are left to that file: "2022 года" is a date, and no length of time.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

_CLDR: Final = {
    "second": "duration-second",
    "minute": "duration-minute",
    "hour": "duration-hour",
    "day": "duration-day",
    "week": "duration-week",
    "month": "duration-month",
    "millimetre": "length-millimeter",
    "centimetre": "length-centimeter",
    "metre": "length-meter",
    "kilometre": "length-kilometer",
    "mile": "length-mile",
    "hectare": "area-hectare",
    "square_metre": "area-square-meter",
    "square_kilometre": "area-square-kilometer",
    "square_mile": "area-square-mile",
    "acre": "area-acre",
    "gram": "mass-gram",
    "kilogram": "mass-kilogram",
    "tonne": "mass-tonne",
    "litre": "volume-liter",
    "cubic_metre": "volume-cubic-meter",
    "cubic_kilometre": "volume-cubic-kilometer",
    "barrel": "volume-barrel",
    "degree_celsius": "temperature-celsius",
    "degree_fahrenheit": "temperature-fahrenheit",
    "kilometre_per_hour": "speed-kilometer-per-hour",
    "metre_per_second": "speed-meter-per-second",
    "kilowatt_hour": "energy-kilowatt-hour",
    "kilowatt": "power-kilowatt",
    "megawatt": "power-megawatt",
    "gigawatt": "power-gigawatt",
}
"""Our key of a unit to CLDR's."""
_NUMBERS: Final = (1, 2, 5, "1.5")
"""Each plural of the languages that are read is called for by one of these (CLDR: one, few, many, other)."""


@cache
def unit_names(language: str) -> dict[str, str]:
    """Give the names of units in a language, in small letters, with the keys of their units; none for English.

    English names stand with the units themselves, and the plurals of "-s" are made there.
    """
    return {} if language == "en" else dict(_names(language))


def _names(language: str) -> Iterator[tuple[str, str]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    for key, unit in _CLDR.items():
        for number in _NUMBERS:
            written = format_unit(number, unit, "long", locale=locale).replace("\xa0", " ")
            name = written.replace(str(number), "").strip().lower()
            if name != unit:  # CLDR has no name of its own in this language
                yield name, key
