"""One version: of the program, the API document and the newest release in the CHANGELOG."""

import json
import re
import tomllib
from pathlib import Path

from service import __version__
from tests.contract.document import COMMITTED

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_program_document_and_changelog_tell_one_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert json.loads(COMMITTED.read_text(encoding="utf-8"))["info"]["version"] == __version__
    releases = [one for one in re.findall(r"^## (\S+)$", CHANGELOG, re.MULTILINE) if one != "Unreleased"]
    assert releases[0] == __version__
    assert len(releases) == len(set(releases))


def test_the_package_takes_its_version_from_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "service/__init__.py"


def test_a_major_version_tells_what_changed_in_defaults_and_how_to_keep_it() -> None:
    major = f"{__version__.partition('.')[0]}.0.0"
    section = CHANGELOG.partition(f"## {major}\n")[2].partition("\n## ")[0]
    told = section.partition(f"### Defaults that changed in {major}, and how to keep what was before\n")[2]
    rows = [line for line in told.splitlines() if line.startswith("| ")][1:]
    assert rows
    assert all(len(line.strip("| ").split(" | ")) == 2 for line in rows)


def test_the_rule_for_deprecations_stands_in_the_docs() -> None:
    page = (ROOT / "docs/versions.md").read_text(encoding="utf-8")
    assert "**A deprecation** is announced in the CHANGELOG" in page
