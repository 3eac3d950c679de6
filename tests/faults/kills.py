"""Kill the service and PostgreSQL with SIGKILL under load, and count what was lost: `python -m tests.faults.kills`.

Two processes of the service, a PostgreSQL and a receiver of webhooks run on this machine. Writers send claims with an
`external_id` each, again and again until they are acknowledged. At random moments one of the three is killed and
started again. Between the kills come storms: a proxy before PostgreSQL cuts the connections of one process in the
middle, the database only reads for a second, a process gets many SIGTERMs and must end by itself, and claims are stored
that nothing can be compared with. At the end nothing acknowledged may be missing, nothing doubled, the stored conflicts
must equal those of a comparison pair by pair that knows neither index nor SQL (but for the pairs of claims that
contradict more than are kept), and each that was announced must have reached the receiver at least once, always under
the same webhook-id. The stored disputes must have the positions that follow from all claims by the long way round. Only
the poisoned claims may be set aside.
"""

import argparse
import asyncio
import contextlib
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import msgspec
from aiohttp import web

from service.api.access import KeyDraft, Scope, draw_key
from service.claim import Claim
from service.matching import compare
from service.policy import Policy
from service.storage.keys import add_key
from service.storage.migrations import migrate
from service.storage.pool import open_database
from tests.faults.machine import Machine, machine, read_only, through
from tests.faults.proxy import Proxy, proxying
from tests.laws.disputes_oracle import Told, differences, disputes_of, stored_disputes
from tests.laws.oracle import Desk, Pair, State, expected, missed_of, stored, stored_desk

METRICS = ["personnel losses", "losses of personnel", "people killed", "death toll", "tanks lost", "people wounded"]
FIGURES = ["84,720", "62,310", "almost 85 thousand", "more than 60,000", "about 84,600", "84,600", "600 to 800"]
FIRST_DAY = date(2015, 1, 1)
CLAIMS_A_DAY = 100
PATIENCE_SECONDS = 180
STORMS = ("cut", "read_only", "sigterm", "poison")
POISON = "poisoned "
"""How the sources of claims begin that nothing can be compared with, or that stand beside such."""


@dataclass
class Tally:
    """What happened."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    delivered: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    calls: int = 0
    hung: int = 0


@dataclass(frozen=True)
class Report:
    """What was found at the end."""

    claims: int
    acknowledged: int
    lost: int
    doubled: int
    conflicts: int
    missed: int
    extra: int
    disputes: int
    disputes_missed: int
    disputes_extra: int
    undelivered: int
    ambiguous: int
    set_aside: int
    hung: int
    calls: int
    kills: Counter[str]
    refused: Counter[str]
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Say whether the promise held."""
        wrong = (self.lost, self.doubled, self.missed, self.extra, self.undelivered, self.ambiguous)
        return not any((*wrong, self.disputes_missed, self.disputes_extra, self.set_aside, self.hung))

    def __str__(self) -> str:
        lines = [
            f"{sum(self.kills.values())} kills ({dict(self.kills)}) in {self.seconds:.0f} s",
            f"{self.claims} claims stored, {self.acknowledged} acknowledged; lost {self.lost}, doubled {self.doubled}",
            f"{self.conflicts} conflicts; missed {self.missed}, too many {self.extra}",
            f"{self.disputes} disputes; missed or otherwise {self.disputes_missed}, too many {self.disputes_extra}",
            f"set aside that could be compared {self.set_aside}; processes that did not end on SIGTERM {self.hung}",
            f"{self.calls} webhook calls; conflicts never delivered {self.undelivered}, under two ids {self.ambiguous}",
            f"answers that were not 2xx, each sent again: {dict(self.refused)}",
        ]
        return "\n".join(lines)


def random_claim(number: int, chance: random.Random) -> dict[str, Any]:
    """A claim among few metrics, sources and days, so that many conflict."""
    day = FIRST_DAY + timedelta(days=number // CLAIMS_A_DAY)
    claim = {
        "external_id": f"claim {number}",
        "source": f"source {chance.randrange(8)}",
        "metric": chance.choice(METRICS),
        "quantity": chance.choice(FIGURES),
        "period": f"as of {day}",
        "subject": chance.choice(["Russian army", "Russian armed forces", None]),
        "claimant": chance.choice([None, "the General Staff", "the ministry"]),
        "published_at": f"{day + timedelta(days=chance.randrange(3))}",
        "status": chance.choice(["reported"] * 19 + ["retracted"]),
    }
    return {name: value for name, value in claim.items() if value is not None}


@asynccontextmanager
async def receiver(tally: Tally) -> AsyncIterator[str]:
    """A real receiver of webhooks: it forgets one call in five after it took it, as a receiver that crashes does."""
    chance = random.Random(3)

    async def take(request: web.Request) -> web.Response:
        event = msgspec.json.decode(await request.read())
        tally.calls += 1
        if event["type"] == "conflict.created":
            tally.delivered[event["data"]["id"]].add(request.headers["webhook-id"])
        return web.Response(status=500 if chance.random() < 0.2 else 204)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def post_until_taken(client: aiohttp.ClientSession, ports: list[int], path: str, body: Any, tally: Tally) -> Any:
    """Send until one of the processes acknowledges it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        port = random.choice(ports)
        try:
            async with client.post(f"http://127.0.0.1:{port}{path}", json=body) as answer:
                if answer.status in (200, 201):
                    return await answer.json()
                tally.refused[str(answer.status)] += 1
                if answer.status != 503:
                    raise RuntimeError(await answer.text())
        except (aiohttp.ClientError, TimeoutError) as error:
            tally.refused[type(error).__name__] += 1
        await asyncio.sleep(0.05)
    raise TimeoutError(f"Nobody took {path} in {PATIENCE_SECONDS} s.")


async def poison(on: Machine, client: aiohttp.ClientSession, tally: Tally, number: int) -> None:
    """Store a claim whose figure no arithmetic takes, and one beside it that cannot be compared for it."""
    fields = {
        "metric": "rainfall",
        "subject": "the valley",
        "period": f"as of {FIRST_DAY}",
        "published_at": "2022-01-01",
    }
    first = fields | {"source": f"{POISON}{number}", "quantity": f"{number + 12}.5 mm"}
    answer = await post_until_taken(client, on.ports, "/v1/claims", first | {"external_id": f"p {number}"}, tally)
    figure = 'regexp_replace(body, \'"low":"[^"]*"\', \'"low":"sNaN"\', \'g\')'
    broken = f"update claims set body = {figure} where id = $1::uuid"  # noqa: S608 - our own words
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(on.dsn)
            try:
                await connection.execute(broken, answer["claim"]["id"])
            finally:
                await connection.close()
            break
        await asyncio.sleep(0.1)
    beside = fields | {"source": f"{POISON}beside {number}", "quantity": "99 mm", "external_id": f"b {number}"}
    await post_until_taken(client, on.ports, "/v1/claims", beside, tally)


async def storm(on: Machine, proxy: Proxy, client: aiohttp.ClientSession, tally: Tally, what: str, number: int) -> None:
    """Let one storm pass."""
    match what:
        case "cut":
            proxy.cut_soon()
        case "read_only":
            await read_only(on, is_on=True)
            await asyncio.sleep(1)
            await read_only(on, is_on=False)
        case "sigterm":
            port = on.ports[number % len(on.ports)]
            tally.hung += not await asyncio.to_thread(on.end_by_sigterm, port)
        case "poison":
            await poison(on, client, tally, number)
        case _:
            raise AssertionError(what)
    tally.kills[what] += 1


async def put_under_load(
    on: Machine, proxy: Proxy, tally: Tally, claims: int, kills: int, storms: int, seed: int
) -> None:
    """Write all claims while the killer is at work; each kill waits for its share of the claims."""
    chance = random.Random(seed)
    work = iter([random_claim(number, chance) for number in range(claims)])
    targets = [chance.choice([*on.ports, "postgres"]) for _ in range(kills)]
    targets += [STORMS[number % len(STORMS)] for number in range(storms)]
    chance.shuffle(targets)
    moments = sorted(chance.randrange(claims // 20, claims - claims // 20) for _ in targets)

    async def write() -> None:
        for claim in work:
            answer = await post_until_taken(client, on.ports, "/v1/claims", claim, tally)
            tally.acknowledged[claim["external_id"]] = answer["claim"]["id"]

    async def kill() -> None:
        for number, (moment, target) in enumerate(zip(moments, targets, strict=True)):
            while len(tally.acknowledged) < moment:
                await asyncio.sleep(0.002)
            await asyncio.sleep(chance.random() * 0.02)
            if target in STORMS:
                await storm(on, proxy, client, tally, str(target), number)
                continue
            await asyncio.to_thread(on.kill, target)
            tally.kills["service" if isinstance(target, int) else target] += 1

    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout, headers=on.headers) as client, asyncio.TaskGroup() as tasks:
        for _ in range(16):
            tasks.create_task(write())
        tasks.create_task(kill())


async def settle(on: Machine, tally: Tally) -> None:
    """Wait until nothing is left to compare or to send; what was leased ten seconds ago is taken for abandoned."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, asyncpg.CannotConnectNowError):
            connection = await asyncpg.connect(on.dsn)
            try:
                await connection.execute(
                    "update deliveries set next_attempt_at = now(), leased_until = null "
                    "where status = 'pending' and (leased_until is null or leased_until < now() + interval '50 s')"
                )
                left = await connection.fetchval("select count(*) from uncompared where reason is null")
                left += await connection.fetchval("select count(*) from dispute_marks")
                unsent = await connection.fetchval("select count(*) from deliveries where status = 'pending'")
            finally:
                await connection.close()
            if not left and not unsent:
                return
        await asyncio.sleep(2)
    raise TimeoutError("Claims were left uncompared, disputes not derived, or deliveries unsent.")


async def examine(on: Machine, tally: Tally, policy: Policy, seconds: float) -> Report:
    """Compare what is stored with what must be."""
    everything, found = await stored(on.dsn)
    claims = [claim for claim in everything if not claim.source.startswith(POISON)]
    poisoned = {claim.id for claim in everything} - {claim.id for claim in claims}
    conflicts = {pair for pair in found.conflicts if poisoned.isdisjoint(pair)}
    ids = {claim.external_id: str(claim.id) for claim in claims}
    lost = sum(ids.get(external_id) != id_ for external_id, id_ in tally.acknowledged.items())
    desk = await stored_desk(on.dsn)
    wanted = conflicts_day_by_day(claims, policy, desk)
    _, disputed = await stored_disputes(on.dsn)
    missing, too_many = differences(disputes_day_by_day(claims, policy, desk), disputed)
    return Report(
        claims=len(claims),
        acknowledged=len(tally.acknowledged),
        lost=lost,
        doubled=len(claims) - len(ids),
        conflicts=len(wanted),
        missed=len(missed_of(State(frozenset(), frozenset(wanted)), found)),
        extra=len(conflicts - wanted),
        disputes=len(disputed),
        disputes_missed=len(missing),
        disputes_extra=len(too_many),
        undelivered=sum(not tally.delivered.get(id_) for id_ in await announced(on.dsn)),
        ambiguous=sum(len(webhook_ids) > 1 for webhook_ids in tally.delivered.values()),
        set_aside=len(await set_aside(on.dsn) - poisoned),
        hung=tally.hung,
        calls=tally.calls,
        kills=tally.kills,
        refused=tally.refused,
        seconds=seconds,
    )


async def set_aside(dsn: str) -> set[UUID]:
    """The claims that cannot be compared."""
    connection = await asyncpg.connect(dsn)
    try:
        return {row["claim_id"] for row in await connection.fetch("select claim_id from uncompared")}
    finally:
        await connection.close()


async def announced(dsn: str) -> set[str]:
    """The conflicts that were ever announced."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "select data::json ->> 'id' as id from events where type = 'conflict.created' and band = 'confirmed'"
        )
        return {row["id"] for row in rows}
    finally:
        await connection.close()


def day_by_day(claims: list[Claim]) -> list[list[Claim]]:
    """Claims that can have to do with each other."""
    by_day: defaultdict[date, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_day[claim.period.end].append(claim)
    return list(by_day.values())


def disputes_day_by_day(claims: list[Claim], policy: Policy, desk: Desk) -> list[Told]:
    """What must be disputed."""
    return [told for several in day_by_day(claims) for told in disputes_of(several, policy, desk)]


def conflicts_day_by_day(claims: list[Claim], policy: Policy, desk: Desk) -> set[Pair]:
    """The oracle in reasonable time: as of different days nothing is comparable, which a sample of pairs confirms."""
    chance = random.Random(5)
    for _ in range(10_000):
        one, other = chance.choice(claims), chance.choice(claims)
        assert one.period.end == other.period.end or compare(one, other, policy).band is None
    return {pair for several in day_by_day(claims) for pair in expected(several, policy, desk).conflicts}


async def key_of(dsn: str) -> dict[str, str]:
    """A key in a header: this program takes webhooks and relays connections, so it is no neighbour without one."""
    key, secret = draw_key(KeyDraft("kills", [Scope.ADMIN], requests_per_minute=0), datetime.now(UTC), "test")
    database = await open_database(dsn, size=2)
    try:
        async with database.connection() as connection:
            await add_key(connection, key)
    finally:
        await database.close()
    return {"Authorization": f"Bearer {secret}"}


async def run(claims: int, kills: int, seed: int, ports: list[int], storms: int = 0) -> Report:
    """Do all of it."""
    tally = Tally()
    async with machine() as on:
        on.ports = ports
        await migrate(on.dsn)
        on.headers = await key_of(on.dsn)
        async with (
            proxying(str(on.data / "socket" / ".s.PGSQL.5432"), seed) as (proxy, proxied),
            receiver(tally) as address,
            aiohttp.ClientSession(headers=on.headers) as client,
        ):
            on.addresses[ports[0]] = through(on.dsn, proxied)
            for port in ports:
                on.start_service(port)
            await post_until_taken(client, ports, "/v1/webhooks", {"url": address}, tally)
            tally.refused.clear()
            began = time.monotonic()
            await put_under_load(on, proxy, tally, claims, kills, storms, seed)
            await settle(on, tally)
            return await examine(on, tally, Policy(), time.monotonic() - began)


def main() -> None:
    """Run from the command line; ends with 1 when the promise did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--storms", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ports", type=int, nargs=2, default=[18_431, 18_432])
    given = parser.parse_args()
    report = asyncio.run(run(given.claims, given.kills, given.seed, given.ports, given.storms))
    print(report)
    sys.exit(0 if report.is_clean else 1)


if __name__ == "__main__":
    main()
