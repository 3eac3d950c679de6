"""Units of measure and money: what stands beside a number, and the exact factor to its dimension's base unit.

Physical units are data with exact factors (`units.toml`, held equal to the unit library pint by a test); currencies and
their names are CLDR data. A derived unit ("kg/m³", "$ per barrel") is a numerator over a denominator.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from service.reading.figures.lexicon import Lexicon, Phrases, fraction_of, words_of
from service.reading.figures.numerals import EXACT
from service.reading.figures.tokens import Token, glued
from service.reading.lexicon_files import WORLD, load, words_of_language
from service.reading.words import stem

_PREFIXES: dict[str, tuple[str, int]] = load(WORLD, "signs")["prefixes"]


WORDS_TOO = frozenset(load(WORLD, "signs")["setting"]["words_too"])
"""Signs of units that are also words: units only where no word follows that they could belong to."""

_LONG_ENOUGH = 5
"""Letters of a name that may be declined: a shorter one has a stem that other words have, too."""
_LONGEST_ENDING = 3
"""Letters by which a case differs from the name: an adjective differs by more."""

_NEVER_ABBREVIATED = ("yocto", "zepto", "atto", "femto", "pico", "deca", "zetta", "yotta")
"""Prefixes understood in words only: "pm", "am", "fm", "as" are other words in a newspaper."""
_MANY_ONLY = frozenset({"data", "data_speed"})
"""Dimensions of whole things: nobody writes of tenths of a byte, and "dB" is a decibel."""
_RARE = ("nano", "hecto", "deci", "exa", "peta")
"""Prefixes that are understood in their own case only."""


_PLURAL_ABBREVIATION = re.compile(r"[A-Z]{2,}s")
"""Several of what is abbreviated: "MPs" are no metres per second, whatever case a symbol may be written in."""


class Measure(NamedTuple):
    """A unit: its name, dimension, the dimension's base unit, and value in base = (value + offset) × factor."""

    name: str
    dimension: str
    base: str
    factor: Decimal
    offset: Decimal = Decimal(0)


COUNT = Measure("", "count", "", Decimal(1))
PERCENT = Measure("percent", "percent", "percent", Decimal(1))
RATIO = Measure("times", "ratio", "", Decimal(1))
_PERCENTS = {
    "percent": PERCENT,
    "per_mille": Measure("per mille", "percent", "percent", Decimal("0.1")),
    "percentage_points": Measure("percentage points", "percentage_points", "percentage points", Decimal(1)),
    "basis_points": Measure("basis points", "percentage_points", "percentage points", Decimal("0.01")),
}


class Units:
    """All units by name and symbol: symbols as written, names folded."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.by_key: dict[str, Measure] = {}
        self.symbols: dict[str, Measure] = {}
        self.lowered: dict[str, Measure] = {}
        self.names: Phrases[Measure] = Phrases()
        for dimension, table in load(WORLD, "units").items():
            for name, unit in table["units"].items():
                self._add_all(dimension, table["base"], name, unit)
            for unit in table.get("multiples", {}).values():
                self._add_multiple(unit)
            for unit in table.get("per_day", {}).values():
                self._add_flow(unit)
        self.by_country: dict[str, tuple[str, str]] = load(WORLD, "signs")["by_country"]
        put = self.names.add if lexicon.languages[0] == "en" else self.names.replace
        for name, key in lexicon.unit_names.items():
            put(name, self.by_key[key])
        self._language = lexicon.languages[0]
        has_cases = words_of_language(self._language).has_cases
        self._stems = self._stemmed(lexicon.unit_names) if has_cases else {}
        for symbol, measure in sorted(self.symbols.items(), key=lambda entry: -entry[1].factor):
            if not measure.name.startswith(_RARE):
                self.lowered.setdefault(symbol.lower(), measure)

    def _add_all(self, dimension: str, base: str, name: str, unit: Mapping[str, Any]) -> None:
        factor, offset = _factor(unit["factor"]), Decimal(unit.get("offset", 0))
        self._add(Measure(name.replace("_", " "), dimension, base, factor, offset), name, unit, "", "")
        if unit.get("prefixes"):
            for prefix, (sign, power) in _PREFIXES.items():
                if dimension in _MANY_ONLY and power < _PREFIXES["kilo"][1]:
                    continue
                scaled = EXACT.scaleb(factor, power)
                measure = Measure(prefix + name.replace("_", " "), dimension, base, scaled)
                self._add(measure, prefix + name, unit, prefix, sign)

    def _add(self, measure: Measure, key: str, unit: Mapping[str, Any], prefix: str, sign: str) -> None:
        self.by_key.setdefault(key, measure)
        for symbol in unit["symbols"]:
            self._add_symbol(sign + symbol, measure)
        for name in (*unit["names"], key.replace("_", " ").removeprefix(prefix)):
            for form in _forms(prefix + name):
                for written in _abbreviated(form):
                    self.names.add(written, measure)

    def _add_multiple(self, unit: Mapping[str, Any]) -> None:
        """Add a symbol that holds a scale: "bcm" is a billion cubic metres."""
        one = self.by_key[unit["unit"]]
        factor = EXACT.multiply(one.factor, Decimal(unit["factor"]))
        for symbol in unit["symbols"]:
            self._add_symbol(symbol, one._replace(factor=factor))

    def _add_flow(self, unit: Mapping[str, Any]) -> None:
        """Add a symbol that holds a rate per day: "mb/d" is a million barrels a day."""
        one = self.by_key[unit["unit"]]
        factor = EXACT.multiply(one.factor, Decimal(unit["factor"]))
        flow = Measure(f"{one.name} per day", f"{one.dimension}/time", f"{one.base}/day", factor)
        for symbol in unit["symbols"]:
            self._add_symbol(symbol, flow)

    def _add_symbol(self, symbol: str, measure: Measure) -> None:
        if measure.name.startswith(_NEVER_ABBREVIATED):
            return
        if len(words_of(symbol)) > 1:
            self.names.add(symbol, measure)
            if symbol.startswith(("sq ", "cu ")):
                self.names.add(f"{symbol[:2]}. {symbol[3:]}", measure)
        else:
            self.symbols.setdefault(symbol, measure)

    def _stemmed(self, names: Mapping[str, str]) -> dict[str, tuple[str, Measure]]:
        """Give the shortest of the language's one-word names by their stem; a stem of two units is none."""
        stems: dict[str, list[str]] = {}
        for name in names:
            if name.isalpha() and len(name) >= _LONG_ENOUGH:
                stems.setdefault(stem(name, self._language), []).append(name)
        return {
            root: (min(alike, key=len), self.by_key[names[alike[0]]])
            for root, alike in stems.items()
            if len({names[name] for name in alike}) == 1
        }

    def _declined(self, word: str) -> Measure | None:
        """Give the unit that a word is a case of: "Quadratmetern", "гектарах"; no adjective of one: "monatlich"."""
        if not self._stems or len(word) < _LONG_ENOUGH:
            return None
        name, measure = self._stems.get(stem(word, self._language), ("", None))
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))
        return measure if len(word) - alike <= _LONGEST_ENDING else None

    def resolved(self, measure: Measure, country: str | None) -> Measure:
        """Settle names that mean another unit in the United States ("tons", "degrees"), or anywhere but there."""
        if country is None or measure.name not in self.by_country:
            return measure
        own, elsewhere = self.by_country[measure.name]
        return self.by_key[own if country == "US" else elsewhere]

    def match(self, tokens: Sequence[Token], at: int) -> tuple[Measure, int] | None:
        """Give the unit that stands at a token: the longest name, or a symbol in its own case, or in any case."""
        named = self.names.match(tokens, at)
        if named is not None and named[1] > at + 1:
            return named
        token = tokens[at]
        symbol = self.symbols.get(token.text) or named
        if isinstance(symbol, Measure):
            return symbol, at + 1
        if symbol is not None:
            return symbol
        lowered = self.lowered.get(token.low)
        is_plural = _PLURAL_ABBREVIATION.fullmatch(token.text) is not None
        if lowered and len(token.low) > 1 and not is_plural:
            return lowered, at + 1
        declined = self._declined(token.low)
        return None if declined is None else (declined, at + 1)


def _factor(text: str) -> Decimal:
    return EXACT.divide(*fraction_of(text)) if "/" in text else Decimal(text)


def _abbreviated(name: str) -> Iterable[str]:
    """Give "square mile" and "cubic metre" also as "sq mile", "sq. mile", "cu metre", "cu. metre"."""
    yield name
    for word, short in (("square ", "sq"), ("cubic ", "cu")):
        if name.startswith(word):
            yield f"{short} {name.removeprefix(word)}"
            yield f"{short}. {name.removeprefix(word)}"


def _forms(name: str) -> Iterable[str]:
    """Give singular and plural."""
    yield name
    if not name.endswith("s"):
        first, _, rest = name.partition(" of ")
        yield f"{first}s of {rest}" if rest else f"{name}s"
    if name.endswith(("ch", "s", "x")):
        yield f"{name}es"


_LOWER_CODES = frozenset({"eur", "usd", "gbp", "chf", "jpy", "uah", "rub", "cny", "inr", "aud", "cad", "pln", "sek"})
"""Codes that are no word when written small."""


class Money:
    """Currencies by sign, code and name."""

    def __init__(self) -> None:
        written, locale = load(WORLD, "money"), load(WORLD, "currencies")
        self.countries: dict[str, str] = locale["countries"]
        self.codes = frozenset(locale["names"])
        self.names: Phrases[Measure] = Phrases()
        self.bare: dict[str, dict[str, Any]] = written["bare"]
        self.family: dict[str, str] = {}
        self.bare_names: Phrases[str] = Phrases()
        self.hundredths: Phrases[str] = Phrases()
        for code, names in locale["names"].items():
            self._add_names(code, names)
        for sign, code in written["signs"].items():
            self.names.add(sign, currency(code))
        for name, entry in self.bare.items():
            for word in entry["words"]:
                self.bare_names.add(word, name)
        for name, entry in written["hundredths"].items():
            for word in entry["words"]:
                self.hundredths.add(word, f"{name}:{entry['of']}")
        self.first_words = {*self.names.starts(), *self.bare_names.starts(), *self.hundredths.starts()}
        self.doubtful = frozenset(written["doubtful"])
        self.words_too = frozenset(written["words_too"])

    def _add_names(self, code: str, names: Sequence[str]) -> None:
        for name in names:
            if len(words_of(name)) > 1:
                self.names.add(name, currency(code))
            last = name.rpartition(" ")[2]
            if last in self.bare:
                self.family[f"{last}:{code}"] = code
        self.names.add(code, currency(code))

    def of_code(self, code: str) -> Measure | None:
        """Give the currency of a code in capitals."""
        return currency(code) if code in self.codes else None

    def match(self, tokens: Sequence[Token], at: int, country: str | None) -> tuple[Measure, int] | None:
        """Give the currency that stands at a token; bare names are settled by the country."""
        low = tokens[at].low
        if low == "us" and (small := self.small_change(tokens, at + 1, "US")) is not None:
            return small
        if low not in self.first_words:
            return None
        full = self.names.match(tokens, at)
        if full is not None and full[1] > at + 1 and not _is_one_sign(tokens, at, full[1]):
            full = None
        if full is not None and (full[1] > at + 1 or self._is_code(tokens[at])):
            return full
        bare = self.bare_names.match(tokens, at)
        if bare is not None:
            return self.resolved(bare[0], country), bare[1]
        return self.small_change(tokens, at, country)

    def _is_code(self, token: Token) -> bool:
        """Tell a code from a word: capitals, or a code that is no word; signs and names are none."""
        code = token.low.upper()
        return code not in self.codes or token.text == code or token.low in _LOWER_CODES

    def small_change(self, tokens: Sequence[Token], at: int, country: str | None) -> tuple[Measure, int] | None:
        """Read "cents", "pence", "kopeks"."""
        small = self.hundredths.match(tokens, at)
        if small is None:
            return None
        name, _, whole = small[0].partition(":")
        is_euro = name == "cent" and self.countries.get(country or "") == "EUR"
        of = currency("EUR") if is_euro else self.resolved(whole, country)
        return Measure(f"{name}, {of.name}", of.dimension, of.base, Decimal("0.01")), small[1]

    def resolved(self, name: str, country: str | None) -> Measure:
        """Settle a bare name by the country: its own currency when that has the name, else the usual one, if any."""
        entry = self.bare[name]
        own = self.countries.get(country or "")
        if own and f"{name}:{own}" in self.family:
            return currency(own)
        code = entry["code"]
        if not code:
            return Measure(f"{name}s, unspecified", f"money:{name}", name, Decimal(1))
        if entry.get("unspecified") and country is None:
            return Measure(f"{name}s, unspecified", f"money:{code}", code, Decimal(1))
        return currency(code)


def is_of_family(code: str, name: str) -> bool:
    """Whether a currency is one of those that a bare name may mean: DKK is a krone."""
    return f"{name}:{code}" in money().family


def _is_one_sign(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell "A$5" from "a $5 note" and "'s $5": a letter belongs to a sign that it touches, and in capitals."""
    signs = [token for token in tokens[at:end] if token.text == "$"]
    if not signs or end > at + 1 + 1:
        return True
    letters = next((token.text for token in tokens[at:end] if token.kind == "w"), "")
    joined = glued(tokens[at], tokens[at + 1])
    return joined and (letters.isupper() or len(letters) > 1) if len(letters) == 1 else joined or letters.isupper()


@lru_cache(maxsize=512)
def currency(code: str) -> Measure:
    """Give the measure of a currency."""
    return Measure(code, f"money:{code}", code, Decimal(1))


@lru_cache(maxsize=1)
def money() -> Money:
    """Load the currencies once."""
    return Money()


@lru_cache(maxsize=64)
def units_for(lexicon: Lexicon) -> Units:
    """Load the units with the names of the lexicon's languages."""
    return Units(lexicon)


def percent_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Measure, int] | None:
    """Read percent, percentage points, basis points and per mille."""
    found = lexicon.percent.match(tokens, at)
    return (_PERCENTS[found[0]], found[1]) if found else None
