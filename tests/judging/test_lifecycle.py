"""The table of a conflict's life; that the database keeps to it is shown in tests/storage/test_conflict_life.py."""

import pytest

from service.conflict import ConflictStatus
from service.errors import Clash
from service.judging.lifecycle import (
    TRANSITIONS,
    Act,
    Standing,
    act_reaching,
    next_standing,
    standing_of,
    standing_with,
)


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


@pytest.mark.parametrize("status", ConflictStatus)
@pytest.mark.parametrize("standing", Standing)
def test_a_pair_goes_with_its_dispute_by_acts_of_the_table_only(standing: Standing, status: ConflictStatus) -> None:
    """One act, or reopened first: an undone decision brings a resolved pair back to acknowledged."""
    reached = standing_with(standing, status)
    assert reached.status is status
    if not (reached is standing or reached.is_by_service):
        acts = [act for act in Act if (standing, act) in TRANSITIONS]
        after = {TRANSITIONS[standing, act] for act in acts}
        assert reached in after or any((one, act_reaching(status)) in TRANSITIONS for one in after)
