"""What single sentences say in figures, in several languages."""

from typing import Any

import pytest

from tests.articles.score import cases, faults


@pytest.mark.parametrize(
    ("language", "case"), cases(), ids=lambda one: one["text"][:40] if isinstance(one, dict) else one
)
def test_a_sentence_is_read_as_an_editor_reads_it(language: str, case: dict[str, Any]) -> None:
    assert faults(language, case) == []
