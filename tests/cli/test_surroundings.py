"""Wrong surroundings are told in one sentence that names what to change, never by a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


def claimdiff(*arguments: str, **environment: str) -> str:
    """The error that the command ends with."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMDIFF_", "DATABASE_URL"))}
    found = subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        cwd=ROOT,
        env={**own, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert found.returncode != 0
    assert "Traceback" not in found.stderr
    return found.stderr


@pytest.mark.parametrize(
    ("variable", "value"), [("CLAIMDIFF_PORT", "abc"), ("CLAIMDIFF_LOG_LEVEL", "loud"), ("CLAIMDIFF_POOL_SIZE", "0")]
)
def test_a_setting_that_does_not_fit_is_named_with_its_value(variable: str, value: str) -> None:
    assert f"{variable}={value} is not possible" in claimdiff("serve", **{variable: value})


def test_the_value_of_a_secret_is_not_shown() -> None:
    assert "hunter2" not in claimdiff("serve", DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/x")


def test_a_file_as_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "Set CLAIMDIFF_DATA_DIR" in claimdiff(
        "load", "seeds/1-article.ndjson", CLAIMDIFF_DATA_DIR=str(tmp_path / "file")
    )


def test_a_folder_that_cannot_be_made_is_told() -> None:
    assert "Set CLAIMDIFF_DATA_DIR" in claimdiff("load", "seeds/1-article.ndjson", CLAIMDIFF_DATA_DIR="/proc/none")


def test_a_database_that_is_not_there_is_told() -> None:
    assert "The database cannot be opened" in claimdiff("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")


def test_data_of_another_major_version_are_told_with_advice(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):  # noqa: S108 - pytest makes them 0700; root's server runs as another user
            folder.chmod(0o755)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("14\n")
    error = claimdiff("load", "seeds/1-article.ndjson", CLAIMDIFF_DATA_DIR=str(tmp_path))
    assert "written by PostgreSQL 14" in error
    assert "claimdiff restore" in error
