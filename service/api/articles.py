"""Articles: a text in, its figures out, each with what is stored against it."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from typing import Annotated

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from service.api.problems import documented
from service.articles import (
    LANGUAGES,
    MOST_CHARACTERS,
    Anchor,
    Article,
    Found,
    NoClaim,
    ReadArticle,
    State,
    TextForm,
    read_article,
)
from service.claim import Claim, Match, VerdictKind
from service.errors import Unreadable
from service.reading import Draft, check_text, check_url, read_published_at
from service.reading.draft import Address, Moment, Spot, Tag, Text
from service.recording import Clock, Counts, Recorder, Recording, match_of

MOST_LISTED = 3
"""Matches of one figure in the answer; its draft, sent to /v1/claims/check, gets all."""
_AT_ONCE = 50
"""Figures that are compared in one snapshot."""


class ArticleDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A text as it is handed in, and what is known of it."""

    source: Annotated[Text, Meta(description="Who publishes it; claims of the same source are not held against it.")]
    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=MOST_CHARACTERS,
            description=f"The text, at most {MOST_CHARACTERS:,} characters and 500 figures.",
            examples=["Unemployment in France stood at 7.3 percent in March, the statistics office said."],
        ),
    ]
    format: Annotated[TextForm, Meta(description="`html`: tags, scripts and comments are left out.")] = TextForm.PLAIN
    title: Annotated[Text | None, Meta(description="The headline; helps to tell where the text is about.")] = None
    place: Annotated[Spot | None, Meta(description="Where its figures are from, unless a sentence says.")] = None
    language: Annotated[
        Tag | None,
        Meta(description=f"BCP 47 tag; told by its words when left out. Read are {', '.join(LANGUAGES)}."),
    ] = None
    url: Annotated[Address | None, Meta(description="Where it was published.")] = None
    published_at: Annotated[
        Moment | None,
        Meta(
            description="ISO 8601 date or date-time, against which days are read; now, when left out.",
            examples=["2025-04-30"],
        ),
    ] = None


class Standing(Enum):
    """How a figure of an article stands to the stored claims."""

    CONFLICTS = "conflicts"
    AGREES = "agrees"
    ALONE = "alone"
    NOT_UNDERSTOOD = "not_understood"


class Anchors(Struct, frozen=True):
    """Where each part of a reading stands in the text; null where the text does not say it."""

    figure: Annotated[Anchor, Meta(description="The figure with its approximator and its unit.")]
    quote: Annotated[Anchor, Meta(description="The sentence.")]
    period: Annotated[Anchor | None, Meta(description="What time it speaks of.")]
    place: Annotated[Anchor | None, Meta(description="Where.")]
    claimant: Annotated[Anchor | None, Meta(description="To whom it is attributed.")]


class Said(Struct, frozen=True):
    """How each field of a reading is known."""

    metric: Annotated[
        str | None,
        Meta(
            description="`subject` of the verb, the thing `counted`, `both`, the noun `before` the figure, `carried` "
            "on from an earlier sentence; null when it is not known."
        ),
    ]
    period: Annotated[str, Meta(description="`said`, `inherited` from an earlier sentence, or `assumed`.")]
    place: Annotated[
        str, Meta(description="`said` or of the `sentence`, `given`, of the whole `article`, or `assumed` to be none.")
    ]


class ArticleClaim(Struct, frozen=True):
    """A figure of the text: as a draft of a claim, as understood, and what is stored of the same."""

    state: Annotated[State, Meta(description="`unsure` readings wait for a person; `reasons` say why.")]
    reasons: Annotated[list[str], Meta(description="What makes it unsure, or why it cannot be understood.")]
    standing: Annotated[Standing, Meta(description="What the stored claims say of it.")]
    anchors: Annotated[Anchors, Meta(description="Where it stands.")]
    said: Annotated[Said, Meta(description="How its fields are known.")]
    draft: Annotated[Draft | None, Meta(description="The body for POST /v1/claims; null without a metric.")]
    claim: Annotated[Claim | None, Meta(description="The draft as understood; null when it cannot be.")]
    matches: Annotated[
        list[Match], Meta(description="The first three stored claims of the same metric and period, conflicts first.")
    ]
    counts: Annotated[Counts | None, Meta(description="How many there are of each verdict.")]


class NotClaim(Struct, frozen=True):
    """A number of the text that is no claim."""

    selector: Annotated[Anchor, Meta(description="Where it stands.")]
    reason: Annotated[
        str,
        Meta(
            description="`date`, `time of day`, `age`, `ordinal`, `name or identifier`, `duration`, `small cardinal`, "
            "`vague`, `a run of digits`, `not understood`.",
            examples=["date"],
        ),
    ]


class ArticleNotice(Struct, frozen=True):
    """What an article is known by."""

    sha256: Annotated[str, Meta(description="Of the text in UTF-8: the same text has the same.")]
    language: Annotated[str, Meta(description="As given or as told by its words.", examples=["en"])]
    characters: Annotated[int, Meta(description="Unicode code points of the text as given.", examples=[2400])]
    conflicting: Annotated[int, Meta(description="Figures that stored claims contradict.")]
    agreeing: Annotated[int, Meta(description="Figures that stored claims bear out.")]
    alone: Annotated[int, Meta(description="Figures of which nothing is stored.")]
    not_understood: Annotated[int, Meta(description="Figures of which no claim can be read.")]


class CheckedArticle(Struct, frozen=True):
    """What an article says in figures, and what stands against it. Every number of the text is in one of the lists."""

    article: Annotated[ArticleNotice, Meta(description="The text in short.")]
    claims: Annotated[list[ArticleClaim], Meta(description="Its figures, from the first to the last.")]
    not_claims: Annotated[list[NotClaim], Meta(description="The other numbers, each with the reason.")]


class ArticlesController(Controller):
    """Articles: texts whose figures are read and compared."""

    path = "/v1/articles"
    tags = ["articles"]

    @post(
        "/check",
        operation_id="check_article",
        status_code=200,
        summary="Read the figures of a text and compare them; store nothing",
        responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def check_article(
        self, data: JSONBody[ArticleDraft], recorder: NamedDependency[Recorder], clock: NamedDependency[Clock]
    ) -> CheckedArticle:
        """Answer each figure of a text as a draft of a claim, with where it stands and what is stored of the same.

        Offsets count Unicode code points of the text as given. Numbers that are no claims are listed with the reason.
        """
        return await check_article(data, recorder, clock())


async def check_article(data: ArticleDraft, recorder: Recorder, now: datetime) -> CheckedArticle:
    """Read an article in a thread of its own, and compare its figures with what is stored."""
    article = _article_of(data, now)
    read, attempts = await asyncio.to_thread(_read, article, recorder)
    recordings = await _compared([one for one in attempts if isinstance(one, Claim)], recorder)
    by_id = {one.claim.id: one for one in recordings}
    claims = [
        _answered(found, attempt, by_id.get(attempt.id) if isinstance(attempt, Claim) else None)
        for found, attempt in zip(read.claims, attempts, strict=True)
    ]
    return CheckedArticle(_notice(data, read, claims), claims, [_not_claim(one) for one in read.no_claims])


def _article_of(data: ArticleDraft, now: datetime) -> Article:
    for field in ("source", "text", "title", "place", "language", "url"):
        if (given := getattr(data, field)) is not None:
            check_text(given, f"/{field}")
    check_url(data.url)
    published_at = read_published_at(data.published_at, now)
    return Article(
        data.text,
        data.source,
        published_at,
        published_at.isoformat(),
        data.title,
        data.url,
        data.language,
        data.place,
        data.format,
    )


def _read(article: Article, recorder: Recorder) -> tuple[ReadArticle, list[Claim | Unreadable | None]]:
    read = read_article(article)
    return read, [_attempt(one, recorder) for one in read.claims]


def _attempt(found: Found, recorder: Recorder) -> Claim | Unreadable | None:
    if found.draft is None:
        return None
    try:
        return recorder.read(found.draft)
    except Unreadable as error:
        return error


async def _compared(claims: Sequence[Claim], recorder: Recorder) -> list[Recording]:
    recordings: list[Recording] = []
    for first in range(0, len(claims), _AT_ONCE):
        recordings += await recorder.check(claims[first : first + _AT_ONCE])
    return recordings


def _answered(found: Found, attempt: Claim | Unreadable | None, recording: Recording | None) -> ArticleClaim:
    unread = [f"{attempt.pointer.strip('/')}: {attempt.problem}"] if isinstance(attempt, Unreadable) else []
    return ArticleClaim(
        State.UNSURE if unread else found.state,
        [*found.reasons, *unread],
        _standing(recording),
        Anchors(found.figure, found.quote, found.period, found.place, found.claimant),
        Said(
            found.known.metric.value if found.known.metric else None, found.known.period.value, found.known.place.value
        ),
        found.draft,
        recording.claim if recording else None,
        [match_of(pair) for pair in recording.pairs[:MOST_LISTED]] if recording else [],
        recording.counts if recording else None,
    )


def _standing(recording: Recording | None) -> Standing:
    if recording is None:
        return Standing.NOT_UNDERSTOOD
    kinds = {pair.verdict.kind for pair in recording.pairs}
    if VerdictKind.CONFLICT in kinds:
        return Standing.CONFLICTS
    return Standing.AGREES if kinds - {VerdictKind.NOT_COMPARABLE} else Standing.ALONE


def _notice(data: ArticleDraft, read: ReadArticle, claims: Sequence[ArticleClaim]) -> ArticleNotice:
    stand = [one.standing for one in claims]
    digest = hashlib.sha256(data.text.encode()).hexdigest()
    return ArticleNotice(digest, read.language, read.characters, *(stand.count(one) for one in Standing))


def _not_claim(one: NoClaim) -> NotClaim:
    return NotClaim(one.selector, one.reason)
