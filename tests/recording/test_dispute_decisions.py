"""What a decision on a dispute means, told without a database."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from service.conflict import ConflictStatus, Resolution
from service.recording.dispute_decisions import as_decided, decided_at
from service.storage.decisions import StatusStep
from service.storage.disputes import DisputeRow
from tests.builders import NOON

OPEN, RESOLVED, DISMISSED = ConflictStatus.OPEN, ConflictStatus.RESOLVED, ConflictStatus.DISMISSED
SERVICE = "claimdiff"


def steps(*told: tuple[ConflictStatus, str]) -> list[StatusStep]:
    return [StatusStep(at(number), actor, status) for number, (status, actor) in enumerate(told)]


def at(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ([(OPEN, SERVICE), (RESOLVED, "ada")], 1),
        ([(OPEN, SERVICE), (RESOLVED, "ada"), (RESOLVED, "bob"), (OPEN, "ada")], 1),
        ([(RESOLVED, "ada"), (OPEN, "ada"), (RESOLVED, "bob"), (RESOLVED, SERVICE), (OPEN, "bob")], 2),
        ([(OPEN, SERVICE), (RESOLVED, SERVICE), (OPEN, "ada")], None),
        ([(RESOLVED, SERVICE), (RESOLVED, "ada"), (OPEN, "ada")], None),
        ([(OPEN, SERVICE), (DISMISSED, "ada")], None),
        ([], None),
    ],
)
def test_the_decision_is_the_first_step_of_those_that_last_had_its_status(
    told: list[tuple[ConflictStatus, str]], decided: int | None
) -> None:
    assert decided_at(steps(*told), RESOLVED, SERVICE) == (None if decided is None else at(decided))


def row(status: ConflictStatus, **fields: object) -> DisputeRow:
    """A dispute of which only what a decision touches is told."""
    blank = dict.fromkeys(DisputeRow.__dataclass_fields__)
    known = {"status": status, "closed_by_service": True, "settles_at": NOON, "state": "now", "decided": "before"}
    return DisputeRow(**(blank | known | fields))  # type: ignore[arg-type]


def test_a_decision_is_one_on_the_figures_of_now_and_ends_what_the_service_had_begun() -> None:
    before = row(OPEN)
    after = as_decided(before, replace(before, status=RESOLVED, resolution=Resolution.CORRECTED))
    assert (after.decided, after.closed_by_service, after.settles_at) == ("now", False, None)


def test_who_only_notes_something_on_a_decided_dispute_leaves_the_decision_as_it_was() -> None:
    before = row(RESOLVED)
    assert as_decided(before, replace(before, note="seen")) == replace(before, note="seen")


def test_an_open_dispute_stands_on_no_decision() -> None:
    before = row(RESOLVED)
    reopened = as_decided(before, replace(before, status=OPEN))
    assert (reopened.decided, reopened.closed_by_service, reopened.settles_at) == (None, False, None)
    assert as_decided(row(OPEN), row(OPEN)).decided is None
