"""TEMP."""
import re
from functools import cache
from pathlib import Path
@cache
def queries(name: str) -> dict[str, str]:
    text = (Path(__file__).parents[2] / "sql" / "queries" / f"{name}.sql").read_text()
    parts = re.split(r"^-- name: (\w+) :\w+\n", text, flags=re.M)[1:]
    return {n: b.strip().rstrip(";") for n, b in zip(parts[::2], parts[1::2], strict=True)}
