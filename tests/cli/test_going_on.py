"""A load that was broken off is gone on with by the same command, and nothing is stored twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from service.cli.bookmarks import MOST_REFUSED, Bookmark, Shelf
from service.cli.uploading import LINES_AT_ONCE
from service.exchange import read_layout
from service.settings import Settings, read_settings
from tests.cli.test_commands import Run, claimdiff  # noqa: F401 - a fixture
from tests.patience import PATIENCE_SECONDS

ROWS = 3 * LINES_AT_ONCE
LOAD = UUID(int=7)
HEADER = "source,metric,period,quantity\n"


def rows(count: int, source: str = "alpha") -> str:
    """Give claims of one metric and a year each; the first can be read by nobody."""
    told = (f"{source},sales,{1000 + number // 4}-Q{number % 4 + 1},{500 + number}\n" for number in range(1, count))
    return HEADER + f"{source},sales,2020,many\n" + "".join(told)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"CLAIMDIFF_DATA_DIR": str(tmp_path)})


def break_off(arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> None:
    """Start a load and kill it as soon as some of it was taken."""
    program = [sys.executable, "-m", "service.cli", "load", *arguments]
    load = subprocess.Popen(program, env=os.environ | environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE_SECONDS
    while not list((folder / "loads").glob("*.json")) and time.monotonic() < until:
        assert load.poll() is None, "it ended before it could be broken off"
        time.sleep(0.005)
    load.send_signal(signal.SIGKILL)
    load.wait()


def test_a_load_that_was_killed_goes_on_where_it_stopped(claimdiff: Run, dsn: str, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "sales.csv"
    file.write_text(rows(ROWS))
    place = {"CLAIMDIFF_DATA_DIR": str(tmp_path), "DATABASE_URL": dsn}
    break_off((str(file),), place, tmp_path)
    again = claimdiff("load", str(file), **place)
    told = " ".join(again.stderr.split())
    assert "goes on behind" in told
    assert "1 refused" in told, "what was refused before is told again"
    assert f"{ROWS - 1:,} stored" not in told
    exported = [json.loads(line)["period"]["as_given"] for line in claimdiff("export", "claims").stdout.splitlines()]
    assert (len(exported), len(set(exported))) == (ROWS - 1, ROWS - 1)
    assert list((tmp_path / "loads").iterdir()) == []
    third = claimdiff("load", str(file), **place)
    assert "goes on" not in third.stderr
    assert f"0 stored, {ROWS - 1:,} known already" in " ".join(third.stderr.split())


def test_a_bookmark_of_another_database_is_none(claimdiff: Run, dsn: str, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "sales.csv"
    file.write_text(rows(4))
    said = {"CLAIMDIFF_DATA_DIR": str(tmp_path)}
    settings = read_settings(said | {"DATABASE_URL": dsn})
    layout = read_layout((), ())
    with file.open("rb") as opened:
        shelf = Shelf(settings, opened, (dsn, None, layout, 1))
        shelf.keep(Bookmark(LOAD, 3, (0,), shelf.version))
    answer = claimdiff("load", str(file), **said)
    assert "goes on" not in answer.stderr
    assert len(claimdiff("export", "claims").stdout.splitlines()) == 3


def test_a_bookmark_is_that_of_a_file_as_it_is_and_of_one_way_to_load_it(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(rows(4))
    with file.open("rb") as opened:
        shelf = Shelf(settings, opened, "here")
        kept = Bookmark(LOAD, 2, (0,), shelf.version)
        shelf.keep(kept)
        assert Shelf(settings, opened, "here").find() == kept
        assert Shelf(settings, opened, "there").find() is None
        shelf.keep(kept.behind(1, tuple(range(MOST_REFUSED))))
        assert shelf.find() == kept
    file.write_text(rows(5))
    with file.open("rb") as opened:
        assert Shelf(settings, opened, "here").find() is None
        shelf.clear()
        assert list((tmp_path / "loads").iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_no_load(tmp_path: Path) -> None:
    (tmp_path / "loads").write_text("no folder")
    file = tmp_path / "sales.csv"
    file.write_text(rows(4))
    with file.open("rb") as opened:
        shelf = Shelf(read_settings({"CLAIMDIFF_DATA_DIR": str(tmp_path)}), opened, "here")
        shelf.keep(Bookmark(LOAD, 2, (), shelf.version))
        assert shelf.find() is None
