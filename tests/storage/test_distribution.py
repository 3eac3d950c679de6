"""What keeps the schema from being spread over many nodes, counted: it may become less, and never more unseen.

docs/scale.md explains the rules. Each list here is what breaks one today; who mends one takes it out, and who adds one
to the way of a claim is told.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from service.errors import Unavailable
from service.storage.pool import Database
from service.storage.queries import queries, sql_folder

TOP = Path(__file__).parents[2]
KEY = {"block", "bucket"}
"""The columns by which a claim, and all that belongs to it, finds its node."""
SPREAD = ("claims", "uncompared", "conflicts", "conflict_history", "events", "deliveries")
WITHOUT_KEY = {
    "claims": {"claims_pkey", "claims_one_per_external_id"},
    "uncompared": {"uncompared_pkey"},
    "conflicts": {"conflicts_pkey", "conflicts_one_per_pair"},
    "conflict_history": {"conflict_history_pkey"},
    "events": {"events_pkey", "events_id_key", "events_by_sequence"},
    "deliveries": {"deliveries_pkey", "deliveries_one_per_endpoint"},
}
WAY_OF_A_CLAIM = {
    "claims": ("insert_claims", "find_candidates", "lock_claims", "write_decisions", "supersede_quietly"),
    "uncompared": ("mark_compared",),
    "conflicts": ("open_conflicts",),
    "outbox": ("announce",),
}
"""What a POST runs, by the file of the query."""
RULES = {
    "no lateral look into a spread table": r"\blateral\b",
    "no row locks over nodes": r"\bfor (?:no key )?update\b|\bfor (?:key )?share\b",
    "on conflict names the key": r"\bon conflict (?!\([^)]*\bblock\b)",
    "no setting of the session on one node": r"\bset_config\(",
    "no text that is cast to rows": r"unnest\(\$\d+::text::",
}
BROKEN = {
    "no lateral look into a spread table": {"find_candidates"},
    "no row locks over nodes": {"lock_claims", "write_decisions", "supersede_quietly", "mark_compared", "announce"},
    "on conflict names the key": {"insert_claims", "open_conflicts"},
    "no setting of the session on one node": {"insert_claims"},
    "no text that is cast to rows": set(),
}


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connected = await asyncpg.connect(dsn)
    yield connected
    await connected.close()


@pytest.mark.parametrize("table", SPREAD)
async def test_which_unique_constraints_lack_the_key(connection: asyncpg.Connection, table: str) -> None:
    rows = await connection.fetch(
        "select pg_class.relname as name, array_agg(attname::text) as columns from pg_index "
        "join pg_class on pg_class.oid = indexrelid "
        "join pg_attribute on attrelid = indrelid and attnum = any(indkey) "
        "where indrelid = $1::text::regclass and indisunique group by 1",
        table,
    )
    assert {row["name"] for row in rows if not set(row["columns"]) >= KEY} == WITHOUT_KEY[table]


@pytest.mark.parametrize("rule", RULES)
def test_which_queries_on_the_way_of_a_claim_break_a_rule(rule: str) -> None:
    broken = {
        name
        for file, names in WAY_OF_A_CLAIM.items()
        for name in names
        if re.search(RULES[rule], re.sub(r"--.*", "", _with_functions(queries(file)[name])).lower())
    }
    assert broken == BROKEN[rule]


def _with_functions(query: str) -> str:
    """A query with the bodies of our own functions that it calls."""
    schema = (TOP / "sql/schema.sql").read_text(encoding="utf-8")
    bodies = dict(re.findall(r"CREATE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", schema, re.DOTALL))
    return "\n".join([query, *(bodies[name] for name in re.findall(r"\b(\w+)\(", query) if name in bodies)])


async def test_what_can_be_spread_today_is_spread_by_columns_that_are_there(connection: asyncpg.Connection) -> None:
    """The engine is not here; what it asks of a table is: its key in each unique constraint, references to copies."""
    await connection.execute(
        """
        create table spread (name regclass, by text);
        create function create_reference_table(named regclass) returns void language sql
            as 'insert into spread values (named, null)';
        create function create_distributed_table(named regclass, by text) returns void language sql
            as 'insert into spread values (named, by)';
        """
    )
    await connection.execute((sql_folder() / "distributed.sql").read_text(encoding="utf-8"))
    wrong = await connection.fetch(
        "select spread.name, by from spread where by is not null and exists ("
        "    select from pg_index where indrelid = spread.name and indisunique and not exists ("
        "        select from pg_attribute where attrelid = spread.name and attnum = any(indkey) and attname = by))"
    )
    assert wrong == []
    leading_out = await connection.fetch(
        "select conname from pg_constraint where contype = 'f' and conrelid in (select name from spread) "
        "and confrelid not in (select name from spread where by is null)"
    )
    assert leading_out == []
    assert await connection.fetchval("select count(*) from spread") > 10


def test_the_page_names_each_rule_that_is_broken() -> None:
    page = (TOP / "docs/scale.md").read_text(encoding="utf-8")
    for name in {name for names in (*BROKEN.values(), *WITHOUT_KEY.values()) for name in names}:
        assert f"`{name}`" in page, name


async def test_an_error_of_such_an_engine_reads_as_away(database: Database) -> None:
    """Citus says XX000 when a node cannot be reached: that is no fault of the request, and was answered 500."""
    with pytest.raises(Unavailable):
        async with database.connection() as connection:
            await connection.execute(
                "do $$ begin raise exception 'connection to a node failed' using errcode = 'XX000'; end $$"
            )
