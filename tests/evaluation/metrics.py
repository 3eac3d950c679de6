"""Metrics: the right one among 5,499 labels, "same metric" in other words, and two publishers' names for one series."""

import csv
import gzip
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from service.claim import Band, Metric
from service.matching import PhraseComparison, blocking_keys, compare_metrics, probe_keys
from service.policy import Policy
from service.reading.metric import read_metric
from service.reading.place import read_place
from tests.evaluation import Row, present

POLICY = Policy()
SEARCH = replace(POLICY, suggested_threshold=0.05)
"""Whoever searches wants the best there is, however bad."""
PAIRS_OF_A_VARIABLE = 10
_IN_A_COUNTRY = re.compile(r"(?<! born) in (?:the )?(?:united states|us|usa|world|india)$")


def evaluate(data: Path) -> list[Row]:
    """Give the rows of all three sets."""
    return [*_datacommons(data), *_synonyms(data), *_publishers(data)]


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


class Gallery:
    """Labels to search in, under their blocking keys."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        self.labels = [(read_metric(label), label, name) for name, label in labels if label.strip()]
        self.names: dict[str, set[str]] = defaultdict(set)
        self.keys: dict[int, list[int]] = defaultdict(list)
        for at, (metric, label, name) in enumerate(self.labels):
            self.names[label].add(name)
            for key in blocking_keys(metric.phrase):
                self.keys[key].append(at)

    def best(self, metric: Metric, limit: int = 10) -> list[str]:
        """The labels that compare best, first ones first."""
        shared = Counter(at for key in probe_keys(metric, SEARCH) for at in self.keys.get(key, ()))
        scored = [(-compare_metrics(metric, self.labels[at][0], SEARCH).score, self.labels[at][1]) for at in shared]
        return [label for _, label in sorted(scored)[:limit]]


def without_place(query: str) -> str:
    """A query of this set ends in "in PLACE"; its generator often put "in the united states" before it."""
    text, _, _ = query.rpartition(" in ")
    return _IN_A_COUNTRY.sub("", text.rstrip(" ?"))


def _datacommons(data: Path) -> list[Row]:
    folder = present(data, "datacommons_metrics")
    if folder is None:
        return []
    gallery = Gallery((row["sv"], row["label"]) for row in rows_of(folder / "gallery.csv"))
    queries = [row for path in sorted(folder.glob("queries_*.csv")) for row in rows_of(path)]
    ranks = [_rank(gallery, row) for row in queries]
    found = [rank for rank in ranks if rank is not None]
    n = len(ranks)
    return [
        Row("datacommons R@1", n, sum(rank == 1 for rank in found) / n, 0.65),
        Row("datacommons R@5", n, sum(rank <= 5 for rank in found) / n, 0.87),
        Row("datacommons MRR@10", n, sum(1 / rank for rank in found) / n, 0.74),
    ]


def _rank(gallery: Gallery, row: dict[str, str]) -> int | None:
    best = gallery.best(read_metric(without_place(row["query"])))
    return next((rank for rank, label in enumerate(best, 1) if row["sv"] in gallery.names[label]), None)


def _synonyms(data: Path) -> list[Row]:
    folder = present(data, "datacommons_metrics")
    if folder is None:
        return []
    named = [
        (row["sv"], [label.strip() for label in row["labels_semicolon_separated"].split(" ; ") if label.strip()])
        for path in sorted(folder.glob("synonyms_*.csv"))
        for row in rows_of(path)
    ]
    same = [_compared(pair) for _, labels in named for pair in _some_pairs(labels)]
    other = [_compared(pair) for pair in nearest_of_others(named)]
    right, wrong = _confirmed(same), _confirmed(other)
    return [
        Row("synonyms precision", right + wrong, right / (right + wrong), 0.98, "of the confirmed band"),
        Row("synonyms recall", len(same), right / len(same), None, "of the confirmed band"),
        Row("synonyms AUC", len(same) + len(other), area_under_curve(same, other), None, "against hard look-alikes"),
    ]


def _some_pairs(labels: Sequence[str]) -> list[tuple[str, str]]:
    return list(combinations(dict.fromkeys(labels), 2))[:PAIRS_OF_A_VARIABLE]


def _compared(pair: tuple[str, str]) -> PhraseComparison:
    return compare_metrics(read_metric(pair[0][:500]), read_metric(pair[1][:500]), POLICY)


def _confirmed(compared: Iterable[PhraseComparison]) -> int:
    return sum(one.band is Band.CONFIRMED for one in compared)


def nearest_of_others(named: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Each label with the lexically nearest label of another variable."""
    owners: dict[str, set[str]] = defaultdict(set)
    for name, labels in named:
        for label in labels:
            owners[label.lower()].add(name)
    labels = sorted(owners)
    sorted_words = [" ".join(sorted(re.findall(r"\w+", label))) for label in labels]
    for at, label in enumerate(labels):
        ranked = process.extract(sorted_words[at], sorted_words, scorer=fuzz.ratio, limit=8)
        nearest = next((labels[near] for _, _, near in ranked if not owners[labels[near]] & owners[label]), None)
        if nearest is not None:
            yield label, nearest


def area_under_curve(same: Sequence[PhraseComparison], other: Sequence[PhraseComparison]) -> float:
    """How often a pair of the same metric scores higher than a pair of two metrics, ties counting half."""
    scores = sorted(one.score for one in other)
    won = sum((bisect_left(scores, one.score) + bisect_right(scores, one.score)) / 2 for one in same)
    return won / (len(same) * len(other))


def _publishers(data: Path) -> list[Row]:
    pairs, vintages = present(data, "factbook_vs_worldbank"), present(data, "worldbank_vintages")
    if pairs is None or vintages is None:
        return []
    stored = {row["metric"] for path in sorted(vintages.glob("claims_*.csv.gz")) for row in rows_of(path)}
    gallery = Gallery((metric, metric) for metric in sorted(stored))
    asked = [row for path in sorted(pairs.glob("pairs_*.csv")) for row in rows_of(path)]
    best = {row["factbook_metric"]: gallery.best(read_metric(row["factbook_metric"]), 1) for row in asked}
    right = sum(
        best[row["factbook_metric"]] == [row["wb_metric"]] and _same_place(row["factbook_country"], row["wb_country"])
        for row in asked
    )
    firm = sum(_is_confirmed(row["factbook_metric"], row["wb_metric"]) for row in asked)
    crossed = [pair for pair in combinations(sorted(stored), 2) if _is_confirmed(*pair)]
    return [
        Row(
            "factbook vs world bank", len(asked), right / len(asked), 0.97, "right metric on top, and the same country"
        ),
        Row("  of them confirmed", len(asked), firm / len(asked), 0.97),
        Row("  series confused", len(stored), float(len(crossed)), None, "; ".join(map(str, crossed))),
    ]


@cache
def _same_place(one: str, other: str) -> bool:
    return read_place(one).key == read_place(other).key


def _is_confirmed(one: str, other: str) -> bool:
    return _compared((one, other)).band is Band.CONFIRMED
