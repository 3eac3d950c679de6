"""Tables as two publishers printed them (DATA/tables), through `claimdiff compare`: precision and recall of findings.

The truth is worked out here, by a key of each pair and nothing of the service: two cells of one key that differ.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.evaluation import Row, present

Key = tuple[str, ...]
Cells = dict[Key, Decimal]
FLOOR_PRECISION, FLOOR_RECALL = 0.98, 0.95
_ORYX_DAY = "2023-06-30"
_STATES = Path(__file__).with_name("published_names.tsv")


@dataclass(frozen=True)
class Pair:
    """Two tables, what a user says of them, and how a finding and the truth are keyed."""

    name: str
    files: tuple[str, str]
    said: tuple[str, ...]
    truth: Callable[[Path], tuple[Cells, Cells]]
    key: Callable[[dict[str, str]], Key] = field(default=lambda row: (row["place"].casefold(), row["period_end"]))


def evaluate(data: Path) -> list[Row]:
    """Measure all pairs, or those that the environment's PUBLISHED names, separated by commas."""
    folder = present(data, "tables")
    if folder is None:
        return []
    wanted = os.environ.get("PUBLISHED", "").split(",")
    return [row for pair in PAIRS if pair.name in wanted or wanted == [""] for row in _measure(pair, folder)]


def _measure(pair: Pair, folder: Path) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as made:
        written, began = Path(made) / "found.csv", time.monotonic()
        command = [sys.executable, "-m", "service.cli", "compare", "--csv", str(written), "--days", "0", *pair.said]
        done = subprocess.run(
            [*command, *(str(folder / name) for name in pair.files)], capture_output=True, text=True, check=False
        )
        seconds = time.monotonic() - began
        sys.stderr.write(f"{pair.name}: {seconds:.0f} s\n{done.stderr[-1500:]}\n")
        rows = list(csv.DictReader(written.open(encoding="utf-8-sig", newline=""))) if written.exists() else []
    one, other = pair.truth(folder)
    both = one.keys() & other.keys()
    truth = {key for key in both if one[key] != other[key]}
    found = {pair.key(row) for row in rows}
    right = found & truth
    for title, wrong in (("flagged wrongly", found - truth), ("missed", truth - found)):
        for key in sorted(wrong)[: int(os.environ.get("SHOWN", "8"))]:
            sys.stderr.write(f"  {title}: {key} {one.get(key)} {other.get(key)}\n")
    note = f"{len(both):,} keys in both, {len(truth):,} differ, {len(found):,} flagged, {seconds:.0f} s"
    yield Row(f"{pair.name}: precision", len(found), len(right) / len(found) if found else 1.0, FLOOR_PRECISION, note)
    yield Row(f"{pair.name}: recall", len(truth), len(right) / len(truth) if truth else 1.0, FLOOR_RECALL)


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _cells(rows: Iterable[tuple[Key, str]]) -> Cells:
    return {key: Decimal(text) for key, text in rows if text}


# Deaths by state: names beside two-letter codes.


def _codes() -> dict[str, str]:
    with _STATES.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: row["name"].casefold() for row in csv.DictReader(file, delimiter="\t") if row["of"] == "state"
        }


def _states(folder: Path) -> tuple[Cells, Cells]:
    codes = _codes()
    times = _cells(
        ((row["state"].casefold(), row["date"]), row["deaths"]) for row in _read(folder / "nyt_us_states.csv")
    )
    rows = _read(folder / "covid_tracking_all_states_history.csv")
    return times, _cells(((codes[row["state"]], row["date"]), row["death"]) for row in rows)


def _state_key(row: dict[str, str]) -> Key:
    return row["place"].casefold().removeprefix("u.s. "), row["period_end"]


# Deaths by country: a column a day beside one day's report.


def _place(row: dict[str, str], province: str, country: str) -> str:
    return ", ".join(part for part in (row[province], row[country]) if part).casefold()


def _countries(folder: Path) -> tuple[Cells, Cells]:
    wide: Cells = {}
    for row in _read(folder / "jhu_time_series_deaths.csv"):
        for head, text in row.items():
            if found := re.fullmatch(r"(\d+)/(\d+)/(\d\d)", head):
                day = f"20{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
                wide[_place(row, "Province/State", "Country/Region"), day] = Decimal(text)
    daily = [row for row in _read(folder / "jhu_daily_2021-01-26.csv") if not row["Admin2"]]
    told = (((_place(row, "Province_State", "Country_Region"), "2021-01-26"), row["Deaths"]) for row in daily)
    return wide, _cells(told)


# Votes by county, keyed by the state and the county's name as the codes tell them.

_METRICS = {"democratic votes": "dem", "republican votes": "gop", "total votes": "total"}


def _counties(folder: Path) -> tuple[Cells, Cells]:
    names, one, other = {}, {}, {}
    for row in _read(folder / "2016_US_County_Level_Presidential_Results.csv"):
        code = row["combined_fips"].zfill(5)
        names[code] = f"{row['county_name']}, {row['state_abbr']}".casefold()
        for metric, column in (("dem", "votes_dem"), ("gop", "votes_gop"), ("total", "total_votes")):
            one[metric, names[code]] = Decimal(row[column])
    for row in _read(folder / "US_County_Level_Presidential_Results_08-16.csv"):
        if place := names.get(row["fips_code"].zfill(5)):
            other |= {(metric, place): Decimal(row[f"{metric}_2016"]) for metric in ("dem", "gop", "total")}
    return one, other


def _county_key(row: dict[str, str]) -> Key:
    return _METRICS[row["metric"]], row["place"].casefold()


# Population: a row a country and year beside a page of a fixed width.

_LINE = re.compile(r"\d+\s{2,}(?P<name>\S.*?)\s{2,}(?P<value>[\d,]+)\s+(?:\w+ )?(?P<year>\d{4})")


def _populations(folder: Path) -> tuple[Cells, Cells]:
    with _STATES.open(encoding="utf-8", newline="") as file:
        bank = {row["code"]: row["name"] for row in csv.DictReader(file, delimiter="\t") if row["of"] == "bank"}
    world = _cells(
        ((row["Country Name"].casefold(), row["Year"]), row["Value"]) for row in _read(folder / "population.csv")
    )
    known, page = {name for name, _ in world}, {}
    for line in (folder / "factbook_population.txt").read_text(encoding="utf-8").splitlines():
        if found := _LINE.match(line):
            name = bank.get(found["name"], found["name"]).casefold()
            page[name, found["year"]] = Decimal(found["value"].replace(",", ""))
            if name not in known:
                sys.stderr.write(f"  no name of the World Bank: {found['name']}\n")
    return world, page


def _population_key(row: dict[str, str]) -> Key:
    return row["place"].casefold(), row["period_start"][:4]


def _nothing(_: Path) -> tuple[Cells, Cells]:
    """Temperatures have two base periods, and lines of models are no totals: no two cells speak of one thing."""
    return {}, {}


def _all_of(row: dict[str, str]) -> Key:
    return row["metric"], row["place"], row["period_end"]


# A workbook beside its table.


def _carbon(folder: Path) -> tuple[Cells, Cells]:
    """The same figures twice."""
    cells = _cells(
        ((row["Country"].casefold(), row["Year"]), row["Total"]) for row in _read(folder / "co2_by_nation.csv")
    )
    return cells, dict(cells)


def _losses(folder: Path) -> tuple[Cells, Cells]:
    days = json.loads((folder / "russia_losses_equipment.json").read_text(encoding="utf-8"))
    return {(name, str(one["date"])): Decimal(1) for one in days for name in one}, {}


PAIRS = (
    Pair(
        "states",
        ("nyt_us_states.csv", "covid_tracking_all_states_history.csv"),
        ("--map-a", "deaths:quantity=deaths", "--map-b", "death:quantity=deaths", "--map", "*:", "--exact"),
        _states,
        _state_key,
    ),
    Pair(
        "countries",
        ("jhu_time_series_deaths.csv", "jhu_daily_2021-01-26.csv"),
        ("--fill", "metric:deaths", "--map-b", "Deaths:quantity", "--map-b", "*:")
        + ("--fill-b", "period:2021-01-26", "--exact"),
        _countries,
    ),
    Pair(
        "counties",
        ("2016_US_County_Level_Presidential_Results.csv", "US_County_Level_Presidential_Results_08-16.csv"),
        ("--map-a", "votes_dem:quantity=democratic votes", "--map-a", "votes_gop:quantity=republican votes")
        + ("--map-a", "total_votes:quantity=total votes", "--map-b", "dem_2016:quantity=democratic votes")
        + ("--map-b", "gop_2016:quantity=republican votes", "--map-b", "total_2016:quantity=total votes")
        + ("--map", "*:", "--fill", "period:2016", "--exact"),
        _counties,
        _county_key,
    ),
    Pair(
        "population",
        ("population.csv", "factbook_population.txt"),
        ("--fill-a", "metric:population"),
        _populations,
        _population_key,
    ),
    Pair(
        "war losses",
        ("russia_losses_equipment.json", "russia_losses_equipment_oryx.json"),
        ("--map-a", "day:", "--map-a", "greatest losses direction:", "--map-b", "equipment_oryx:metric")
        + ("--map-b", "losses_total:quantity", "--map-b", "model:subject", "--map-b", "*:")
        + ("--fill-b", f"period:{_ORYX_DAY}"),
        _losses,
        _all_of,
    ),
    Pair(
        "war losses, models left out",
        ("russia_losses_equipment.json", "russia_losses_equipment_oryx.json"),
        ("--map-a", "day:", "--map-a", "greatest losses direction:", "--map-b", "equipment_ua:metric")
        + ("--map-b", "losses_total:quantity", "--map-b", "*:", "--fill-b", f"period:{_ORYX_DAY}"),
        _losses,
        _all_of,
    ),
    Pair(
        "temperatures by year",
        ("temp_annual.csv", "temp_annual.csv"),
        ("--fill", "metric:temperature anomaly", "--fill", "unit:°C"),
        _nothing,
        _all_of,
    ),
    Pair(
        "temperatures by month",
        ("temp_monthly.csv", "temp_annual.csv"),
        ("--fill", "metric:temperature anomaly", "--fill", "unit:°C"),
        _nothing,
        _all_of,
    ),
    Pair("workbook", ("co2_by_nation.xlsx", "co2_by_nation.csv"), ("--fill", "metric:x"), _carbon),
)
