"""Everything that is loaded when it is first needed, loaded before the first request: nobody waits for a lexicon."""

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from service.article import TextForm
from service.articles import LANGUAGES as ARTICLE_LANGUAGES
from service.articles import Article, read_article
from service.claim import Claim, ClaimId
from service.matching import blocking_keys, compare, probe_keys
from service.policy import Policy
from service.reading import LANGUAGES, Draft, read

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_NOBODY = ClaimId(UUID(int=0))


@cache
def warm_up() -> None:
    """Read a claim in each language, compare two, and read a text: a second, once in the life of a process."""
    claims = [_read(language) for language in (None, *LANGUAGES)]
    compare(claims[0], claims[1], Policy())
    probe_keys(claims[0].metric, Policy())
    blocking_keys(claims[0].metric.phrase)
    for language in ARTICLE_LANGUAGES:
        text = "In March 1999 3.5 million people were unemployed in Spain."
        read_article(Article(text, "a", _LONG_AGO, _LONG_AGO.isoformat(), None, None, language, None, TextForm.PLAIN))


def _read(language: str | None) -> Claim:
    said = Draft("a", "umemploymnet rate", "about 3.5 million people", "March 1999", place="Spain", language=language)
    return read(said, claim_id=_NOBODY, received_at=_LONG_AGO)
