"""Who a figure goes back to: claims that quote one claimant or carry one text count once, and who carries it still.

Three articles that quote one general are one origin. Two quotes are one text when they are alike to 90 % over forty
characters and state the same figure; an address is one text when the figure is the same too, for one page may hold the
figures of many.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from service.claim import Claim, Status
from service.disputing.questions import LONG_QUOTE
from service.identity import name_key
from service.judging import gap_between
from service.knowledge import Carrier, Origin, OriginKind

_ALIKE_PERCENT = 90
_MOST_COMPARED = 300
"""Characters of a quote that are compared."""
_AGENCY = re.compile(r"\(([\w .-]{2,20})\)|^([\w-]{2,20})\s+[-–—]\s")
_WORD = re.compile(r"[\w']+")


def list_origins(claims: Sequence[Claim]) -> tuple[Origin, ...]:
    """Give the origins of claims, those that most sources carry first."""
    ordered = sorted(claims, key=lambda claim: (claim.published_at, claim.id))
    owner = list(range(len(ordered)))

    def find(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for one, other in combinations(range(len(ordered)), 2):
        if find(one) != find(other) and is_one_origin(ordered[one], ordered[other]):
            owner[find(other)] = find(one)
    gathered: dict[int, list[Claim]] = {}
    for at, claim in enumerate(ordered):
        gathered.setdefault(find(at), []).append(claim)
    found = [_origin(held) for held in gathered.values()]
    return tuple(sorted(found, key=lambda origin: -len(origin.sources)))


def origins_sentence(origins: Sequence[Origin]) -> str:
    """Count them in words: "3 articles, 1 origin"."""
    articles = sum(len(one.claim_ids) for one in origins)
    return f"{articles} article{'s' * (articles != 1)}, {len(origins)} origin{'s' * (len(origins) != 1)}"


def is_one_origin(one: Claim, other: Claim) -> bool:
    """Say whether two claims go back to one claimant, one text or one publisher."""
    ours, theirs = whose(one), whose(other)
    if is_one_person(ours, theirs):
        return True
    return is_same_figure(one, other) and (_is_one_text(one, other) or _is_one_page(one, other))


def whose(claim: Claim) -> str:
    """Give whose figure it is: the claimant, the agency that the quote names, else who publishes it."""
    return claim.claimant or _agency_of(claim.quote or "") or claim.source


def is_one_person(one: str, other: str) -> bool:
    """Say whether two names are of one: the same, or a person's with and without titles and first names.

    "Gen. Milley", "Mark Milley"; only where one of the two has a title, for "health ministry" may be another one than
    "Gaza health ministry".
    """
    ours, theirs = _name_of(one), _name_of(other)
    if ours.key == theirs.key:
        return True
    if not ours.bare or not theirs.bare or not (ours.has_title or theirs.has_title):
        return False
    shorter, longer = sorted((ours.bare, theirs.bare), key=len)
    return shorter[-1] == longer[-1] and set(shorter) <= set(longer)


class _Name(NamedTuple):
    """A name in its normal form, and without titles."""

    key: str
    bare: tuple[str, ...]
    has_title: bool


@lru_cache(maxsize=4096)
def _name_of(name: str) -> _Name:
    key = name_key(name)
    words = _WORD.findall(key)
    bare = tuple(word for word in words if word not in _names()["titles"])
    return _Name(key, bare, len(bare) < len(words))


def is_same_figure(one: Claim, other: Claim) -> bool:
    """Say whether two claims state the same figure."""
    return gap_between(one.quantity.stated, other.quantity.stated) is None


def find_carriers(claims: Sequence[Claim], corrections: Sequence[tuple[Claim, Claim]]) -> tuple[Carrier, ...]:
    """Say who still carries a figure that its origin has taken back.

    Args:
        claims: Claims in force.
        corrections: Claims of an origin, each with the claim of the same source that took its place.
    """
    last = {older.id: newer for older, newer in corrections}
    found: dict[tuple[object, object], Carrier] = {}
    for older, following in corrections:
        newer, steps = following, 0
        while newer.id in last and steps < len(last):
            newer, steps = last[newer.id], steps + 1
        if is_same_figure(older, newer) and newer.status is not Status.RETRACTED:
            continue
        if _is_stood_by(older, claims):
            continue
        for claim in claims:
            if _carries(claim, older, newer):
                found[claim.id, newer.id] = _carrier(claim, older, newer)
    return tuple(sorted(found.values(), key=lambda one: (one.source, one.claim_id)))


def _is_stood_by(older: Claim, claims: Sequence[Claim]) -> bool:
    """Whoever quoted it has corrected it, but whose figure it is still says so."""
    return any(is_one_person(claim.source, whose(older)) and is_same_figure(claim, older) for claim in claims)


def _carries(claim: Claim, older: Claim, newer: Claim) -> bool:
    """It states the old figure and not the new one, of the same origin, and is of another source."""
    if _name_of(claim.source).key == _name_of(older.source).key or not is_same_figure(claim, older):
        return False
    if newer.status is not Status.RETRACTED and gap_between(claim.quantity.interval, newer.quantity.interval) is None:
        return False
    return is_one_origin(claim, older) or is_one_person(whose(claim), older.source)


def _carrier(claim: Claim, older: Claim, newer: Claim) -> Carrier:
    is_taken_back = newer.status is Status.RETRACTED
    figure, now = claim.quantity.as_given, None if is_taken_back else newer.quantity.as_given
    what = f"has corrected to {now}" if now else "has withdrawn"
    return Carrier(
        claim_id=claim.id,
        source=claim.source,
        figure=figure,
        origin=whose(older),
        now=now,
        withdrawn_at=newer.published_at,
        corrected_by=newer.id,
        sentence=f"{claim.source} still carries {figure}, which {whose(older)} {what}.",
    )


def _origin(held: Sequence[Claim]) -> Origin:
    sources = tuple(dict.fromkeys(claim.source for claim in held))
    named = next((claim.claimant for claim in held if claim.claimant), None)
    kind = OriginKind.TEXT if len(sources) > 1 else OriginKind.SOURCE
    kind = OriginKind.CLAIMANT if named is not None else kind
    figures = tuple(dict.fromkeys(claim.quantity.as_given for claim in held))
    return Origin(kind, named or whose(held[0]), sources, figures, tuple(claim.id for claim in held))


def _is_one_text(one: Claim, other: Claim) -> bool:
    if one.quote is None or other.quote is None or min(len(one.quote), len(other.quote)) < LONG_QUOTE:
        return False
    ours, theirs = _words_of(one.quote), _words_of(other.quote)
    if min(len(ours), len(theirs)) < LONG_QUOTE:
        return False
    return fuzz.ratio(ours, theirs, score_cutoff=_ALIKE_PERCENT) >= _ALIKE_PERCENT


@lru_cache(maxsize=512)
def _words_of(quote: str) -> str:
    return " ".join(_WORD.findall(quote[: 2 * _MOST_COMPARED].casefold()))[:_MOST_COMPARED]


def _is_one_page(one: Claim, other: Claim) -> bool:
    return one.url is not None and one.url == other.url


@lru_cache(maxsize=512)
def _agency_of(quote: str) -> str | None:
    for found in _AGENCY.finditer(quote):
        name = (found[1] or found[2]).strip()
        if _name_of(name).key in _names()["agencies"]:
            return name
    return None


@cache
def _names() -> dict[str, frozenset[str]]:
    table: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon/people.toml").read_text(encoding="utf-8"))
    return {name: frozenset(map(name_key, words)) for name, words in table.items()}
