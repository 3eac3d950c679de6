"""Where figures come from: what goes back to one claimant, one text or one page is one origin, however many print it.

Three articles that quote one general are one origin. Two quotes are one text when they are alike to 90 % over forty
characters and state the same figure; an address is one text when the figure is the same too, for one page may hold the
figures of many. It is one rule, for what a list counts and for what a dispute tells of itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from service.claim import Claim, ClaimId, Interval
from service.dispute import Figure
from service.disputing.people import is_one_person, name_of, whose
from service.disputing.questions import quote_key
from service.judging import gap_between

_ALIKE_PERCENT = 90
MOST_COMPARED = 200
"""Texts, or names of one last word, that are compared each with each; of more only what is equal is one."""


class Attribution(NamedTuple):
    """Whose a figure is, and in what it stands."""

    whose: str
    text: str | None
    """The words of a long quote."""
    url: str | None
    stated: Interval


def attribution_of(claim: Claim) -> Attribution:
    """Give whose a claim's figure is."""
    return Attribution(whose(claim), quote_key(claim), claim.url, claim.quantity.stated)


def origins_of(figures: Sequence[Figure]) -> dict[ClaimId, int]:
    """Give of each claim the number of its origin: those of one origin have one number."""
    told = [Attribution(one.claimant or one.source, one.quote, one.url, one.stated) for one in figures]
    return dict(zip((one.claim_id for one in figures), group_origins(told), strict=True))


def count_origins(figures: Iterable[Figure], origins: dict[ClaimId, int]) -> int:
    """Count the origins of some figures."""
    return len({origins[one.claim_id] for one in figures})


def group_origins(told: Sequence[Attribution]) -> list[int]:
    """Give of each the place of the first one that goes back to the same origin."""
    groups = _Groups(len(told))
    _join_people(told, groups)
    _join_pages(told, groups)
    _join_texts(told, groups)
    return [groups.first(at) for at in range(len(told))]


def is_one_origin(one: Attribution, other: Attribution) -> bool:
    """Say whether two figures go back to one claimant, one text or one publisher."""
    if is_one_person(one.whose, other.whose):
        return True
    return is_same_figure(one.stated, other.stated) and (
        _is_one_text(one, other) or (one.url is not None and one.url == other.url)
    )


def is_same_figure(one: Interval, other: Interval) -> bool:
    """Say whether what two state is one figure."""
    return gap_between(one, other) is None


class _Groups:
    """What was joined belongs together, and with all that either was joined with."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def first(self, at: int) -> int:
        while (above := self._above[at]) != at:
            self._above[at] = self._above[above]
            at = above
        return at

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.first(one), self.first(other)))
        self._above[second] = first


def _join_people(told: Sequence[Attribution], groups: _Groups) -> None:
    """Join what bears one name, then names of one last word that may be one person's."""
    known: dict[str, int] = {}
    by_last_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, told_of in enumerate(told):
        name = name_of(told_of.whose)
        first = known.setdefault(name.key, at)
        groups.join(first, at)
        if first == at and name.bare:
            by_last_word[name.bare[-1]].append(at)
    for several in by_last_word.values():
        for one, other in combinations(several[:MOST_COMPARED], 2):
            if is_one_person(told[one].whose, told[other].whose):
                groups.join(one, other)


def _join_pages(told: Sequence[Attribution], groups: _Groups) -> None:
    by_url: defaultdict[str, list[int]] = defaultdict(list)
    for at, told_of in enumerate(told):
        if told_of.url is not None:
            by_url[told_of.url].append(at)
    for several in by_url.values():
        for one, other in combinations(several[:MOST_COMPARED], 2):
            if is_same_figure(told[one].stated, told[other].stated):
                groups.join(one, other)


def _join_texts(told: Sequence[Attribution], groups: _Groups) -> None:
    texts = [at for at, one in enumerate(told) if one.text is not None]
    if len(texts) > MOST_COMPARED:
        known: dict[tuple[str | None, Interval], int] = {}
        for at in texts:
            groups.join(known.setdefault((told[at].text, told[at].stated), at), at)
        return
    for one, other in combinations(texts, 2):
        if is_same_figure(told[one].stated, told[other].stated) and _is_one_text(told[one], told[other]):
            groups.join(one, other)


def _is_one_text(one: Attribution, other: Attribution) -> bool:
    if one.text is None or other.text is None:
        return False
    return fuzz.ratio(one.text, other.text, score_cutoff=_ALIKE_PERCENT) >= _ALIKE_PERCENT
