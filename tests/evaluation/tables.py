"""Pairs of rows of published tables (DATA/factbook_editions): what is worded alike there is mostly two things.

An editor's entries are few and of one story; a table has hundreds of metrics of one country and year, in one style.
Weights that are learnt on entries alone lift its neighbours.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from service.claim import Claim, ClaimId
from service.errors import Unreadable
from service.reading import read
from tests.evaluation.desk import weighed
from tests.load.rivals import draft_of, read_claims

CLAIMS = 10_000
MOST_OF_TWO_METRICS = 3
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


class TablePair(NamedTuple):
    """Two rows of two editions that nothing keeps apart for certain."""

    is_same: bool
    numbers: dict[str, float]


def pairs_of_tables(data: Path) -> list[TablePair]:
    """Give each two metrics beside each other in three countries at most."""
    printed, truth = read_claims(data, CLAIMS)
    beside: defaultdict[object, list[tuple[int, Claim]]] = defaultdict(list)
    for at, one in enumerate(printed):
        try:
            claim = read(draft_of(one), claim_id=ClaimId(uuid4()), received_at=_NOW)
        except Unreadable:
            continue
        beside[one.country, claim.period.end, claim.quantity.unit.dimension].append((at, claim))
    found, seen = [], Counter[frozenset[str]]()
    for rows in beside.values():
        for (at, claim), (other_at, other) in combinations(rows, 2):
            one, two = printed[at], printed[other_at]
            metrics = frozenset((one.metric, two.metric))
            if one.edition == two.edition or len(metrics) == 1 or seen[metrics] >= MOST_OF_TWO_METRICS:
                continue
            _, numbers = weighed(claim, other)
            if numbers is not None:
                seen[metrics] += 1
                found.append(TablePair(frozenset((one.id, two.id)) in truth, numbers))
    return found
