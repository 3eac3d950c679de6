"""Readings that others propose, a language model say: each is taken only as far as the text bears it out.

The figure must stand at its characters and be read to the same interval and unit there; the period must be told by the
text or be that of publication; names must stand in it. What is refused says why, and nothing of it is mended.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from service.articles.article import Article, Found, Known, ReadArticle, State
from service.articles.lexicon import lower
from service.articles.markup import Stripped, stripped_of
from service.articles.naming import How
from service.articles.sentences import LONGEST
from service.articles.times import By
from service.claim import Anchor, Claim, ClaimId, Period, PeriodKind
from service.errors import Invalid, Unreadable
from service.identity import name_key
from service.reading import Draft, QuantityFields, read, read_place
from service.reading.place import find_places

_MOST_OCCURRENCES = 1_000
_HALF = 0.5
_STEM = 5
"""Letters by which two forms of a word are one."""
_SHORT = 3
_WORD = re.compile(r"[^\W\d_]+")
_NOBODY = ClaimId(UUID(int=0))


class Proposal(NamedTuple):
    """A reading that somebody proposes."""

    exact: str
    start: int | None
    prefix: str
    suffix: str
    draft: Draft
    quantity: str | QuantityFields | None
    """What the figure is said to mean; None: whatever it says."""


class Taken(NamedTuple):
    """What became of a proposal."""

    found: Found | None
    """None when it was refused."""
    refusals: tuple[tuple[str, str], ...]
    """Pointer and reason, each."""
    metric_share: float
    """Of the words of its metric, how many stand in the sentence and beside it."""


def take_proposals(
    article: Article, told: ReadArticle, proposals: Sequence[Proposal]
) -> tuple[ReadArticle, list[Taken]]:
    """Take proposals into what was read; what is taken stands in the place of our own reading of its figure."""
    desk = _Text(article, told)
    taken = [desk.take(one) for one in proposals]
    found = {(one.found.figure.start, one.found.figure.end): one.found for one in taken if one.found is not None}
    own = [one for one in told.claims if not any(_overlap(one.figure, span) for span in found)]
    claims = sorted((*own, *found.values()), key=lambda one: one.figure.start)
    return told._replace(claims=claims), taken


def missed_by(told: ReadArticle, taken: Sequence[Taken]) -> list[Anchor]:
    """Give the figures that we find and no proposal covers."""
    spans = [(one.found.figure.start, one.found.figure.end) for one in taken if one.found is not None]
    return [one.figure for one in told.claims if not any(_overlap(one.figure, span) for span in spans)]


def _overlap(one: Anchor, span: tuple[int, int]) -> bool:
    return one.start < span[1] and span[0] < one.end


class _Text:
    """An article's text, against which proposals are held."""

    def __init__(self, article: Article, told: ReadArticle) -> None:
        self._article = article
        self._told = told
        self._stripped: Stripped = stripped_of(article.text, article.form)
        self._low = lower(f"{article.title or ''}\n{self._stripped.text}\n{article.source}")
        self._key = name_key(self._low)
        self._places: set[str] | None = None

    def take(self, proposal: Proposal) -> Taken:
        """Hold a proposal against the text."""
        try:
            start = self._find(proposal)
            claim = self._read(proposal, start)
        except Invalid as error:
            return Taken(None, ((error.pointer, str(error)),), 0.0)
        except Unreadable as error:
            problems = tuple((one.pointer, one.problem) for one in (error, *error.others))
            return Taken(None, problems, 0.0)
        share = self._share(proposal.draft.metric, start)
        refusals = tuple(self._unsaid(proposal.draft, claim))
        if refusals:
            return Taken(None, refusals, share)
        return Taken(self._found(proposal, start, share), (), share)

    def _find(self, proposal: Proposal) -> int:
        """Give where a figure stands: at its offset, or the one place where it stands between its prefix and suffix."""
        text, exact = self._stripped.text, proposal.exact
        places = list(self._occurrences(text, exact))
        if not places:
            raise Invalid(f'"{exact}" does not stand in the text.', "/figure/exact")
        if proposal.start is not None:
            for at in places:
                if self._stripped.span(at, at + len(exact))[0] == proposal.start:
                    return at
            raise Invalid(f'"{exact}" does not stand at {proposal.start}.', "/figure/start")
        fitting = [
            at
            for at in places
            if text.endswith(proposal.prefix, 0, at) and text.startswith(proposal.suffix, at + len(exact))
        ]
        if len(fitting) != 1:
            problem = (
                f'"{exact}" stands {len(fitting)} times so. Give its `start`, or what stands before and behind it.'
            )
            raise Invalid(problem, "/figure")
        return fitting[0]

    @staticmethod
    def _occurrences(text: str, exact: str) -> Iterator[int]:
        at = text.find(exact)
        for _ in range(_MOST_OCCURRENCES):
            if at < 0:
                return
            yield at
            at = text.find(exact, at + 1)

    def _read(self, proposal: Proposal, start: int) -> Claim:
        """Read a figure by itself and as it stands in the text; both, and what it is said to mean, must be one."""
        claim = self._claim(proposal.draft, proposal.exact)
        if proposal.quantity is not None and not _same(claim, self._claim(proposal.draft, proposal.quantity)):
            raise Invalid(f'"{proposal.exact}" is not read to that.', "/quantity")
        span = self._stripped.span(start, start + len(proposal.exact))
        for none in self._told.no_claims:
            if _overlap(none.selector, span) and none.reason not in ("small cardinal", "vague", "duration"):
                raise Invalid(f'"{none.selector.exact}" is no figure there: {none.reason}.', "/figure/exact")
        for own in self._told.claims:
            if _overlap(own.figure, span):
                printed = own.draft.quantity if own.draft is not None else own.figure.exact
                if not _same(claim, self._claim(proposal.draft, printed)):
                    raise Invalid(f'The figure there is "{own.figure.exact}".', "/figure/exact")
        return claim

    def _claim(self, draft: Draft, quantity: str | QuantityFields) -> Claim:
        return read(replace(draft, quantity=quantity), claim_id=_NOBODY, received_at=self._article.published_at)

    def _unsaid(self, draft: Draft, claim: Claim) -> Iterator[tuple[str, str]]:
        """Yield what a proposal says and the text does not."""
        if draft.period is not None and not self._tells(claim.period):
            yield "/period", "The text tells no such time, and it is not that of publication."
        if draft.place is not None and not self._names(draft.place):
            yield "/place", f'"{draft.place}" is not named in the text.'
        for name in ("subject", "claimant"):
            given = getattr(draft, name)
            if given is not None and not self._speaks_of(given):
                yield f"/{name}", f'"{given}" is not named in the text.'

    def _tells(self, period: Period) -> bool:
        published = self._article.published_at.date()
        if period.start == period.end == published:
            return True
        if period.kind is PeriodKind.AS_OF:
            return any(one.end == period.end for one in self._told.told)
        return any((one.start, one.end) == (period.start, period.end) for one in self._told.told)

    def _names(self, place: str) -> bool:
        if lower(place) in self._low or place == self._article.place:
            return True
        if self._places is None:
            pages = (self._stripped.text[at : at + LONGEST] for at in range(0, len(self._stripped.text), LONGEST))
            self._places = {known.key for page in pages for _, _, known, _ in find_places(page)}
        return read_place(place).key in self._places

    def _speaks_of(self, name: str) -> bool:
        """Tell whether a name stands in the text, or each of its words does."""
        words = [word for word in _WORD.findall(lower(name)) if len(word) > _SHORT]
        return name_key(name) in self._key or (bool(words) and all(word[:_STEM] in self._low for word in words))

    def _share(self, metric: str, start: int) -> float:
        """Give the share of a metric's words that stand near the figure, by their first letters."""
        words = [word for word in _WORD.findall(lower(metric)) if len(word) > _SHORT]
        near = lower(self._stripped.text[max(start - LONGEST // 2, 0) : start + LONGEST // 2])
        return sum(word[:_STEM] in near for word in words) / len(words) if words else 1.0

    def _found(self, proposal: Proposal, start: int, share: float) -> Found:
        end = start + len(proposal.exact)
        figure = self._stripped.anchored(start, end)
        own = next((one for one in self._told.claims if _overlap(one.figure, (figure.start, figure.end))), None)
        quote = own.quote if own is not None else self._around(start, end)
        reasons = () if share >= _HALF else ("Most words of the proposed metric do not stand near the figure.",)
        draft = proposal.draft
        known = Known(
            How.PROPOSED,
            By.ASSUMED if draft.period is None else By.SAID,
            By.ASSUMED if draft.place is None else By.SAID,
            None if draft.claimant is None else By.SAID,
        )
        whole = replace(draft, quote=quote.exact, quantity=proposal.exact)
        state = State.UNSURE if reasons else State.SURE
        return Found(state, reasons, figure, quote, None, None, None, known, whole)

    def _around(self, start: int, end: int) -> Anchor:
        """Give the line of a figure that we have not found ourselves."""
        text = self._stripped.text
        first = max(text.rfind("\n", 0, start) + 1, start - LONGEST // 2)
        last = text.find("\n", end)
        last = min(len(text) if last < 0 else last, end + LONGEST // 2)
        return self._stripped.anchored(first, last)


def _same(one: Claim, other: Claim) -> bool:
    ours, theirs = one.quantity, other.quantity
    return (ours.interval, ours.kind, ours.unit.dimension) == (theirs.interval, theirs.kind, theirs.unit.dimension)
