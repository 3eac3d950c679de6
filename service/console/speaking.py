"""The pages' own words in the reader's language: from a catalogue each, dates and numbers by CLDR."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.localedata import exists
from babel.numbers import format_decimal

NAMES = MappingProxyType({"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "uk": "Українська"})
CATALOGUES = MappingProxyType(
    {name: json.loads((Path(__file__).parent / "words" / f"{name}.json").read_text("utf-8")) for name in NAMES}
)
COOKIE = "claimdiff_language"
_REGIONS = {"en": "en_GB"}
"""Which kind of a language is spoken where the reader names none."""
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([A-Za-z]{2}))?(?:[-_;].*)?")
_LONGEST_NUMBER = 60
_MOST_ACCEPTED = 20
_QUARTER_MONTHS = 3

Json = dict[str, Any]


@dataclass(frozen=True)
class Speech:
    """One language, as one reader has it."""

    language: str
    locale: Locale
    zone: tzinfo = UTC
    """The desk's, in which moments are told: without a script a page does not know the reader's clock."""

    def t(self, name: str, /, **places: object) -> str:
        """Give a text, its {places} filled. A text with several forms is told by the place `count`."""
        found = CATALOGUES[self.language].get(name, name)
        if not isinstance(found, str):
            form = self._plural(Decimal(str(places["count"])))
            found = found.get(form, found["other"])
        return re.sub(r"\{(\w+)\}", lambda place: str(places.get(place[1], place[0])), found)

    @cached_property
    def _plural(self) -> Any:
        return Locale.parse(self.language).plural_form

    def decimal(self, text: str) -> str:
        """Write a decimal that came as text with the separators of the language."""
        try:
            value = Decimal(text)
        except InvalidOperation:
            return text
        if not value.is_finite() or len(f"{value:f}") > _LONGEST_NUMBER:
            return text
        return str(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def day(self, iso: str) -> str:
        """Write a day."""
        return str(format_date(date.fromisoformat(iso[:10]), "medium", locale=self.locale))

    def moment(self, iso: str) -> str:
        """Write a moment, as the desk's clocks show it."""
        here = datetime.fromisoformat(iso).astimezone(self.zone)
        return f"{self.day(here.isoformat())}, {format_time(here, 'short', locale=self.locale)} {here.tzname()}"

    def period(self, one: Json) -> str:
        """Tell the time that a figure speaks of."""
        told = self.t("as_of", date=self.day(one["end"])) if one["kind"] == "as_of" else self._span(one)
        return f"{told} ({self.t('assumed')})" if one["assumed"] else told

    def _span(self, one: Json) -> str:
        start, end = one["start"], one["end"]
        match one["accuracy"]:
            case "day" if start == end:
                return self.day(end)
            case "month" if start[:7] == end[:7]:
                return str(format_date(date.fromisoformat(start), "LLLL y", locale=self.locale))
            case "quarter":
                number = (int(end[5:7]) + _QUARTER_MONTHS - 1) // _QUARTER_MONTHS
                return self.t("quarter", number=number, year=end[:4])
            case "year" if start[:4] == end[:4]:
                return str(start[:4])
            case "fiscal_year":
                return self.t("fiscal", date=self.day(end))
        return self.t("date_joined", **{"from": self.day(start), "to": self.day(end)})

    def gap(self, one: Json) -> str:
        """Tell how far apart two figures are, as the severity is measured."""
        if one["factor"] is not None and Decimal(one["factor"]) >= 2:  # noqa: PLR2004 - twice
            count = _shorter(one["factor"])
            return self.t("apart_factor", factor=self.decimal(count), count=count)
        if one["percent"] is not None:
            return self.t("apart_percent", percent=self.decimal(one["percent"]))
        return self.t("apart_absolute", absolute=_with_unit(self.decimal(one["absolute"]), one["unit"]))

    def stated(self, quantity: Json) -> str:
        """Tell what a figure was understood as: the bare words, in the base unit."""
        return self.range(quantity["stated"], quantity["unit"])

    def range(self, interval: Json, of: Json) -> str:
        """Tell what a figure can mean, in the base unit."""
        unit = of["base"] or of["name"]
        low, high = interval["low"], interval["high"]
        if low is None and high is None:
            return "–"
        if low is None:
            word = "below" if interval["high_open"] else "at_most"
            return self.t(word, figure=_with_unit(self.decimal(high), unit))
        if high is None:
            word = "above" if interval["low_open"] else "at_least"
            return self.t(word, figure=_with_unit(self.decimal(low), unit))
        if low == high:
            return _with_unit(self.decimal(low), unit)
        return self.t("between", low=self.decimal(low), high=_with_unit(self.decimal(high), unit))


def speech_of(cookie: str | None, accepted: str, zone: tzinfo = UTC) -> Speech:
    """Choose the language: the one that was chosen here, else the first that the browser asks for and we speak."""
    found = (_TAG.fullmatch(part.strip()) for part in accepted.split(",")[:_MOST_ACCEPTED])
    wanted = [(one[1], one[2]) for one in found if one is not None]
    asked = next((language for language, _ in wanted if language in NAMES), "en")
    language = cookie if cookie is not None and cookie in NAMES else asked
    region = next((region for spoken, region in wanted if spoken == language and region), None)
    tag = f"{language}_{region.upper()}" if region else _REGIONS.get(language, language)
    return Speech(language, Locale.parse(tag if exists(tag) else language), zone)


def _shorter(factor: str) -> str:
    whole, _, fraction = factor.partition(".")
    return f"{whole}.{fraction[:1]}" if fraction and len(whole) == 1 else whole


def _with_unit(figure: str, unit: str | None) -> str:
    return f"{figure} {'%' if unit == 'percent' else unit}" if unit else figure
