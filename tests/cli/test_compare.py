"""Two files in, a list of disagreements out: no service, no database of the user's."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import service
from tests.patience import PATIENCE_SECONDS

NAMES = "date,state,deaths\n2020-03-01,Alabama,10\n2020-03-02,Alabama,20\n2020-03-03,Alabama,30\n2020-03-03,Utah,4\n"
CODES = "date;state;death\n2020-03-01;AL;10\n2020-03-02;AL;25\n2020-03-03;AL;31\n2020-03-03;UT;4\n"
MAPPED = ("--map-a", "deaths:quantity=deaths", "--map-b", "death:quantity=deaths")


def compare(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    environment |= {"PYTHONPATH": str(Path(service.__file__).parents[1])}
    environment |= {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "CLAIMDIFF_DATA_DIR": str(folder / "never made")}
    return subprocess.run(
        [sys.executable, "-m", "service.cli", "compare", *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "times.csv").write_text(NAMES)
    (tmp_path / "tracking.csv").write_text(CODES)
    return tmp_path


def left_behind() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("claimdiff-compare-*"))


def test_two_tables_are_compared_series_by_series_and_nothing_is_left_behind(tables: Path) -> None:
    before = left_behind()
    answer = compare(
        tables, *MAPPED, "--csv", "out.csv", "--xlsx", "out.xlsx", "--fill-a", "source:NYT", "times.csv", "tracking.csv"
    )
    assert answer.returncode == 1, answer.stderr
    assert "deaths, Alabama   2 of 3" in answer.stdout
    assert "1 series in which the two disagree." in answer.stdout
    assert "Utah" not in answer.stdout
    assert "times.csv: 4 figures" in answer.stderr
    with (tables / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["period_end"], row["first_quantity"], row["second_quantity"]) for row in rows] == [
        ("2020-03-02", "20", "25"),
        ("2020-03-03", "30", "31"),
    ]
    assert (rows[0]["first_source"], rows[0]["second_source"]) == ("NYT", "tracking")
    assert (rows[0]["series_differing"], rows[0]["series_common"]) == ("2", "3")
    assert rows[0]["series"] == (
        "NYT and tracking, deaths, Alabama: 2 of 3 days differ, median 3.3 %, first on 2020-03-02"
    )
    sheet = CalamineWorkbook.from_path(str(tables / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert len(sheet) == 3
    assert left_behind() <= before
    assert not (tables / "never made").exists()


def test_tables_that_agree_end_with_0(tables: Path) -> None:
    (tables / "tracking.csv").write_text(NAMES.replace("deaths", "death"))
    answer = compare(tables, *MAPPED, "times.csv", "tracking.csv")
    assert (answer.returncode, answer.stdout) == (0, "Nothing in which the two disagree.\n")


def test_a_round_figure_may_be_a_rounding_unless_it_is_said_to_be_exact(tables: Path) -> None:
    for name, figure in (("one.csv", "240"), ("other.csv", "239")):
        (tables / name).write_text(f"state,date,deaths,unit\nUtah,2020-04-01,{figure},people\n")
    mapped = ("--map", "deaths:quantity=deaths", "one.csv", "other.csv")
    assert compare(tables, *mapped).returncode == 0
    exact = compare(tables, "--exact", *mapped)
    assert exact.returncode == 1, exact.stderr
    assert "deaths, Utah   1 of 1" in exact.stdout


def test_two_editions_of_one_source_are_held_against_each_other(tables: Path) -> None:
    for name, figure in (("2020.csv", "106310"), ("2021.csv", "106766")):
        rows = f"source,place,period,quantity\nWorld Bank,Aruba,2019,{figure}\n"
        (tables / name).write_text(rows)
    answer = compare(tables, "--fill", "metric:population", "2020.csv", "2021.csv")
    assert answer.returncode == 1, answer.stderr
    assert "World Bank (2020)" in answer.stdout
    assert "World Bank (2021)" in answer.stdout


def test_files_of_one_name_are_told_apart(tables: Path) -> None:
    (tables / "old").mkdir()
    (tables / "old" / "times.csv").write_text(NAMES.replace("30", "90"))
    answer = compare(tables, "--map", "deaths:quantity=deaths", "old/times.csv", "times.csv")
    assert answer.returncode == 1, answer.stderr
    assert "times (first)" in answer.stdout
    assert "times (second)" in answer.stdout


def test_a_polite_end_leaves_nothing_behind(tables: Path) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="claimdiff-test-"))
    scratch.chmod(0o755)
    os.mkfifo(tables / "endless.csv")
    environment = os.environ | {"PYTHONPATH": str(Path(service.__file__).parents[1]), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "service.cli", "compare", "endless.csv", "times.csv"]
    try:
        with subprocess.Popen(command, env=environment, cwd=tables, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while not list(scratch.glob("claimdiff-compare-*/dsn")) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert list(scratch.iterdir()) != []
            process.terminate()
            assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGTERM
        assert list(scratch.iterdir()) == []
    finally:
        shutil.rmtree(scratch)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("times.csv", "missing.csv"), "does not exist"),
        (("--map", "x:nonsense", "times.csv", "tracking.csv"), '"nonsense" is no field'),
        (
            ("--map-a", "deaths:quantity=deaths", "--map-b", "death:quantity=tanks lost", "times.csv", "tracking.csv"),
            "speaks of the same metric",
        ),
        (("--fill", "metric:deaths", "empty.csv", "times.csv"), "The table is empty"),
        ((*MAPPED, "words.csv", "tracking.csv"), "No figure of words.csv can be read"),
        (("broken.json", "times.csv"), "broken.json"),
    ],
)
def test_what_cannot_be_compared_ends_with_2_and_says_why(tables: Path, arguments: tuple[str, ...], said: str) -> None:
    (tables / "empty.csv").write_text("")
    (tables / "broken.json").write_text("{")
    (tables / "words.csv").write_text("date,state,deaths\n2020-03-01,Alabama,many\n2020-03-02,Alabama,more\n")
    answer = compare(tables, *arguments)
    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
