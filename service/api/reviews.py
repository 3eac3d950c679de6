"""Claims of schema.org that say their figure in a sentence alone, as fact-checkers publish them."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import to_builtins

from service.api.requests import decode_strictly
from service.articles import MOST_CHARACTERS, Article, State, read_article
from service.errors import Invalid
from service.exchange import LinkedReader
from service.reading import check_text, read_published_at

_KEPT = ("source", "quote", "url", "language", "published_at", "period", "place")
"""What stands beside the sentence goes before what is read in it."""


def linked_reader(now: datetime) -> LinkedReader:
    """Give a reader of JSON-LD that reads sentences too; one without a date is read as of now."""
    return LinkedReader(decode_strictly, partial(figures_in, now=now))


def figures_in(text: str, known: Mapping[str, Any], *, now: datetime) -> list[dict[str, Any]]:
    """Give the fields of a claim for each figure of a sentence that is surely understood.

    Args:
        text: The sentence under review.
        known: What stands beside it: who said it, where and when.
        now: Stands in for the day of publication.

    Raises:
        Invalid: There is none; the message says what was found instead.
    """
    check_text(text, "/quote")
    given = known.get("published_at")
    published_at = read_published_at(given if isinstance(given, str) else None, now)
    source, place = known.get("source"), known.get("place")
    article = Article(
        text[:MOST_CHARACTERS],
        source if isinstance(source, str) and source else "unknown",
        published_at,
        published_at.isoformat(),
        place=place if isinstance(place, str) else None,
    )
    read = read_article(article)
    sure = [one.draft for one in read.claims if one.draft is not None and one.state is State.SURE]
    if not sure:
        reasons = [reason for one in read.claims for reason in one.reasons] or [one.reason for one in read.no_claims]
        raise Invalid(f"No figure of its sentence is surely understood. {' '.join(reasons[:3])}".strip(), "/metric")
    kept = {name: known[name] for name in _KEPT if known.get(name)}
    return [_filled(to_builtins(draft, str_keys=True)) | {"claimant": known.get("claimant")} | kept for draft in sure]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in fields.items() if one is not None and name != "source"}
