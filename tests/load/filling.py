"""A database of a newsroom's years: claims written by COPY in exactly the form in which the service writes them.

Metrics by a Zipf law, 20 sources, 10 years of daily periods. A cell (metric, place, day) holds 25 claims on average,
so that each new claim meets about 25 candidates. One claim in 500 states another figure than the rest of its cell.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice, pairwise
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from service.claim import Claim, ClaimId
from service.identity import name_key
from service.judging import inside_of
from service.policy import Policy
from service.reading import Draft, read
from service.recording import Vocabulary
from service.storage.identifiers import new_identifier
from service.storage.pool import open_database
from service.stored import encode_claim

SOURCES = 20
CELL = 25
DEVIATING = 500
FIRST_DAY = date(2014, 1, 1)
DAYS = 3652
PLACES = ("Ukraine", "France", "Germany", "Poland", "Spain", "Italy", "Kenya", "Brazil")
_COLUMNS = (
    *("id", "source_id", "external_id", "phrase_id", "dimension", "place_key", "subject_key", "period_end"),
    *("published_at", "received_at", "retracts", "body", "superseded_by", "low_inside", "high_inside"),
    *("topic_id", "country"),
)


@dataclass(frozen=True)
class Shape:
    """How claims spread over metrics and cells; the same for what is stored and for what comes."""

    metrics: tuple[str, ...]
    claims: int

    @property
    def weights(self) -> list[float]:
        """Zipf: the n-th metric is spoken of 1/n as often as the first."""
        return [1 / rank for rank in range(1, len(self.metrics) + 1)]

    def counts(self) -> list[int]:
        """How many stored claims each metric has."""
        total = sum(self.weights)
        return [max(1, round(self.claims * weight / total)) for weight in self.weights]


def shape_of(claims: int) -> Shape:
    """Choose metrics: made-up things, counted in four ways; so many that a desk's vocabulary is met."""
    chance = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
    kinds = ("production", "exports", "prices", "stocks")
    names = {"".join(chance.choices(syllables, k=4)) for _ in range(500)}
    return Shape(tuple(f"{name} {kind}" for kind in kinds for name in sorted(names)), claims)


def cell_of(metric: int, cell: int) -> tuple[str, date, int]:
    """Give the place, the day and the figure that most claims of a cell state."""
    place = PLACES[(cell // DAYS + metric) % len(PLACES)]
    day = FIRST_DAY + timedelta(days=cell % DAYS)
    return place, day, 10_007 + (metric * 7919 + cell * 104_729) % 90_000 * 10


def draft_of(shape: Shape, metric: int, cell: int, chance: random.Random) -> dict[str, Any]:
    """One claim of a cell, as a newsroom tool sends it."""
    place, day, figure = cell_of(metric, cell)
    if chance.randrange(DEVIATING) == 0:
        figure += figure // 100 * 10
    return {
        "source": f"source {chance.randrange(SOURCES)}",
        "metric": shape.metrics[metric],
        "place": place,
        "quantity": f"{figure:,}",
        "period": str(day),
        "published_at": f"{day + timedelta(days=1)}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z",
    }


def arriving(shape: Shape, count: int, seed: int) -> list[bytes]:
    """Give the bodies of claims that come in, spread as the stored ones are."""
    chance = random.Random(seed)
    counts = shape.counts()
    metrics = chance.choices(range(len(shape.metrics)), shape.weights, k=count)
    return [
        msgspec.json.encode(draft_of(shape, metric, chance.randrange(max(1, counts[metric] // CELL)), chance))
        for metric in metrics
    ]


async def fill(dsn: str, shape: Shape) -> float:
    """Write all claims of a shape; give the rows per second of COPY alone, the bare limit of any batch."""
    database = await open_database(dsn, size=4)
    vocabulary = Vocabulary(database, Policy())
    models = [_read({"source": "a", "metric": metric, "quantity": "1"}) for metric in shape.metrics]
    words: list[tuple[int, int]] = []
    for at in range(0, len(models), 200):
        part = models[at : at + 200]
        phrase_ids = await vocabulary.phrase_ids([one.metric for one in part])
        words += zip(phrase_ids, await vocabulary.topics.ids_of(part), strict=True)
    await database.close()
    connection = await asyncpg.connect(dsn)
    names = [f"source {number}" for number in range(SOURCES)]
    await connection.executemany(
        "insert into sources (key, name) values ($1, $2)", [(name_key(name), name) for name in names]
    )
    ids = {row["name"]: row["id"] for row in await connection.fetch("select id, name from sources")}
    written, seconds = 0, 0.0
    rows = _rows(shape, words, ids)
    while copied := list(islice(rows, 50_000)):
        started = time.perf_counter()
        await connection.copy_records_to_table("claims", records=copied, columns=_COLUMNS)
        seconds += time.perf_counter() - started
        written += len(copied)
    await connection.execute(
        "insert into successions (newer_id, older_id) "
        "select superseded_by, id from claims where superseded_by is not null"
    )
    await connection.execute("vacuum analyze")
    await connection.close()
    return written / seconds


def _rows(shape: Shape, words: Sequence[tuple[int, int]], source_ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(2)
    for metric, count in enumerate(shape.counts()):
        cells = max(1, count // CELL)
        models: dict[str, Claim] = {}
        in_cells: dict[int, list[Claim]] = {}
        for number in range(count):
            fields = draft_of(shape, metric, number % cells, chance)
            in_cells.setdefault(number % cells, []).append(_claim(fields, models))
        for claims in in_cells.values():
            newest = _superseding(claims)
            for claim in claims:
                yield _row(claim, words[metric], source_ids[claim.source], newest.get(claim.id))


def _superseding(claims: list[Claim]) -> dict[ClaimId, UUID]:
    """Within a cell a source's later claim supersedes its earlier one."""
    by_source: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda one: (one.published_at, one.id)):
        by_source.setdefault(claim.source, []).append(claim)
    return {earlier.id: later.id for own in by_source.values() for earlier, later in pairwise(own)}


def _claim(fields: dict[str, Any], models: dict[str, Claim]) -> Claim:
    """Read a metric's first claim in each place; the rest is given by hand, which is sooner done."""
    model = models.get(fields["place"])
    if model is None:
        model = models[fields["place"]] = _read(fields)
    published_at = datetime.fromisoformat(fields["published_at"])
    day = date.fromisoformat(fields["period"])
    figure = Decimal(fields["quantity"].replace(",", ""))
    return msgspec.structs.replace(
        model,
        id=ClaimId(new_identifier(published_at)),
        source=fields["source"],
        quantity=_exact(model, figure),
        period=msgspec.structs.replace(model.period, as_given=fields["period"], start=day, end=day),
        published_at=published_at,
        received_at=published_at,
    )


def _exact(model: Claim, figure: Decimal) -> Any:
    """Make the quantity that reading "12,347" gives. No figure here ends in zero, which would be taken as rounded."""
    known = model.quantity
    half = Decimal("0.5")
    interval = msgspec.structs.replace(known.interval, low=figure - half, high=figure + half)
    stated = msgspec.structs.replace(known.stated, low=figure, high=figure)
    return msgspec.structs.replace(known, as_given=f"{figure:,}", interval=interval, stated=stated)


def _read(fields: dict[str, Any]) -> Claim:
    now = datetime.now(UTC)
    return read(msgspec.convert(fields, Draft), claim_id=ClaimId(new_identifier(now)), received_at=now)


def _row(claim: Claim, words: tuple[int, int], source_id: int, superseded_by: UUID | None) -> tuple[Any, ...]:
    phrase_id, topic_id = words
    return (
        *(claim.id, source_id, None, phrase_id, claim.quantity.unit.dimension),
        *(claim.place.key if claim.place else "", claim.subject.key if claim.subject else "", claim.period.end),
        *(claim.published_at, claim.received_at, False, encode_claim(claim), superseded_by),
        *inside_of(claim.quantity.interval),
        topic_id,
        claim.place.country if claim.place else "",
    )
