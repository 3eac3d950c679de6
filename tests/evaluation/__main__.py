"""Print one table: set, cases, score, floor, remark."""

import sys
from importlib import import_module, util
from pathlib import Path

from tests.evaluation import MODULES, Row


def main(arguments: list[str]) -> int:
    """Run the named modules, or all; 1 when a score is under its floor."""
    if not arguments:
        sys.stderr.write("usage: python -m tests.evaluation DATA [module …]\n")
        return 2
    data, names = Path(arguments[0]), arguments[1:] or MODULES
    rows: list[Row] = []
    for name in names:
        if util.find_spec(f"tests.evaluation.{name}"):
            rows += import_module(f"tests.evaluation.{name}").evaluate(data)
    sys.stdout.write(table(rows))
    return int(any(row.floor is not None and row.score < row.floor for row in rows))


def table(rows: list[Row]) -> str:
    """Lay the rows out in columns."""
    width = max((len(row.set) for row in rows), default=3)
    lines = [f"{'set':<{width}}  {'cases':>7}  {'score':>8}  {'floor':>8}  note"]
    for row in rows:
        floor = "" if row.floor is None else f"{row.floor:.3f}"
        lines.append(f"{row.set:<{width}}  {row.cases:>7}  {row.score:>8.3f}  {floor:>8}  {row.note}".rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
