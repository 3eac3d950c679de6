"""The table of a conflict's life; that the database keeps to it is shown in tests/storage/test_conflict_life.py."""

import pytest

from service.claim import ConflictStatus
from service.errors import Clash
from service.judging.lifecycle import TRANSITIONS, Act, Standing, next_standing, standing_of


def test_what_a_person_has_closed_comes_back_by_hand_only() -> None:
    for standing in (Standing.RESOLVED, Standing.DISMISSED):
        assert next_standing(standing, Act.REOPEN) is Standing.OPEN
        with pytest.raises(Clash, match="possible: reopen"):
            next_standing(standing, Act.NEW_EVIDENCE)


def test_every_standing_can_be_reached_and_left() -> None:
    assert {at for at, _ in TRANSITIONS} - {None} == set(TRANSITIONS.values()) == set(Standing)


def test_a_standing_is_stored_as_a_status_and_who_closed_it() -> None:
    for standing in Standing:
        assert standing_of(standing.status, closed_by_service=standing is Standing.CLOSED) is standing
    assert {standing.status for standing in Standing} == set(ConflictStatus)
