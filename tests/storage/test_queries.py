"""Every named query prepares against the migrated schema, and is used."""

import re
from pathlib import Path

import asyncpg
import pytest

import service
from service.storage.queries import queries, sql_folder

NAMES = sorted(path.stem for path in (sql_folder() / "queries").glob("*.sql"))
PROGRAM = "\n".join(path.read_text() for path in Path(service.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
async def test_every_query_prepares(name: str, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for text in queries(name).values():
            await connection.prepare(text)
    finally:
        await connection.close()


def conditions(text: str) -> str:
    """What a list is narrowed by, with its parameters counted from the first filter."""
    begins = re.search(r"\$(\d+)::text is null", text)
    assert begins is not None
    narrowed = text[begins.start() :].partition("order by")[0].partition("limit $")[0]
    return re.sub(r"\$(\d+)", lambda found: f"${int(found[1]) - int(begins[1])}", narrowed).strip()


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("conflicts", ("list_conflicts", "list_conflicts_by_severity", "narrow_conflicts")),
        ("dispute_lists", ("list_disputes", "list_disputes_by_severity")),
    ],
)
def test_lists_of_one_thing_are_narrowed_alike(name: str, lists: tuple[str, ...]) -> None:
    """Whatever their order; and pairs that are worked out, as pairs that are kept."""
    assert len({conditions(queries(name)[one]) for one in lists}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_states_a_figure_is_asked_of_its_view(name: str) -> None:
    """Only what reads every claim, or those that count no more, says of each whether it does."""
    asking = {query for query, text in queries(name).items() if "retracts" in text}
    assert asking <= {"insert_claims", "find_marked_claims", "find_standing_conflicts", "find_taken_back"}


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_used(name: str) -> None:
    assert [query for query in queries(name) if f'"{query}"' not in PROGRAM] == []
