"""The named queries of sql/queries/*.sql, loaded once."""

import re
from functools import cache
from pathlib import Path

_UNNESTED = re.compile(r"unnest\(([^()]*)\)")
_ARRAY = re.compile(r"\$\d+::[a-z ]+\[\]")
_HEADER = re.compile(r"^-- name: (\w+) :(one|many|exec)[ \t]*\n", re.MULTILINE)


def sql_folder() -> Path:
    """Give the folder with the SQL: beside `service` in a checkout, inside it in an installed package."""
    beside = Path(__file__).resolve().parents[2] / "sql"
    return beside if beside.is_dir() else Path(__file__).resolve().parents[1] / "_sql"


@cache
def queries(name: str) -> dict[str, str]:
    """Give the queries of one file by their names, each without the semicolon at its end.

    Arrays of parameters reach `unnest` through a sub-select. Otherwise the server counts their elements, takes the plan
    for so many to be better than the general one, and plans each call anew, which takes longer than the call.
    """
    text = (sql_folder() / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    _, *parts = _HEADER.split(text)
    bodies = (_hide_lengths(body.strip().removesuffix(";")) for body in parts[2::3])
    found = dict(zip(parts[::3], bodies, strict=True))
    if len(found) * 3 != len(parts):
        raise ValueError(f"sql/queries/{name}.sql holds a query's name twice")
    return found


def _hide_lengths(query: str) -> str:
    return _UNNESTED.sub(lambda unnested: _ARRAY.sub(r"(select \g<0>)", unnested[0]), query)
