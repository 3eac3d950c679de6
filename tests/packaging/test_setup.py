"""What happens before there is an environment: the Makefile under other Pythons, the locks under the oldest pip."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
OLDEST_PIP = "22.3"
"""Comes with Python 3.11.0."""


def make(target: str, folder: Path, python: Path | str) -> "subprocess.CompletedProcess[str]":
    command = ["make", target, f"PYTHON={python}", f"VENV={folder / 'venv'}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)


def stand_in(folder: Path, version: str) -> Path:
    """A Python that says it is of another version."""
    script = folder / "python3"
    script.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = {version}; exec(sys.argv[1])" "$2"\n'
    )
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("version", ["(3, 10, 13)", "(3, 6, 15)", "(2, 7, 18)"])
def test_a_python_that_is_too_old_is_named_with_the_version_that_is_needed(tmp_path: Path, version: str) -> None:
    found = make("install", tmp_path, stand_in(tmp_path, version))
    major, minor, _ = version.strip("()").split(", ")
    assert found.returncode != 0
    assert f"needs Python 3.11 or newer; {tmp_path}/python3 is Python {major}.{minor}." in found.stderr
    assert not (tmp_path / "venv").exists()


def test_an_environment_of_another_python_is_removed_to_be_made_anew(tmp_path: Path) -> None:
    stale = tmp_path / "venv" / "bin" / "python"
    stale.parent.mkdir(parents=True)
    stale.write_text("#!/bin/sh\necho another\n")
    stale.chmod(0o755)
    found = make("guard", tmp_path, sys.executable)
    assert found.returncode == 0
    assert "made anew" in found.stdout
    assert not stale.exists()


@pytest.mark.skipif(not os.environ.get("CI"), reason="downloads every pinned file: runs in CI")
def test_both_locks_install_with_the_oldest_pip_of_python_3_11(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"pip=={OLDEST_PIP}"], check=True)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        command = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--dry-run",
            "--no-deps",
            "--require-hashes",
            "-r",
            ROOT / lock,
        ]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr[-2000:]


def test_the_locks_name_no_place_to_download_from() -> None:
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name
