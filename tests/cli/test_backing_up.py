"""A backup in one command, taken back into an empty database, of a running embedded server too."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from tests.cli.test_commands import NDJSON
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="claimdiff-backup-"))
    made.chmod(0o755)
    yield made
    rmtree(made, ignore_errors=True)


def claimdiff(data: Path, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        env=environment | {"CLAIMDIFF_DATA_DIR": str(data)},
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_what_is_backed_up_is_restored_elsewhere(folder: Path) -> None:
    file = folder / "claims.dump"
    assert claimdiff(folder / "old", "load", "-", given=NDJSON).returncode == 0
    made = claimdiff(folder / "old", "backup", str(file))
    assert made.returncode == 0, made.stderr
    assert file.read_bytes().startswith(b"PGDMP")
    assert file.stat().st_mode & 0o077 == 0
    assert not list(folder.glob("*.part"))
    again = claimdiff(folder / "old", "backup", str(file))
    assert (again.returncode, "--replace" in again.stderr) == (2, True)
    restored = claimdiff(folder / "new", "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    exported = claimdiff(folder / "new", "export", "claims").stdout.splitlines()
    assert {json.loads(line)["source"] for line in exported} == {"alpha", "beta"}
    twice = claimdiff(folder / "new", "restore", str(file))
    assert twice.returncode == 1
    assert "Restore into an empty one" in twice.stderr


def test_a_file_that_is_no_backup_is_told(folder: Path) -> None:
    (folder / "x.dump").write_text("no backup")
    answer = claimdiff(folder / "new", "restore", str(folder / "x.dump"))
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    nowhere = claimdiff(folder / "new", "backup", str(folder / "no" / "x.dump"))
    assert "cannot be written" in nowhere.stderr
