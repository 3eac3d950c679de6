"""Learn what words weigh from the labels of a catalogue: `python -m tests.evaluation.weights DATA_DIR`.

Words of our own lexicon and common English words (Faker's list, MIT) that no label has are known words all the same:
they weigh as rare ones, but are not taken for slips of the pen.
"""

import csv
import math
import sys
from collections import Counter
from pathlib import Path

from faker.providers.lorem.en_US import Provider

from service.matching.near_words import SETS
from service.matching.weights import LEXICON
from service.reading.metric import read_metric
from service.reading.thesaurus import lines


def counts(data: Path) -> tuple[Counter[str], int]:
    """In how many labels of the gallery a word stands, and how many labels there are."""
    with (data / "datacommons_metrics" / "gallery.csv").open(encoding="utf-8") as rows:
        labels = {row["label"] for row in csv.DictReader(rows) if row["label"].strip()}
    words = Counter(word for label in labels for word in set(read_metric(label[:500]).phrase.split()))
    return words, len(labels)


def common_words() -> set[str]:
    """Words that exist, as reading gives them."""
    lexicon = [text for _, text, _ in lines()] + [
        word for words in SETS.values() for line in words for word in line.split()
    ]
    metrics = [read_metric(text) for text in (*lexicon, *Provider.word_list) if text.isalpha() or " " in text]
    return {word for metric in metrics for word in metric.phrase.split()}


def main(data: Path) -> None:
    """Write the table beside the code that reads it."""
    words, labels = counts(data)
    words.update(dict.fromkeys(common_words() - words.keys(), 0))
    rows = (
        f"{word}\t{math.log((labels + 1) / (count + 1)) / math.log(labels + 1):.3f}\n"
        for word, count in sorted(words.items())
        if ":" not in word
    )
    (LEXICON / "weights.tsv").write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
