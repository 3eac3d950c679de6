"""`python -m tests.load.stale DATA`: what a publisher alarms that repeats another one's running totals a day late.

DATA/tables/nyt_us_states.csv is one source; the other gives the figure of the day before for each day, but for errors
that are put in: digits swapped, dropped, doubled, one wrong, ten times too much. Prints how many conflicts there are,
how many of them alarm, and which errors do not; 1 when the alarms fall by less than 70 % or an error raises none.
"""

import argparse
import asyncio
import csv
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary
from service.storage.embedded import embedded_server
from service.storage.migrations import migrate
from service.storage.pool import Database, open_database

STATES = ("New York", "Texas", "Ohio", "Alabama")
DAYS = 90
FEWEST = 100
"""Deaths from which on a state's series is taken: figures of three digits."""
ONE_WRONG_IN = 12
FLOOR = 0.7
ROUND = 40
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


def read_totals(data: Path) -> dict[str, list[tuple[date, int]]]:
    """Read the running totals of some states."""
    totals: dict[str, list[tuple[date, int]]] = defaultdict(list)
    with (data / "tables" / "nyt_us_states.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["state"] in STATES and int(row["deaths"]) >= FEWEST and len(totals[row["state"]]) <= DAYS:
                totals[row["state"]].append((date.fromisoformat(row["date"]), int(row["deaths"])))
    return totals


def spoil(figure: int, chance: random.Random) -> int:
    """Make one of the errors that people make when they key a figure."""
    digits = str(figure)
    at = chance.randrange(len(digits) - 1)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    dropped = digits[: at + 1] + digits[at + 2 :]
    doubled = digits[: at + 1] + digits[at] + digits[at + 1 :]
    wrong = digits[:at] + str((int(digits[at]) + chance.randint(1, 8)) % 10) + digits[at + 1 :]
    spoiled = [int(one) for one in (swapped, dropped, doubled, wrong, digits + "0") if not one.startswith("0")]
    return chance.choice([one for one in spoiled if one != figure])


def claims_of(
    state: str, totals: list[tuple[date, int]], chance: random.Random
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Give both sources' claims of a state, day by day, and which of them are errors."""
    known = {figure for _, figure in totals}
    for (_, before), (day, figure) in pairwise(totals):
        yield _claim("NYT", state, day, figure), False
        is_wrong = chance.randrange(ONE_WRONG_IN) == 0
        late = spoil(before, chance) if is_wrong else before
        is_error = is_wrong and late not in known
        yield _claim("late wire", state, day, late if is_error else before), is_error


def _claim(source: str, state: str, day: date, figure: int) -> dict[str, Any]:
    return {
        "source": source,
        "metric": "COVID-19 deaths",
        "place": f"{state}, US",
        "quantity": f"{figure:,}",
        "period": f"as of {day}",
        "published_at": str(day + timedelta(days=1)),
    }


async def measure(database: Database, data: Path) -> tuple[int, int, list[str], int]:
    """Store both sources; give how many conflicts, how many alarms, which errors raised none, and of how many."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: _NOW)
    chance, errors = random.Random(19), {}
    for state, totals in read_totals(data).items():
        told = list(claims_of(state, totals, chance))
        for start in range(0, len(told), ROUND):
            some = told[start : start + ROUND]
            claims = [recorder.read(msgspec.convert(given, Draft)) for given, _ in some]
            errors |= {claim.id: claim for claim, (_, is_error) in zip(claims, some, strict=True) if is_error}
            await recorder.record(claims, explained=False)
    async with database.connection() as connection:
        conflicts = await connection.fetchval("select count(*) from conflicts")
        told_of = await connection.fetch("select data from events where type = 'conflict.created'")
    silent = [
        f"{claim.place.name if claim.place else ''}, {claim.period.end}: {claim.quantity.as_given}"
        for claim in errors.values()
        if not any(str(claim.id) in row["data"] for row in told_of)
    ]
    return conflicts, len(told_of), silent, len(errors)


async def _run(dsn: str, data: Path) -> int:
    await migrate(dsn)
    database = await open_database(dsn, statement_seconds=600)
    conflicts, alarms, silent, errors = await measure(database, data)
    await database.close()
    fall = 1 - alarms / conflicts
    print(f"{conflicts} conflicts, {alarms} alarms: {fall:.1%} fewer")
    print(f"{errors} errors put in, {len(silent)} without an alarm")
    for one in silent:
        print(f"  {one}")
    return int(fall < FLOOR or bool(silent))


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimdiff-stale-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded_server(folder / "data") as server:
            return asyncio.run(_run(server.dsn, given.data))


if __name__ == "__main__":
    sys.exit(main())
