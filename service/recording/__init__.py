"""The pipeline: read, store, find candidates, match, judge, store, announce."""

from service.recording.answers import Counts, MatchesWanted, Recorded, Recording, match_of
from service.recording.article_acts import Decision, ReadingAct, decide_reading
from service.recording.article_intake import (
    ReadIn,
    SentArticle,
    anchors_of,
    compare_article,
    reasons_of,
    said_of,
    take_in,
    take_in_quietly,
)
from service.recording.articles import Outcome, RecordedArticle, withdraw_article
from service.recording.checking import check_claims, check_page, list_matches
from service.recording.conflict_acts import DeskAct, change_conflict
from service.recording.deriving import derive_disputes, derive_until_cancelled, settle_disputes
from service.recording.dispute_acts import HandOnDispute, Recommending, change_dispute
from service.recording.dispute_knowledge import gather_evidence, know_dispute
from service.recording.dispute_pairs import find_large_dispute, list_pairs, paging_of
from service.recording.dispute_reading import (
    Detail,
    Recalled,
    describe_dispute,
    list_figures,
    recall_dispute,
    recall_figures,
)
from service.recording.group_commit import GroupCommit
from service.recording.left_over import compare_left_over
from service.recording.metric_registry import (
    MetricChange,
    change_metric,
    compare_concerned,
    make_judgement,
    withdraw_judgement,
    withdraw_judgements_of,
)
from service.recording.near_misses import find_near_misses
from service.recording.pending import Effect, Pending, Sample, list_pending
from service.recording.recorder import Clock, Recorder
from service.recording.series_deciding import decide_difference
from service.recording.series_points import list_series
from service.recording.series_reading import all_differences, list_days, list_differences
from service.recording.sources import Sources
from service.recording.sweeping import sweep, sweep_until_cancelled
from service.recording.taking_back import erase_claim, withdraw_load
from service.recording.vocabulary import Vocabulary

__all__ = [
    "Clock",
    "Counts",
    "Decision",
    "DeskAct",
    "Detail",
    "Effect",
    "GroupCommit",
    "HandOnDispute",
    "MatchesWanted",
    "MetricChange",
    "Outcome",
    "Pending",
    "ReadIn",
    "ReadingAct",
    "Recalled",
    "Recommending",
    "Recorded",
    "RecordedArticle",
    "Recorder",
    "Recording",
    "Sample",
    "SentArticle",
    "Sources",
    "Vocabulary",
    "all_differences",
    "anchors_of",
    "change_conflict",
    "change_dispute",
    "change_metric",
    "check_claims",
    "check_page",
    "compare_article",
    "compare_concerned",
    "compare_left_over",
    "decide_difference",
    "decide_reading",
    "derive_disputes",
    "derive_until_cancelled",
    "describe_dispute",
    "erase_claim",
    "find_large_dispute",
    "find_near_misses",
    "gather_evidence",
    "know_dispute",
    "list_days",
    "list_differences",
    "list_figures",
    "list_matches",
    "list_pairs",
    "list_pending",
    "list_series",
    "make_judgement",
    "match_of",
    "paging_of",
    "reasons_of",
    "recall_dispute",
    "recall_figures",
    "said_of",
    "settle_disputes",
    "sweep",
    "sweep_until_cancelled",
    "take_in",
    "take_in_quietly",
    "withdraw_article",
    "withdraw_judgement",
    "withdraw_judgements_of",
    "withdraw_load",
]
