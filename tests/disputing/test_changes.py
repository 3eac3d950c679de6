"""Each change between two versions has its name; a decision holds until it does not cover what is known."""

from service.claim import Severity
from service.dispute import DisputeChange, Figure, State
from service.disputing import changes_between, find_positions, is_lifted, state_of
from tests.disputing.figures import figure, said

ALPHA, BETA = figure(1, "84,720"), figure(2, "62,310")


def state(*figures: Figure, severity: Severity = Severity.MAJOR) -> State:
    return state_of(find_positions(figures), severity)


def test_nothing_has_changed_when_the_claims_are_the_same() -> None:
    assert changes_between(state(ALPHA, BETA), state(BETA, ALPHA)) == ()


def test_a_source_that_agrees_with_one_has_joined() -> None:
    assert changes_between(state(ALPHA, BETA), state(ALPHA, BETA, figure(3, "84,720"))) == (
        DisputeChange.SOURCE_JOINED,
    )


def test_a_source_with_a_third_figure_brings_a_new_position() -> None:
    assert changes_between(state(ALPHA, BETA), state(ALPHA, BETA, figure(3, "12"), severity=Severity.EXTREME)) == (
        DisputeChange.NEW_POSITION,
        DisputeChange.SOURCE_JOINED,
        DisputeChange.SEVERITY_RAISED,
    )


def test_a_source_that_moves_has_corrected_its_figure() -> None:
    before, third = state(ALPHA, BETA, figure(3, "84,720")), figure(3, "62,310")
    assert changes_between(before, state(ALPHA, BETA, third)) == (DisputeChange.FIGURE_CORRECTED,)


def test_a_source_that_goes_takes_its_position_with_it() -> None:
    assert changes_between(state(ALPHA, BETA, figure(3, "12")), state(ALPHA, BETA)) == (
        DisputeChange.POSITION_GONE,
        DisputeChange.SOURCE_LEFT,
    )


def test_what_was_resolved_comes_back_on_a_new_position_only() -> None:
    decided = state(ALPHA, BETA)
    assert not is_lifted(decided, state(ALPHA, BETA, figure(3, "84,720")), is_dismissed=False)
    assert is_lifted(decided, state(ALPHA, BETA, figure(3, "12")), is_dismissed=False)


def test_what_was_dismissed_comes_back_in_a_higher_class_only() -> None:
    decided = state(ALPHA, BETA)
    assert not is_lifted(decided, state(*said("84,720", "62,310", "50,123")), is_dismissed=True)
    assert is_lifted(decided, state(ALPHA, BETA, figure(3, "12"), severity=Severity.EXTREME), is_dismissed=True)
