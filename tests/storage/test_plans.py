"""The hot queries find their rows by an index, and the server plans them once, not at each call."""

import pytest

from service.policy import Policy
from service.recording import Recorder, Sources, Vocabulary
from service.storage.pool import Database, open_database
from service.storage.queries import queries
from tests.builders import NOON, claim

HOT = [("claims", name) for name in ("insert_claims", "find_candidates", "lock_claims", "write_decisions")] + [
    ("uncompared", "mark_compared"),
    ("claims", "find_by_external_ids"),
    ("claims", "get_claims"),
    ("conflicts", "open_conflicts"),
    ("conflicts", "get_conflicts"),
    ("conflicts", "find_standing_conflicts"),
    ("conflicts", "find_conflicts_of_claims"),
    ("outbox", "announce"),
    ("series", "list_points"),
    ("series", "find_points_before"),
    ("series", "find_corrections"),
    ("series", "find_shapes"),
    ("findings", "find_steps_around"),
    ("findings", "find_taken_back"),
    ("series", "find_beside"),
    ("series", "list_differences"),
    ("series", "list_difference_days"),
    ("series", "count_common"),
    ("pending", "list_pending_pairs"),
    ("pending", "find_conflicts_between"),
    ("pending", "find_claims_between"),
    ("judgements", "find_judgements_of"),
    ("near_misses", "find_near_claims"),
    ("near_misses", "find_neighbour_ids"),
]
LARGE = ("claims", "uncompared", "conflicts", "phrases", "phrase_edges", "events", "deliveries", "judgements")


async def plan_of(database: Database, text: str) -> list[str]:
    async with database.connection() as connection:
        statement = await connection.prepare(text)
        nothing = ["null" for _ in statement.get_parameters()]
        await connection.execute("set plan_cache_mode = force_generic_plan")
        await connection.execute(f"prepare hot as {text}")
        rows = await connection.fetch(f"explain (costs off) execute hot({', '.join(nothing)})")
        await connection.execute("deallocate hot; reset plan_cache_mode")
        return [row[0] for row in rows]


@pytest.mark.parametrize(("file", "name"), HOT)
async def test_a_hot_query_reads_no_large_table_from_end_to_end(file: str, name: str, database: Database) -> None:
    plan = await plan_of(database, queries(file)[name])
    read_whole = [line.strip() for line in plan for table in LARGE if f"Seq Scan on {table} " in f"{line} "]
    assert read_whole == [], "\n".join(plan)


async def test_the_server_keeps_the_plans_of_what_every_claim_needs(dsn: str) -> None:
    database = await open_database(dsn, size=1)
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    for number in range(1, 25):
        await recorder.record([claim(number, source=f"source {number}", quantity=f"{number}0,123")])
    async with database.connection() as connection:
        made = await connection.fetch("select statement, generic_plans, custom_plans from pg_prepared_statements")
    await database.close()
    always = {name: queries("claims")[name] for name in ("insert_claims", "find_candidates", "write_decisions")}
    for name, text in always.items():
        [row] = [row for row in made if row["statement"] == text]
        assert row["custom_plans"] <= 5, name
        assert row["generic_plans"] >= 15, name


async def test_a_connection_is_given_back_without_a_round_trip(dsn: str) -> None:
    database = await open_database(dsn, size=1)
    asked: list[str] = []
    async with database.connection() as connection:
        connection.add_query_logger(lambda query: asked.append(query.query))
        await connection.execute("select 1")
    async with database.connection() as connection:
        await connection.execute("select 2")
    await database.close()
    assert asked == ["select 1", "select 2"]


async def test_a_transaction_that_is_left_open_is_gone_when_its_connection_is_lent_again(dsn: str) -> None:
    database = await open_database(dsn, size=1)
    async with database.connection() as connection:
        await connection.execute("begin; create table left_open (id integer)")
    async with database.connection() as connection:
        found = await connection.fetchval("select to_regclass('left_open')")
    await database.close()
    assert found is None
