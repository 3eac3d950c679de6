"""Learn what words weigh from the labels of a catalogue: `python -m tests.evaluation.weights DATA_DIR`."""

import csv
import math
import sys
from collections import Counter
from pathlib import Path

from service.matching.weights import LEXICON
from service.reading.metric import read_metric


def counts(data: Path) -> tuple[Counter[str], int]:
    """In how many labels of the gallery a word stands, and how many labels there are."""
    with (data / "datacommons_metrics" / "gallery.csv").open(encoding="utf-8") as rows:
        labels = {row["label"] for row in csv.DictReader(rows) if row["label"].strip()}
    words = Counter(word for label in labels for word in set(read_metric(label[:500]).phrase.split()))
    return words, len(labels)


def main(data: Path) -> None:
    """Write the table beside the code that reads it."""
    words, labels = counts(data)
    rows = (
        f"{word}\t{math.log((labels + 1) / (count + 1)) / math.log(labels + 1):.3f}\n"
        for word, count in sorted(words.items())
        if ":" not in word
    )
    (LEXICON / "weights.tsv").write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
