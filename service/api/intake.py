"""What a single claim that comes in needs: it is read, recorded with what comes at the same time, and once for its key.

One part for the handler, because the framework resolves several side by side, which costs more than they do.
"""

from dataclasses import dataclass

from service.api.idempotency import Once
from service.recording import Gatherer, Recorder


@dataclass(frozen=True, slots=True)
class Intake:
    """The parts of taking a claim in."""

    recorder: Recorder
    gatherer: Gatherer
    once: Once
