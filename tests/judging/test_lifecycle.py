import pytest

from service.claim import ConflictStatus
from service.errors import Clash
from service.judging import Act, next_status
from service.judging.lifecycle import TRANSITIONS


def test_new_evidence_reopens_what_was_resolved() -> None:
    assert next_status(ConflictStatus.RESOLVED, Act.NEW_EVIDENCE) is ConflictStatus.OPEN


def test_a_dismissed_conflict_is_reopened_by_a_person_only() -> None:
    with pytest.raises(Clash, match="possible: reopen"):
        next_status(ConflictStatus.DISMISSED, Act.NEW_EVIDENCE)
    assert next_status(ConflictStatus.DISMISSED, Act.REOPEN) is ConflictStatus.OPEN


def test_every_status_can_be_left() -> None:
    assert {status for status, _ in TRANSITIONS} == set(ConflictStatus)
