"""A conflict's life as one table: (standing, act) → standing. test_conflict_life.py drives each through SQL.

open → acknowledged → resolved or dismissed; what is closed comes back by hand. What a person has closed only a person
takes up again: a resolution is a decision, a dismissal an exception. What the service has closed, because a claim was
superseded or a judgement refuted the pair, it takes up again itself when that reason is gone. A suggestion that becomes
certain is news: it is open again for whoever had acknowledged it.

Whoever changes a stored conflict holds it, asks this table, and writes the status that it gives: SQL decides none.
"""

from enum import Enum

from service.claim import Band
from service.conflict import ConflictStatus, Resolution
from service.errors import Clash, Invalid


class Act(Enum):
    """What can happen to a conflict: by a person, then by the service itself."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    REOPEN = "reopen"

    OPEN = "open"
    """The pair was found."""
    CLOSE = "close"
    """It cannot stand any more: a claim is out of force, or the two are not taken for one metric."""
    NEW_EVIDENCE = "new_evidence"
    """It is found again after it was closed."""
    BAND_ROSE = "band_rose"
    """It was suggested and is certain now."""
    RESCORE = "rescore"
    """It stands as before, with another score."""

    @property
    def is_first_seen(self) -> bool:
        """Whether it makes a conflict that nobody could know as certain before."""
        return self in {Act.OPEN, Act.BAND_ROSE}


class Standing(Enum):
    """Where a conflict stands in its life; `closed` is shown as resolved, and the service did it."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    CLOSED = "closed"

    @property
    def status(self) -> ConflictStatus:
        """The status that is shown."""
        return ConflictStatus.RESOLVED if self is Standing.CLOSED else ConflictStatus(self.value)

    @property
    def is_by_service(self) -> bool:
        """Whether the service has closed it."""
        return self is Standing.CLOSED


def standing_of(status: ConflictStatus, *, closed_by_service: bool) -> Standing:
    """Give the standing from what is stored."""
    return Standing.CLOSED if closed_by_service and status is ConflictStatus.RESOLVED else Standing(status.value)


_REACHED_BY = {
    ConflictStatus.OPEN: Act.REOPEN,
    ConflictStatus.ACKNOWLEDGED: Act.ACKNOWLEDGE,
    ConflictStatus.RESOLVED: Act.RESOLVE,
    ConflictStatus.DISMISSED: Act.DISMISS,
}


def act_reaching(status: ConflictStatus) -> Act:
    """Give the act by which a person reaches a status."""
    return _REACHED_BY[status]


def check_resolution(resolution: Resolution | None, status: object) -> None:
    """Refuse a resolution without the status that it explains, and that status without one.

    Raises:
        Invalid: The two do not go together.
    """
    if (resolution is not None) != (status is ConflictStatus.RESOLVED):
        known = ", ".join(one.value for one in Resolution)
        raise Invalid(f"A resolution goes with status resolved, and only with it. Known: {known}.", "/resolution")


TRANSITIONS: dict[tuple[Standing | None, Act], Standing] = {
    (None, Act.OPEN): Standing.OPEN,
    (Standing.OPEN, Act.ACKNOWLEDGE): Standing.ACKNOWLEDGED,
    (Standing.OPEN, Act.RESOLVE): Standing.RESOLVED,
    (Standing.OPEN, Act.DISMISS): Standing.DISMISSED,
    (Standing.OPEN, Act.CLOSE): Standing.CLOSED,
    (Standing.ACKNOWLEDGED, Act.REOPEN): Standing.OPEN,
    (Standing.ACKNOWLEDGED, Act.RESOLVE): Standing.RESOLVED,
    (Standing.ACKNOWLEDGED, Act.DISMISS): Standing.DISMISSED,
    (Standing.ACKNOWLEDGED, Act.CLOSE): Standing.CLOSED,
    (Standing.RESOLVED, Act.REOPEN): Standing.OPEN,
    (Standing.DISMISSED, Act.REOPEN): Standing.OPEN,
    (Standing.CLOSED, Act.REOPEN): Standing.OPEN,
    (Standing.CLOSED, Act.NEW_EVIDENCE): Standing.OPEN,
    (Standing.CLOSED, Act.BAND_ROSE): Standing.OPEN,
    (Standing.OPEN, Act.BAND_ROSE): Standing.OPEN,
    (Standing.ACKNOWLEDGED, Act.BAND_ROSE): Standing.OPEN,
    (Standing.OPEN, Act.RESCORE): Standing.OPEN,
    (Standing.ACKNOWLEDGED, Act.RESCORE): Standing.ACKNOWLEDGED,
}
_BY_HAND = frozenset(_REACHED_BY.values())


def act_of_evidence(standing: Standing, before: Band, now: Band) -> Act | None:
    """Give what it means for a stored pair to be found in conflict, in the band `now`; None where it is no news."""
    rose = before is Band.SUGGESTED and now is Band.CONFIRMED
    act = Act.BAND_ROSE if rose else Act.NEW_EVIDENCE
    return act if (standing, act) in TRANSITIONS else None


def standing_with(standing: Standing, status: ConflictStatus) -> Standing:
    """Give where a pair stands that goes with the decision on its dispute: by one act, or reopened first.

    Raises:
        Clash: No act leads there.
    """
    act = act_reaching(status)
    if (standing, act) not in TRANSITIONS and (standing, Act.REOPEN) in TRANSITIONS:
        standing = next_standing(standing, Act.REOPEN)
    return standing if standing.status is status else next_standing(standing, act)


def next_standing(standing: Standing, act: Act) -> Standing:
    """Give the standing after the act.

    Raises:
        Clash: The act does not fit; the message names the acts of a person that do.
    """
    try:
        return TRANSITIONS[standing, act]
    except KeyError:
        fitting = ", ".join(sorted(one.value for at, one in TRANSITIONS if at is standing and one in _BY_HAND))
        raise Clash(
            f"A conflict that is {standing.status.value} cannot be changed by {act.value}; possible: {fitting}."
        ) from None
