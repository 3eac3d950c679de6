"""What a language and a place change in the reading: the order of figures, hemispheres, fiscal years."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from msgspec import Struct

from service.reading.lexicon_files import WORLD, load
from service.reading.period.cursor import DateOrder, PeriodSetting
from service.reading.period.days import Hemisphere

_WORDS = re.compile(r"[^\W\d_]+")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


class Customs(Struct, frozen=True):
    """The table of places."""

    south: frozenset[str]
    month_first: frozenset[str]
    either_first: frozenset[str]
    """Countries that write dates in figures in more than one order."""
    fiscal_start: Mapping[str, tuple[int, int]]
    fiscal_named_by_start: frozenset[str]
    public: frozenset[str]
    """Words of subjects that keep the fiscal year of their country."""


def setting_of(today: date, language: str | None, place: str | None, whose: str | None = None) -> PeriodSetting:
    """Gather what a period is resolved against.

    Args:
        today: The day of publication.
        language: The text's language.
        place: The key of the claim's place.
        whose: The claim's subject: a company has a fiscal year of its own, a government that of its country.
    """
    customs = read_customs()
    whose = None if whose is None or is_public(whose) else whose
    country = None if place is None else place.split("/", 1)[0]
    company = None if whose is None else read_companies().get(_name(whose))
    return PeriodSetting(
        today=today,
        order=order_of(language, country, customs),
        hemisphere=Hemisphere.SOUTH if country in customs.south else Hemisphere.NORTH,
        fiscal_start=company or (None if country is None else customs.fiscal_start.get(country, (1, 1))),
        fiscal_named_by_end=company is not None or country not in customs.fiscal_named_by_start,
        is_fiscal_known=company is not None or (whose is None and country is not None),
    )


def order_of(language: str | None, country: str | None, customs: Customs) -> DateOrder:
    """The language's region says it; then any language but English does; then the place."""
    base, region = _parts(language)
    if region is None and base not in {None, "en"}:
        return DateOrder.DAY_FIRST
    where = region or country
    if where is None or not _is_country(where):
        return DateOrder.UNKNOWN
    if where in customs.either_first:
        return DateOrder.UNKNOWN
    return DateOrder.MONTH_FIRST if where in customs.month_first else DateOrder.DAY_FIRST


def _parts(language: str | None) -> tuple[str | None, str | None]:
    if not language:
        return None, None
    pieces = re.split(r"[-_]", language)
    region = next((piece.upper() for piece in pieces[1:] if len(piece) == 2), None)  # noqa: PLR2004
    return pieces[0].lower(), region


def _is_country(key: str) -> bool:
    return len(key) == 2 and key.isupper()  # noqa: PLR2004


def is_public(whose: str) -> bool:
    """Whether a subject keeps the fiscal year of its country: a government, a ministry, a sector, all taxpayers."""
    return any(word in read_customs().public for word in _WORDS.findall(whose.casefold()))


@cache
def read_customs() -> Customs:
    """The table as it stands in the lexicon."""
    table = load(WORLD, "customs")
    return Customs(
        frozenset(table["south"]),
        frozenset(table["month_first"]),
        frozenset(table["either_first"]),
        _starts(table["fiscal_start"]),
        frozenset(table["fiscal_named"]["by_start"]),
        frozenset(table["public"]["words"]),
    )


@cache
def read_companies() -> Mapping[str, tuple[int, int]]:
    """The first month and day of companies' fiscal years, by their names."""
    return _starts(load(WORLD, "companies")["fiscal_start"])


def _starts(table: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    return {
        name: (int(found[1]), int(found[2]))
        for day, names in table.items()
        if (found := _MONTH_DAY.fullmatch(day)) is not None
        for name in names
    }


def _name(whose: str) -> str:
    """Give a company's name as the table has it: "Microsoft Corp." is "microsoft"."""
    words = whose.casefold().replace(",", " ").split()
    while len(words) > 1 and words[-1].rstrip(".") in _FORMS:
        words.pop()
    return " ".join(words)


_FORMS = frozenset(
    {"inc", "corp", "corporation", "co", "company", "plc", "ag", "se", "ltd", "group", "nv", "sa", "spa"}
)
