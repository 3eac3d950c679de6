"""What the model says of metrics that a desk has judged: `python -m tests.evaluation.judged DSN [AUTHOR]`.

The judgements in force are the labels. Of each, claims of both metrics that stand beside each other (same place and
last day, two sources) are compared as if nobody had judged, and the likest pair counts; metrics without such claims are
compared by their words. Nothing is written.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from service.claim import Band, Metric, Sameness
from service.matching import chance_between, compare_metrics
from service.policy import Policy
from service.recording.pairing import compare_and_judge
from service.storage.judgements import JudgementFilters, JudgementRow, list_judgements
from service.storage.pool import Connection, open_database
from service.stored import StoredClaim
from tests.evaluation import percent

AT_ONCE = 200
MOST_ERRORS = 20
POLICY = Policy()
_BANDS = (Band.CONFIRMED, Band.SUGGESTED, None)
_METRICS = "select id, metric from phrases where id = any($1::bigint[])"
_CLAIMS = """
select
    one.id as one_id, one.body as one_body, one.source_id as one_source, one.phrase_id as one_phrase,
    other.id as other_id, other.body as other_body, other.source_id as other_source, other.phrase_id as other_phrase,
    exists (select from topic_edges where topic_id = one.topic_id and neighbour_id = other.topic_id) as near
from (select * from claims where phrase_id = $1 order by place_key, period_end limit 500) as one
join claims as other
    on other.phrase_id = $2 and other.place_key = one.place_key and other.source_id <> one.source_id
    and other.period_end between one.period_end - 1 and one.period_end + 1
limit 20
"""


class Label(NamedTuple):
    """A judgement, and what the model says where nobody has judged."""

    names: tuple[str, str]
    verdict: Sameness
    band: Band | None
    chance: float | None
    """None where there are no claims to weigh, or something certain keeps them apart."""
    by_words: bool


async def labels_of(dsn: str, author: str | None = None) -> list[Label]:
    """Give all judgements in force, of an author or of all, with what the model says."""
    database = await open_database(dsn, size=1)
    found: list[Label] = []
    try:
        async with database.connection() as connection:
            after = None
            while True:
                records = await list_judgements(connection, JudgementFilters(author=author), after, AT_ONCE)
                found += [await _label(connection, one.row) for one in records]
                if len(records) < AT_ONCE:
                    return found
                after = records[-1].row.made_at, records[-1].row.id
    finally:
        await database.close()


async def _label(connection: Connection, row: JudgementRow) -> Label:
    rows = await connection.fetch(_METRICS, list(row.phrase_ids))
    metrics = {one["id"]: msgspec.json.decode(one["metric"], type=Metric) for one in rows}
    first, second = (metrics[one] for one in row.phrase_ids)
    names = first.as_given, second.as_given
    beside = await connection.fetch(_CLAIMS, *row.phrase_ids)
    if not beside:
        return Label(names, row.verdict, compare_metrics(first, second, POLICY).band, None, by_words=True)
    pairs = [
        compare_and_judge(
            StoredClaim(one["one_id"], one["one_body"], one["one_source"], one["one_phrase"]),
            StoredClaim(one["other_id"], one["other_body"], one["other_source"], one["other_phrase"]),
            POLICY,
            near=one["near"],
        )
        for one in beside
    ]
    likest = min(pairs, key=lambda pair: (_BANDS.index(pair.band), -pair.score))
    chance = chance_between(likest.one.claim, likest.other.claim)
    return Label(names, row.verdict, likest.band, chance, by_words=False)


def report(labels: Sequence[Label]) -> str:
    """Lay out how often the model says what was judged, whether its chances hold, and where it is wrong."""
    told = Counter((one.verdict, one.band) for one in labels)
    same = sum(told[Sameness.SAME, band] for band in _BANDS)
    confirmed = told[Sameness.SAME, Band.CONFIRMED]
    seen = confirmed + told[Sameness.SAME, Band.SUGGESTED]
    false = told[Sameness.DIFFERENT, Band.CONFIRMED]
    right, found = percent(confirmed, confirmed + false), percent(confirmed, same)
    bought = f"precision of confirmed {right:.1f} %, recall {found:.1f} %, with suggested {percent(seen, same):.1f} %"
    lines = [
        f"{len(labels)} judgements, {same} same; {sum(one.by_words for one in labels)} by the words alone",
        f"{'judged':<10} {'confirmed':>9} {'suggested':>9} {'apart':>9}",
        *(f"{verdict.value:<10} " + " ".join(f"{told[verdict, band]:>9}" for band in _BANDS) for verdict in Sameness),
        bought,
        *_calibration(labels),
        *_errors(labels),
    ]
    return "\n".join(lines) + "\n"


def _calibration(labels: Iterable[Label]) -> list[str]:
    """Of the pairs to which the model gives a chance: what it says on average, and how often it was so."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for one in labels:
        if one.chance is not None:
            tenths.setdefault(min(9, int(one.chance * 10)), []).append((one.chance, one.verdict is Sameness.SAME))
    return [
        f"chance {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}: {len(said)} pairs, on average "
        f"{sum(chance for chance, _ in said) / len(said):.2f}, judged same "
        f"{sum(is_same for _, is_same in said) / len(said):.2f}"
        for tenth, said in sorted(tenths.items())
    ]


def _errors(labels: Iterable[Label]) -> list[str]:
    wrong = [
        f"{one.verdict.value}, but {one.band.value if one.band else 'apart'}: {' | '.join(one.names)}"
        for one in labels
        if (one.verdict is Sameness.SAME) is not (one.band is not None)
    ]
    return [*wrong[:MOST_ERRORS], *([f"… and {len(wrong) - MOST_ERRORS} more"] if len(wrong) > MOST_ERRORS else [])]


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit("usage: python -m tests.evaluation.judged DSN [AUTHOR]")
    sys.stdout.write(report(asyncio.run(labels_of(*sys.argv[1:]))))
