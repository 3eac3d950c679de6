"""The named queries of sql/queries/*.sql, loaded once."""

import re
from functools import cache
from pathlib import Path

_HEADER = re.compile(r"^-- name: (\w+) :(one|many|exec)[ \t]*\n", re.MULTILINE)


def sql_folder() -> Path:
    """Give the folder with the SQL: beside `service` in a checkout, inside it in an installed package."""
    beside = Path(__file__).resolve().parents[2] / "sql"
    return beside if beside.is_dir() else Path(__file__).resolve().parents[1] / "_sql"


@cache
def queries(name: str) -> dict[str, str]:
    """Give the queries of one file by their names, each without the semicolon at its end."""
    text = (sql_folder() / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    _, *parts = _HEADER.split(text)
    found = {query: body.strip().removesuffix(";") for query, body in zip(parts[::3], parts[2::3], strict=True)}
    if len(found) * 3 != len(parts):
        raise ValueError(f"sql/queries/{name}.sql holds a query's name twice")
    return found
