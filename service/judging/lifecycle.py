"""A conflict's life as one table: (status, act) → status.

open → acknowledged → resolved or dismissed; what is closed comes back by new evidence or by hand. A dismissed conflict
is an exception that a person has made: new evidence does not reopen it, only a person does.
"""

from enum import Enum

from service.claim import ConflictStatus
from service.errors import Clash


class Act(Enum):
    """What can happen to a conflict; the last two are the service's own."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    CLOSE = "close"
    NEW_EVIDENCE = "new_evidence"


_OPEN, _SEEN = ConflictStatus.OPEN, ConflictStatus.ACKNOWLEDGED
_DONE, _KEPT = ConflictStatus.RESOLVED, ConflictStatus.DISMISSED

TRANSITIONS: dict[tuple[ConflictStatus, Act], ConflictStatus] = {
    (_OPEN, Act.ACKNOWLEDGE): _SEEN,
    (_OPEN, Act.RESOLVE): _DONE,
    (_OPEN, Act.DISMISS): _KEPT,
    (_OPEN, Act.CLOSE): _DONE,
    (_SEEN, Act.REOPEN): _OPEN,
    (_SEEN, Act.RESOLVE): _DONE,
    (_SEEN, Act.DISMISS): _KEPT,
    (_SEEN, Act.CLOSE): _DONE,
    (_DONE, Act.REOPEN): _OPEN,
    (_DONE, Act.NEW_EVIDENCE): _OPEN,
    (_KEPT, Act.REOPEN): _OPEN,
}


def next_status(status: ConflictStatus, act: Act) -> ConflictStatus:
    """Give the status after the act.

    Raises:
        Clash: The act does not fit the status; the message names the acts that do.
    """
    try:
        return TRANSITIONS[status, act]
    except KeyError:
        fitting = ", ".join(sorted(known.value for at, known in TRANSITIONS if at is status))
        raise Clash(
            f"A conflict that is {status.value} cannot be changed by {act.value}; possible: {fitting}."
        ) from None
