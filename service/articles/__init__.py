"""Articles: running text to claims, each anchored at its characters. Pure: what is stored and compared is done above.

    text ──sentences──▶ figures ──▶ metric, period, place, claimant ──▶ drafts, as POST /v1/claims takes them

Every number of the text is answered: as a claim, or as none with the reason.
"""

from service.articles.anchors import anchor, anchors_turned, in_utf16
from service.articles.article import (
    MOST_CHARACTERS,
    MOST_FIGURES,
    Article,
    Found,
    Known,
    NoClaim,
    ReadArticle,
    State,
    read_article,
)
from service.articles.lexicon import LANGUAGES
from service.articles.proposals import Proposal, Taken, missed_by, take_proposals

__all__ = [
    "LANGUAGES",
    "MOST_CHARACTERS",
    "MOST_FIGURES",
    "Article",
    "Found",
    "Known",
    "NoClaim",
    "Proposal",
    "ReadArticle",
    "State",
    "Taken",
    "anchor",
    "anchors_turned",
    "in_utf16",
    "missed_by",
    "read_article",
    "take_proposals",
]
