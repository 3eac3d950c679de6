"""The chances that the page tells are those that are in force."""

import tomllib
from pathlib import Path

from service.disputing.causes import chances
from service.knowledge import CauseName

PAGE = (Path(__file__).parents[3] / "docs/disputes.md").read_text(encoding="utf-8")
TABLE = tomllib.loads((Path(chances.__file__).parent / "chances.toml").read_text(encoding="utf-8"))


def test_every_cause_and_every_chance_stands_on_the_page() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for name in CauseName:
        assert any(f"`{name.value}`" in row.split("|")[1] for row in rows), name
    told = "\n".join(rows)
    assert [row for row in TABLE["chance"] if f"1 in {row['one_in']:,}" not in told] == []
    of_few = [one_in for row in TABLE["sum"] if row["figures"] < 6 for one_in in row["one_in"].values()]
    assert [one_in for one_in in of_few if f"1 in {one_in:,}" not in told] == []


def test_every_test_of_the_table_is_asked() -> None:
    folder = Path(chances.__file__).parent
    program = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    of_days = {"stale", "other_day", "other_year"}  # by the name of the cause
    assert {row["test"] for row in TABLE["chance"] if f'"{row["test"]}"' not in program} == of_days
