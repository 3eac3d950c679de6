"""A small run of the fuzzer: `python -m tests.hostile.fuzz` makes large ones."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.fuzz import fuzz


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="claimdiff-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


async def test_whatever_is_sent_is_answered_and_never_by_5xx(folder: Path) -> None:
    figures = await fuzz(1_000, 1, folder)
    assert figures.faults + figures.unanswered == [], str(figures)
    assert figures.requests == 1_000
    assert len(figures.operations) > 40
    assert {200, 201, 400, 404, 422} <= figures.statuses.keys()
    assert "held by one piece of work" in str(figures)
