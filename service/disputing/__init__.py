"""Disputing: the claims in force of a question in, its positions out. Pure: no storage, no clock."""

from service.disputing.attribution import find_carriers, list_origins, origins_sentence
from service.disputing.changes import changes_between, is_lifted, state_of
from service.disputing.contradictions import contradictions
from service.disputing.grouping import connected, group_questions
from service.disputing.origins import count_origins, origins_of
from service.disputing.outline import (
    SHOWN_CLAIMS,
    SHOWN_POSITIONS,
    is_disputed,
    outermost,
    outline_of,
    outline_position,
    pages_of,
)
from service.disputing.positions import exclude_each_other, find_positions
from service.disputing.questions import claimant_key, question_key, question_of, quote_key

__all__ = [
    "SHOWN_CLAIMS",
    "SHOWN_POSITIONS",
    "changes_between",
    "claimant_key",
    "connected",
    "contradictions",
    "count_origins",
    "exclude_each_other",
    "find_carriers",
    "find_positions",
    "group_questions",
    "is_disputed",
    "is_lifted",
    "list_origins",
    "origins_of",
    "origins_sentence",
    "outermost",
    "outline_of",
    "outline_position",
    "pages_of",
    "question_key",
    "question_of",
    "quote_key",
    "state_of",
]
