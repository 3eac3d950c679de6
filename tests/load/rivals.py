"""Beside what people would use instead: `python -m tests.load.rivals DATA`, DATA with the set factbook_editions.

    python -m tests.load.rivals DATA --claims 10000 --trigram-dsn postgresql://…

The same claims of the World Factbook's editions, in the same run: which two editions' claims speak of the same metric,
country and time? The truth is the set's own (its groups). Everybody is given the country and the time as they are, and
compares what is left, the metric's text:

- claimdiff: reads and commits each claim, finds its matches (the band `confirmed`), judges them, commits conflicts;
- RapidFuzz: token_sort_ratio against all metric texts so far, claim by claim, in memory;
- pg_trgm: `%` by a GIN index on the metric's text, claim by claim, each committed, on a server that has it;
- splink 5 (with pandas): all at once, trained on these claims, DuckDB below.

The rivals read no figure and judge none. Of each the cutoff is taken that does best here, which flatters it. What is
not installed, or has no server, is left out and said to be. See SOURCE.md of the set.
"""

import argparse
import asyncio
import csv
import gzip
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
from rapidfuzz import fuzz, process

from service.app import open_service
from service.claim import Band
from service.errors import Unreadable
from service.reading import Draft
from service.settings import read_settings
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate

Pair = frozenset[str]
CUTOFFS = range(60, 101, 5)
_STEP = 500
_LEAST_LIKELY = 0.01


class Printed(NamedTuple):
    """A claim as it stands in an edition."""

    id: str
    edition: str
    metric: str
    country: str
    period: str
    quantity: str


class Found(NamedTuple):
    """What an approach came to: its pairs by the cutoff that gives them, and its time."""

    seconds: float
    pairs: dict[str, set[Pair]]


def read_claims(data: Path, count: int) -> tuple[list[Printed], set[Pair]]:
    """Give the first claims, country by country, and the pairs of them that speak of the same."""
    folder = data / "factbook_editions"
    by_country = sorted(_lines(folder, "claims_*.csv.gz"), key=lambda line: (line["country"], line["edition"]))
    lines = by_country[:count]
    claims = [
        Printed(
            line["claim_id"],
            f"Factbook {line['edition']}",
            line["metric"],
            line["country"],
            re.sub(r"\s*est\.?$", "", line["period_text"]),
            line["quantity_text"],
        )
        for line in lines
    ]
    editions = {claim.id: claim.edition for claim in claims}
    truth = {
        frozenset(pair)
        for group in _lines(folder, "groups_*.csv.gz")
        for pair in combinations([one for one in group["claim_ids"].split() if one in editions], 2)
        if editions[pair[0]] != editions[pair[1]]
    }
    return claims, truth


def _lines(folder: Path, pattern: str) -> Iterable[dict[str, str]]:
    for path in sorted(folder.glob(pattern)):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def by_claimdiff(claims: Sequence[Printed]) -> Found:
    """Store all with a service of its own, and take the confirmed matches."""
    with tempfile.TemporaryDirectory(prefix="claimdiff-rivals-") as name:
        Path(name).chmod(0o755)
        with embedded_server(Path(name) / "data") as server:
            return asyncio.run(_record(claims, server.dsn))


async def _record(claims: Sequence[Printed], dsn: str) -> Found:
    names: dict[UUID, str] = {}
    pairs: set[Pair] = set()
    await migrate(dsn)
    async with open_service(read_settings({}), dsn) as service:
        started = time.perf_counter()
        for at in range(0, len(claims), _STEP):
            taken = []
            for one in claims[at : at + _STEP]:
                try:
                    taken.append(service.recorder.read(draft_of(one)))
                except Unreadable:
                    continue
                names[taken[-1].id] = one.id
            for recording in await service.recorder.record(taken):
                confirmed = [pair for pair in recording.pairs if pair.band is Band.CONFIRMED]
                pairs |= {frozenset((names[pair.one.id], names[pair.other.id])) for pair in confirmed}
        seconds = time.perf_counter() - started
    return Found(seconds, {"confirmed": pairs})


def draft_of(one: Printed) -> Draft:
    """Give a printed claim as it is entered."""
    fields = {
        "source": one.edition,
        "metric": one.metric,
        "place": one.country,
        "period": one.period,
        "quantity": one.quantity,
        "language": "en",
        "published_at": f"{one.edition.removeprefix('Factbook ')}-01",
    }
    return msgspec.convert(fields, Draft)


def by_rapidfuzz(claims: Sequence[Printed]) -> Found:
    """Compare each metric's text with all texts so far; then keep those of the same country and time."""
    stored: dict[str, dict[tuple[str, str], list[Printed]]] = {}
    scored: list[tuple[float, Pair]] = []
    started = time.perf_counter()
    for one in claims:
        alike = process.extract(one.metric, list(stored), scorer=fuzz.token_sort_ratio, limit=None, score_cutoff=60)
        for text, score, _ in alike:
            scored += [(score, _pair(one, other)) for other in stored[text].get((one.country, one.period), ())]
        of_text = stored.setdefault(one.metric, {})
        of_text.setdefault((one.country, one.period), []).append(one)
    seconds = time.perf_counter() - started
    return _by_cutoff(seconds, _of_two_editions(scored, claims), CUTOFFS)


async def by_trigrams(claims: Sequence[Printed], dsn: str) -> Found:
    """Store each claim in a commit of its own, and ask for texts that are alike."""
    connection = await asyncpg.connect(dsn)
    scored: list[tuple[float, Pair]] = []
    try:
        await connection.execute("create extension if not exists pg_trgm; set pg_trgm.similarity_threshold = 0.6")
        await connection.execute("create temporary table printed (id text, metric text, country text, period text)")
        await connection.execute("create index on printed using gin (metric gin_trgm_ops)")
        await connection.execute("create index on printed (country, period)")
        await connection.execute("set enable_seqscan = off")
        known = {one.id: one for one in claims}
        started = time.perf_counter()
        for one in claims:
            rows = await connection.fetch(
                "select id, similarity(metric, $1) as score from printed "
                "where metric % $1 and country = $2 and period = $3",
                *(one.metric, one.country, one.period),
            )
            scored += [(row["score"] * 100, _pair(one, known[row["id"]])) for row in rows]
            await connection.execute(
                "insert into printed values ($1, $2, $3, $4)", one.id, one.metric, one.country, one.period
            )
        seconds = time.perf_counter() - started
    finally:
        await connection.close()
    return _by_cutoff(seconds, _of_two_editions(scored, claims), CUTOFFS)


def by_splink(claims: Sequence[Printed]) -> Found:
    """Link all at once within country and time, with a model trained on these very claims."""
    import pandas as pd  # noqa: PLC0415 - not a dependency
    import splink.comparison_library as compared  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    frame = pd.DataFrame([one._asdict() for one in claims]).rename(columns={"id": "unique_id"})
    started = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("metric", [0.95, 0.88, 0.7]),
            compared.LevenshteinAtThresholds("quantity", [1, 3]),
        ],
        blocking_rules_to_generate_predictions=[block_on("country", "period")],
    )
    linker: Any = Linker(DuckDBAPI().register(frame), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("country", "period", "metric")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("country", "period"))
    rows = linker.inference.predict(threshold_match_probability=_LEAST_LIKELY).as_pandas_dataframe()
    seconds = time.perf_counter() - started
    scored = [
        (likely * 100, frozenset((left, right)))
        for left, right, likely in zip(rows["unique_id_l"], rows["unique_id_r"], rows["match_probability"], strict=True)
    ]
    return _by_cutoff(seconds, _of_two_editions(scored, claims), (1, 10, 50, 90, 95, 99, 99.9, 99.99))


def _pair(one: Printed, other: Printed) -> Pair:
    return frozenset((one.id, other.id))


def _of_two_editions(scored: list[tuple[float, Pair]], claims: Sequence[Printed]) -> list[tuple[float, Pair]]:
    editions = {claim.id: claim.edition for claim in claims}
    return [(score, pair) for score, pair in scored if len({editions[one] for one in pair}) > 1]


def _by_cutoff(seconds: float, scored: list[tuple[float, Pair]], cutoffs: Iterable[float]) -> Found:
    pairs: dict[str, set[Pair]] = defaultdict(set)
    for cutoff in cutoffs:
        pairs[f"{cutoff:g}"] = {pair for score, pair in scored if score >= cutoff}
    return Found(seconds, pairs)


def _say(approach: str, found: Found, truth: set[Pair], count: int) -> None:
    def worth(pairs: set[Pair]) -> float:
        return 2 * len(pairs & truth) / (len(pairs) + len(truth))

    cutoff, pairs = max(found.pairs.items(), key=lambda one: worth(one[1]))
    recall = len(pairs & truth) / len(truth)
    precision = len(pairs & truth) / max(1, len(pairs))
    milliseconds = found.seconds / count * 1000
    print(
        f"{approach:34} | {found.seconds:8.1f} | {milliseconds:8.3f} | {recall:7.4f} | {precision:9.4f} | {cutoff}",
        flush=True,
    )


def _try(approach: str, run: Callable[[], Found], truth: set[Pair], count: int) -> None:
    try:
        _say(approach, run(), truth, count)
    except ImportError as error:
        print(f"{approach:34} | left out: {error.name} is not installed", flush=True)


def main() -> None:
    """Measure all, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.rivals", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--trigram-dsn", help="a PostgreSQL that has pg_trgm")
    given = parser.parse_args()
    claims, truth = read_claims(given.data, given.claims)
    texts = len({claim.metric for claim in claims})
    print(f"{len(claims):,} claims, {texts} metric texts, {len(truth):,} true pairs of two editions")
    print(f"{'approach':34} | {'seconds':>8} | {'ms/claim':>8} | {'recall':>7} | precision | cutoff")
    count = len(claims)
    _try("claimdiff, read, judged, committed", lambda: by_claimdiff(claims), truth, count)
    _try("RapidFuzz over all texts", lambda: by_rapidfuzz(claims), truth, count)
    if given.trigram_dsn:
        _try("pg_trgm with GIN", lambda: asyncio.run(by_trigrams(claims, given.trigram_dsn)), truth, count)
    else:
        print(f"{'pg_trgm with GIN':34} | left out: no --trigram-dsn, and the embedded server has no pg_trgm")
    _try("splink, all at once", lambda: by_splink(claims), truth, count)


if __name__ == "__main__":
    main()
