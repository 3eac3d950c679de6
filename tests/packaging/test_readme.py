"""What the README says of commands, settings and make targets is what there is."""

import re
from pathlib import Path

from service.cli import COMMANDS
from service.settings import describe_settings, read_settings

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
MAKEFILE = (TOP / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    rows = [
        f"| `{one.variable}` | {one.default or '–'} | {one.meaning} |" for one in describe_settings(read_settings({}))
    ]
    assert [row for row in rows if row not in README] == []


def test_every_command_is_named() -> None:
    assert [name for name in COMMANDS if not re.search(rf"`(claimdiff )?{name}`|claimdiff {name}", README)] == []


def test_the_two_commands_of_the_first_lines_are_targets() -> None:
    top = README.splitlines()[:12]
    assert {"run", "test"} <= {found for line in top for found in re.findall(r"make ([a-z]+)", line)} <= TARGETS


def test_every_target_that_a_page_names_exists() -> None:
    pages = README + (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z]+)", pages)) - {"help"} <= TARGETS
