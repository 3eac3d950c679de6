"""Write the currency names and the currencies of countries from locale data: `python -m tests.lexicon.currencies`.

The service reads the written file, so that no locale data is loaded at start. A test compares the two, and so tells
when an update of the locale data brings new names.
"""

from pathlib import Path

from babel import Locale
from babel.core import get_global

LANGUAGES = ("en", "de", "fr", "es", "uk", "ru")
FORMER = ("ATS", "BEF", "DEM", "ESP", "FIM", "FRF", "GRD", "IEP", "ITL", "NLG", "PTE")
TARGET = Path(__file__).parents[2] / "service/reading/lexicon/world/currencies.toml"
HEAD = "# Made by `python -m tests.lexicon.currencies` from locale data (CLDR by way of babel). Do not edit.\n"


def countries() -> dict[str, str]:
    """Give each country's legal tender of today."""
    tenders: dict[str, str] = {}
    for country, spans in sorted(get_global("territory_currencies").items()):
        now = [code for code, _start, end, tender in spans if end is None and tender]
        if now and len(country) == 2:
            tenders[country] = now[0]
    return tenders


def names_of(code: str) -> list[str]:
    """Give all names of a currency in all languages, folded."""
    found: set[str] = set()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        plurals = locale._data["currency_names_plural"].get(code) or {}
        found |= {locale.currencies.get(code, ""), *plurals.values()}
    folded = {name.lower().replace("’", "'").replace("\xa0", " ") for name in found}
    return sorted(name for name in folded if name and "(" not in name and name != code.lower())


def document() -> str:
    """Write the whole file."""
    tenders = countries()
    lines = [HEAD, "[countries]"]
    lines += [f'{country} = "{code}"' for country, code in tenders.items()]
    lines += ["", "[names]"]
    for code in sorted({*tenders.values(), *FORMER}):
        quoted = ", ".join(f'"{name}"' for name in names_of(code))
        lines.append(f"{code} = [{quoted}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
