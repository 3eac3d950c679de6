"""The index over the vocabulary: `python -m tests.load.vocabulary [--phrases 100000 1000000] [--trgm DSN]`.

Fills the embedded PostgreSQL with distinct phrases, then sends new ones through the very code that links them, and
holds what was linked against the scores of all phrases, one by one. Beside it, in the same run: RapidFuzz over all
phrases, and, with the address of a PostgreSQL that has it, a pg_trgm index over them.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import asyncpg
import msgspec
from rapidfuzz import fuzz, process, utils

from service.claim import Metric
from service.matching import blocking_keys, compare_metrics, keys_version
from service.policy import Policy
from service.recording import Vocabulary
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database
from tests.load.phrases import corpus, variants

POLICY = Policy()
_COPIED = 20_000
_BEFORE = 200
"""Phrases looked for before the clock runs: a server in use has its index in memory."""
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Row:
    """One line of the table; times in milliseconds."""

    phrases: int
    method: str
    recall: float | None
    times: Sequence[float]
    note: str = ""

    def text(self) -> str:
        """As printed."""
        ordered = sorted(self.times)
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        recall = "" if self.recall is None else f"{self.recall:.4f}"
        times = f"{median(ordered):>9.3f} | {late:>9.3f}"
        return f"{self.phrases:>9,} | {self.method:<37} | {recall:>7} | {times} | {self.note}"


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a line for each method and size."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.vocabulary", description=__doc__)
    parser.add_argument("--phrases", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=400, help="new phrases that are timed")
    parser.add_argument("--truth", type=int, default=30, help="of these, how many are held against all phrases")
    parser.add_argument("--trgm", help="address of a PostgreSQL with pg_trgm, to be measured beside")
    given = parser.parse_args(arguments)
    sys.stdout.write("  phrases | method                                |  recall | median ms |    p99 ms | \n")
    for size in given.phrases:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            with embedded_server(Path(folder) / "data") as server:
                asyncio.run(_measure(server.dsn, size, given))
    return 0


async def _measure(dsn: str, size: int, given: argparse.Namespace) -> None:
    metrics = corpus(size)
    await migrate(dsn)
    note = await _fill(dsn, metrics)
    others = variants(metrics, {metric.phrase for metric in metrics})
    new = list(islice(others, given.new))
    database = await open_database(dsn, size=2, statement_seconds=600)
    try:
        await _find_all(database, [metric for _, metric in islice(others, _BEFORE)])
        found = await _find_all(database, [metric for _, metric in new])
        for sort in ("", *sorted({sort for sort, _ in new})):
            some = [one for (its, _), one in zip(new, found, strict=True) if sort in ("", its)]
            _print(Row(size, f"  {sort}" if sort else "new phrase: neighbours found", None, some))
        spent = await _link_all(database, [metric for _, metric in new])
        checked = new[: given.truth]
        recall, pairs = await _recall(dsn, metrics, [metric for _, metric in checked])
        _print(Row(size, "new phrase: stored, linked, 2 commits", recall, spent, f"{pairs} pairs; {note}"))
        known = metrics[:: max(1, size // 500)][:500]
        _print(Row(size, "known phrase: one look-up", None, await _look_up_all(database, known)))
    finally:
        await database.close()
    _print(Row(size, "RapidFuzz token_sort_ratio, all", None, _rapidfuzz(metrics, [metric for _, metric in new[:10]])))
    if given.trgm:
        spent = await _trigrams(given.trgm, metrics, [metric for _, metric in new[:30]])
        _print(Row(size, "pg_trgm GIN, similarity 0.45", None, spent))


def _print(row: Row) -> None:
    sys.stdout.write(row.text() + "\n")
    sys.stdout.flush()


async def _fill(dsn: str, metrics: Sequence[Metric]) -> str:
    """Store phrases as if they had been linked; give how large that is."""
    connection = await asyncpg.connect(dsn)
    start = time.perf_counter()
    await connection.execute("drop index phrases_by_keys")
    for at in range(0, len(metrics), _COPIED):
        rows = [
            (
                metric.phrase,
                _encode(metric).decode(),
                metric.as_given,
                list(blocking_keys(metric.phrase)),
                keys_version(),
                True,
            )
            for metric in metrics[at : at + _COPIED]
        ]
        columns = ["phrase", "metric", "as_given", "keys", "keys_version", "linked"]
        await connection.copy_records_to_table("phrases", records=rows, columns=columns)
    await connection.execute("create index phrases_by_keys on phrases using gin (keys) with (fastupdate = off)")
    await connection.execute("vacuum analyze phrases")
    index = await connection.fetchval("select pg_relation_size('phrases_by_keys')")
    table = await connection.fetchval("select pg_total_relation_size('phrases')")
    await connection.close()
    spent = time.perf_counter() - start
    return f"filled in {spent:.0f} s, table {table >> 20} MiB, of it the key index {index >> 20} MiB"


async def _find_all(database: Database, metrics: Sequence[Metric]) -> list[float]:
    vocabulary, spent = Vocabulary(database, POLICY), []
    async with database.connection() as connection:
        for metric in metrics:
            start = time.perf_counter()
            await vocabulary.neighbours(connection, metric)
            spent.append((time.perf_counter() - start) * 1000)
    return spent


async def _link_all(database: Database, metrics: Sequence[Metric]) -> list[float]:
    vocabulary = Vocabulary(database, POLICY)
    return [await _timed(vocabulary, metric) for metric in metrics]


async def _look_up_all(database: Database, metrics: Sequence[Metric]) -> list[float]:
    """Each by a vocabulary that remembers nothing."""
    return [await _timed(Vocabulary(database, POLICY), metric) for metric in metrics]


async def _timed(vocabulary: Vocabulary, metric: Metric) -> float:
    start = time.perf_counter()
    await vocabulary.phrase_ids([metric])
    return (time.perf_counter() - start) * 1000


async def _recall(dsn: str, metrics: Sequence[Metric], new: Sequence[Metric]) -> tuple[float | None, int]:
    """The share of pairs above the lower threshold that were linked, and how many there are."""
    if not new:
        return None, 0
    size = len(metrics) // 8 + 1
    parts = [(list(metrics[at : at + size]), list(new)) for at in range(0, len(metrics), size)]
    with get_context("spawn").Pool(2) as pool:
        wanted = {pair for found in pool.imap_unordered(_score_all, parts) for pair in found}
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(
        "select one.phrase as one, other.phrase as other from phrase_edges "
        "join phrases as one on one.id = phrase_id join phrases as other on other.id = neighbour_id "
        "where one.phrase = any($1::text[])",
        [metric.phrase for metric in new],
    )
    await connection.close()
    found = {(row["one"], row["other"]) for row in rows}
    return (len(wanted & found) / len(wanted) if wanted else 1.0), len(wanted)


def _score_all(part: tuple[Sequence[Metric], Sequence[Metric]]) -> list[tuple[str, str]]:
    stored, new = part
    return [(one.phrase, other.phrase) for other in stored for one in new if compare_metrics(one, other, POLICY).band]


def _rapidfuzz(metrics: Sequence[Metric], new: Sequence[Metric]) -> list[float]:
    texts = [utils.default_process(metric.as_given) for metric in metrics]
    spent = []
    for metric in new:
        start = time.perf_counter()
        process.extract(metric.as_given, texts, scorer=fuzz.token_sort_ratio, score_cutoff=70, limit=None)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


async def _trigrams(dsn: str, metrics: Sequence[Metric], new: Sequence[Metric]) -> list[float]:
    connection = await asyncpg.connect(dsn)
    await connection.execute("create extension if not exists pg_trgm")
    await connection.execute("create temp table texts (id integer, phrase text)")
    await connection.copy_records_to_table(
        "texts", records=[(number, metric.phrase) for number, metric in enumerate(metrics)]
    )
    await connection.execute("create index on texts using gin (phrase gin_trgm_ops)")
    await connection.execute("analyze texts; set pg_trgm.similarity_threshold = 0.45")
    spent = []
    for metric in new:
        start = time.perf_counter()
        await connection.fetch("select id, phrase from texts where phrase % $1", metric.phrase)
        spent.append((time.perf_counter() - start) * 1000)
    await connection.close()
    return spent


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.write(f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB\n")
    sys.exit(code)
