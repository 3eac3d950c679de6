"""Names of places as publishers print them: one key for a country, whoever names it."""

import csv
import gzip
from pathlib import Path

from service.reading.place import read_place
from tests.evaluation import Row, percent, present


def evaluate(data: Path) -> list[Row]:
    """Measure the folding of names on all sets that have them."""
    pairs = present(data, "factbook_vs_worldbank")
    folders = {name: present(data, name) for name in ("factbook_editions", "worldbank_vintages")}
    rows = [_names(folder, name) for name, folder in folders.items() if folder is not None]
    return rows if pairs is None else [_pairs(pairs), *rows]


def _pairs(folder: Path) -> Row:
    """Of two publishers' names for one country: the same key. Gaza and the West Bank are parts, and keep their own."""
    names = set()
    for file in sorted(folder.glob("pairs_*.csv")):
        with file.open(encoding="utf-8") as lines:
            names |= {(row["factbook_country"], row["wb_country"]) for row in csv.DictReader(lines)}
    same = sum(read_place(one).key == read_place(other).key for one, other in names)
    return Row("places of two publishers", len(names), percent(same, len(names)), None, "the same key for both names")


def _names(folder: Path, name: str) -> Row:
    names = set()
    for file in sorted(folder.glob("claims_*.csv.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            names |= {row["country"] for row in csv.DictReader(lines) if row.get("is_country", "1") == "1"}
    known = sum(len(read_place(one).key.split("/")[0]) == 2 for one in names)
    return Row(f"places of {name}", len(names), percent(known, len(names)), None, "folded to a code")
