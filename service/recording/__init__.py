"""The pipeline: read, store, find candidates, match, judge, store, announce."""

from service.recording.deskwork import DeskAct, change_conflict
from service.recording.gathering import Gatherer
from service.recording.pipeline import Clock, Recorded, Recorder
from service.recording.sweeping import sweep, sweep_until_cancelled
from service.recording.vocabulary import Vocabulary

__all__ = [
    "Clock",
    "DeskAct",
    "Gatherer",
    "Recorded",
    "Recorder",
    "Vocabulary",
    "change_conflict",
    "sweep",
    "sweep_until_cancelled",
]
