"""Articles: running text to claims, each anchored at its characters. Pure: what is stored and compared is done above.

    text ──sentences──▶ figures ──▶ metric, period, place, claimant ──▶ drafts, as POST /v1/claims takes them

Every number of the text is answered: as a claim, or as none with the reason.
"""

from service.articles.anchors import Anchor, anchor
from service.articles.article import (
    MOST_CHARACTERS,
    MOST_FIGURES,
    Article,
    Found,
    Known,
    NoClaim,
    ReadArticle,
    State,
    TextForm,
    read_article,
)
from service.articles.lexicon import LANGUAGES

__all__ = [
    "LANGUAGES",
    "MOST_CHARACTERS",
    "MOST_FIGURES",
    "Anchor",
    "Article",
    "Found",
    "Known",
    "NoClaim",
    "ReadArticle",
    "State",
    "TextForm",
    "anchor",
    "read_article",
]
