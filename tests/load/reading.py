"""How many quantities are read per second and core: `python -m tests.load.reading DATA`.

The texts of all factbook claims, in one process, loading of the lexicons counted; then the distinct texts alone, in
which nothing repeats.
"""

import csv
import gzip
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Read all texts and print quantities per second."""
    if not arguments:
        sys.stderr.write("usage: python -m tests.load.reading DATA\n")
        return 2
    texts = _texts(Path(arguments[0]) / "factbook_editions")
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
    return 0


def _texts(folder: Path) -> list[str]:
    texts = []
    for path in sorted(folder.glob("claims_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts += [line["quantity_text"] for line in csv.DictReader(file)]
    return texts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
