"""Tools that only a part of the tests needs: found on this machine, or the test says why it was skipped."""

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = "TESTS_NODE_MODULES"
"""Names the folder into which `.ci/run` installs the packages of tests/contract/package.json."""

OPENAPI_GENERATOR = "TESTS_OPENAPI_GENERATOR"
"""Names the jar that `.ci/run` installs by tests/contract/openapi-generator.lock."""


def tool(name: str) -> Path:
    """Find a program; without it the test is skipped, and in CI it fails."""
    found = shutil.which(name)
    return Path(found) if found else _without(f"there is no `{name}` on this machine")


def node_modules() -> Path:
    """Find the folder of the installed npm packages; without it the test is skipped, and in CI it fails."""
    tool("node")
    folder = os.environ.get(NODE_MODULES)
    return Path(folder) if folder else _without(f"{NODE_MODULES} names no folder of installed npm packages")


def openapi_generator() -> Path:
    """Find the jar of openapi-generator; without it the test is skipped, and in CI it fails."""
    tool("javac")
    jar = os.environ.get(OPENAPI_GENERATOR)
    return Path(jar) if jar else _without(f"{OPENAPI_GENERATOR} names no jar")


def _without(reason: str) -> Path:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; in CI everything has to run")
    pytest.skip(f"{reason}; `.ci/run` installs it")
