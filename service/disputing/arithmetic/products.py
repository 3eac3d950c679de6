"""A rate, its time and the total; a share, its base and the count."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from service.claim import PeriodKind, QuantityKind
from service.disputing.arithmetic.reckoned import (
    Range,
    Reckoned,
    Tokens,
    dimension_of,
    is_level,
    is_positive,
    relations,
    span,
    table_tokens,
    tokens_of,
)
from service.disputing.arithmetic.telling import evidence_of, given_words
from service.knowledge import Evidence, Relation

_HUNDRED = Decimal(100)
_AMONG = re.compile(r"\b(?:among|out of all|out of)\s+(.+)$", re.IGNORECASE)
_AS_SHARE_OF = re.compile(r"^(.+?)\s+as an?\s+(?:share|percentage|proportion)\s+of\s+(.+)$", re.IGNORECASE)
_SHARE_WORDS = frozenset({"measure:share", "measure:rate"})


def rate_and_total(rate: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A rate per day, times the days of its period, and a total of the same for exactly that period."""
    claim = rate.claim
    if claim.quantity.kind is not QuantityKind.RATE or claim.quantity.unit.dimension != "count/time":
        return
    days = (claim.period.end - claim.period.start).days + 1
    if claim.period.kind is not PeriodKind.DURING or days <= 1 or not is_positive(rate.range):
        return
    wanted = frozenset(token for token in rate.tokens if not token.startswith("per:"))
    reached = Range(*(None if end is None else end * days for end in rate.range))
    for total in beside:
        if not is_level(total, "count") or total.tokens != wanted or total.when != rate.when:
            continue
        if total.where == rate.where and reached.excludes(total.range):
            yield evidence_of(
                Relation.RATE_AND_TOTAL,
                (rate, total),
                f"{claim.quantity.as_given} over {days} days is {span(reached)}; {given_words(total)} is given.",
            )


def share_and_count(share: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A share of a base, that base, and the count of the part: the same subject, place and period."""
    if share.claim.quantity.kind is not QuantityKind.LEVEL or share.claim.quantity.unit.dimension != "percent":
        return
    if not is_positive(share.range):
        return
    here = [one for one in beside if one.where == share.where and one.when == share.when and is_positive(one.range)]
    for part_tokens, base_tokens in _parts_and_bases(share):
        counts = [one for one in here if one.tokens == part_tokens and one.claim.quantity.kind is QuantityKind.LEVEL]
        bases = [one for one in here if one.tokens == base_tokens and one.claim.quantity.kind is QuantityKind.LEVEL]
        for base in bases:
            of_it = Range(*(None if end is None else end / _HUNDRED for end in share.range)).times(base.range)
            for count in counts:
                if dimension_of(count) != dimension_of(base) or dimension_of(count) == "percent":
                    continue
                if of_it.excludes(count.range):
                    yield evidence_of(
                        Relation.SHARE_AND_COUNT,
                        (share, base, count),
                        f"{share.claim.quantity.as_given} of {given_words(base)} is {span(of_it)}; "
                        f"{given_words(count)} is given.",
                    )


def _parts_and_bases(share: Reckoned) -> list[tuple[Tokens, Tokens]]:
    """Give what the part and the base of a share are called, each as a set of words."""
    words, plain = share.claim.metric.as_given, share.tokens - _SHARE_WORDS
    if (thing := share.claim.quantity.unit.thing) is not None:
        return _named(plain, tokens_of(thing))
    if found := _AS_SHARE_OF.match(words):
        return _named(tokens_of(found[1]), tokens_of(found[2]))
    if found := _AMONG.search(words):
        base = tokens_of(found[1])
        return _named(plain, base) if base and base < plain else []
    rows = [row for row in relations()["rate"] if share.tokens == table_tokens(row["share"])]
    return [(table_tokens(row["part"]), table_tokens(row["base"])) for row in rows]


def _named(part: Tokens | None, base: Tokens | None) -> list[tuple[Tokens, Tokens]]:
    return [(part, base)] if part and base and part != base else []
