"""How many quantities and periods are read per second and core: `python -m tests.load.reading DATA`.

The texts of all factbook claims, in one process, loading of the lexicons counted; then the distinct texts alone, in
which nothing repeats.
"""

import csv
import gzip
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Read all texts and print quantities per second."""
    if not arguments:
        sys.stderr.write("usage: python -m tests.load.reading DATA\n")
        return 2
    folder = Path(arguments[0]) / "factbook_editions"
    _quantities(_texts(folder, "quantity_text"))
    _periods(_texts(folder, "period_text"))
    return 0


def _quantities(texts: list[str]) -> None:
    start = time.perf_counter()
    from service.reading.quantity import read_quantity  # noqa: PLC0415  the import is part of the measure

    read_quantity("1", language="en")
    sys.stdout.write(f"import and lexicon: {time.perf_counter() - start:.3f} s\n")
    for name, some in (("all texts, cold", texts), ("distinct texts", sorted(set(texts)))):
        start = time.perf_counter()
        for text in some:
            read_quantity(text, language="en")
        spent = time.perf_counter() - start
        sys.stdout.write(f"{name}: {len(some)} quantities, {len(some) / spent:,.0f} per second\n")


def _periods(texts: list[str]) -> None:
    """Each text many times over, as it comes; then each with a publication of its own, so that no memory helps."""
    start = time.perf_counter()
    from service.errors import Unreadable  # noqa: PLC0415  the import is part of the measure
    from service.reading.period import read_period  # noqa: PLC0415

    first = datetime(2024, 1, 1, tzinfo=UTC)
    for name, hours in (("all periods, cold", 0), ("periods without memory", 1)):
        for number, text in enumerate(texts):
            published_at = first + timedelta(hours=24 * hours * number)
            with suppress(Unreadable):
                read_period(text, published_at=published_at, language="en")
        spent = time.perf_counter() - start
        sys.stdout.write(f"{name}: {len(texts)} periods, {len(texts) / spent:,.0f} per second\n")
        start = time.perf_counter()


def _texts(folder: Path, column: str) -> list[str]:
    texts = []
    for path in sorted(folder.glob("claims_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts += [line[column] for line in csv.DictReader(file)]
    return texts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
