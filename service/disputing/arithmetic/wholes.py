"""Parts and their whole, and shares that come to more than a hundred."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from service.claim import QuantityKind
from service.disputing.arithmetic.reckoned import Reckoned, number, relations, span, table_tokens
from service.disputing.arithmetic.telling import evidence_of, given_words
from service.knowledge import Evidence, Relation

_HUNDRED = Decimal(100)
_SHARES = frozenset({"measure:share", "measure:rate"})


def parts_and_whole(whole: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A part that is larger than its whole, or two parts that exclude each other and together are.

    A part says everything that the whole does and one thing more: women killed and killed, soldiers killed and killed.
    Killed and wounded are parts of casualties. Nothing is made of parts that come to less: others may be left out.
    """
    quantity = whole.claim.quantity
    if quantity.kind is not QuantityKind.LEVEL or quantity.unit.dimension != "count" or whole.range.high is None:
        return
    parts = [(one, name) for one in beside if _is_beside(one, whole) and (name := _part_name(one, whole)) is not None]
    for part, _ in parts:
        if part.range.is_above(whole.range):
            yield evidence_of(
                Relation.PARTS_AND_WHOLE,
                (part, whole),
                f"{given_words(part)} is more than {given_words(whole)}, of which it is a part.",
            )
    for (one, name), (other, other_name) in combinations(parts, 2):
        if name == other_name or not _exclude(name, other_name):
            continue
        together = one.range.plus(other.range)
        is_alone = one.range.is_above(whole.range) or other.range.is_above(whole.range)
        if together.is_above(whole.range) and not is_alone:
            yield evidence_of(
                Relation.PARTS_AND_WHOLE,
                (one, other, whole),
                f"{given_words(one)} and {given_words(other)} are {span(together)} together, more than "
                f"{given_words(whole)}.",
            )


def shares_above_hundred(share: Reckoned, beside: Sequence[Reckoned]) -> Iterator[Evidence]:
    """A share above a hundred per cent, or shares of one whole that exclude each other and come to more together."""
    if not _is_share(share):
        return
    if (share.range.low or Decimal(0)) > _HUNDRED:
        if _cannot_exceed(share):
            yield evidence_of(
                Relation.SHARES_ABOVE_100,
                (share,),
                f"{given_words(share)} is more than 100 % of what it is a share of.",
            )
        return
    others = _best(share, beside)
    total, taken = share.range.low or Decimal(0), [share]
    for one in sorted(others, key=lambda other: -(other.range.low or Decimal(0))):
        total, taken = total + (one.range.low or Decimal(0)), [*taken, one]
        if total > _HUNDRED:
            written = " + ".join(one.claim.quantity.as_given for one in taken)
            yield evidence_of(
                Relation.SHARES_ABOVE_100,
                taken,
                f"{written} is at least {number(total)} %, more than 100 % of one whole.",
            )
            return


def _best(share: Reckoned, beside: Sequence[Reckoned]) -> list[Reckoned]:
    """Give of each other share of the same whole the highest figure."""
    best: dict[object, Reckoned] = {}
    for one in beside:
        key = _other_share(share, one)
        if key is None or (one.range.low or Decimal(0)) > _HUNDRED:
            continue
        known = best.get(key)
        if known is None or (one.range.low or Decimal(0)) > (known.range.low or Decimal(0)):
            best[key] = one
    return list(best.values())


def _other_share(share: Reckoned, one: Reckoned) -> object | None:
    """Give what tells another share of the same whole from this one; None if it is none."""
    if not _is_share(one) or one.when != share.when or one.place != share.place:
        return None
    if one.tokens == share.tokens:
        subjects = [claim.subject.key if claim.subject else None for claim in (share.claim, one.claim)]
        is_listed = any(share.tokens == table_tokens(words) for words in relations()["shares"]["of_subjects"])
        is_another = None not in subjects and subjects[0] != subjects[1]
        return subjects[1] if is_listed and is_another and not _is_within(*subjects) else None
    if one.where != share.where:
        return None
    ours, theirs = share.tokens - one.tokens, one.tokens - share.tokens
    if len(ours) != 1 or len(theirs) != 1:
        return None
    [mine], [other] = ours, theirs
    return other if any({mine, other} <= set(group) for group in relations()["shares"]["exclusive"]) else None


def _is_within(one: str | None, other: str | None) -> bool:
    """Whether one name says all that the other does, and more: a wing and its party."""
    ours, theirs = set((one or "").split()), set((other or "").split())
    return ours <= theirs or theirs <= ours


def _cannot_exceed(share: Reckoned) -> bool:
    is_listed = any(share.tokens == table_tokens(words) for words in relations()["shares"]["alone"])
    is_of_people = "measure:share" in share.tokens and any(token.startswith(("sex:", "age:")) for token in share.tokens)
    return is_listed or is_of_people


def _is_share(one: Reckoned) -> bool:
    quantity = one.claim.quantity
    is_level = quantity.kind is QuantityKind.LEVEL and quantity.unit.dimension == "percent"
    is_named = bool(_SHARES & one.tokens) or one.tokens in [
        table_tokens(words) for words in relations()["shares"]["alone"]
    ]
    return is_level and is_named and quantity.unit.thing is None


def _is_beside(one: Reckoned, whole: Reckoned) -> bool:
    quantity = one.claim.quantity
    is_count = quantity.kind is QuantityKind.LEVEL and quantity.unit.dimension == "count"
    things = {thing for thing in (quantity.unit.thing, whole.claim.quantity.unit.thing) if thing is not None}
    return is_count and len(things) <= 1 and one.where == whole.where and one.when == whole.when


def _part_name(part: Reckoned, whole: Reckoned) -> str | None:
    """Give what a part says more than its whole; None if it is no part of it."""
    more, less = part.tokens - whole.tokens, whole.tokens - part.tokens
    if len(more) != 1:
        return None
    [name] = more
    table = relations()
    if less:
        is_named = any(less == {row["whole"]} and name in row["parts"] for row in table["whole"])
        return name if is_named else None
    group, _, value = name.partition(":")
    is_group = bool(value) and group in (*table["parts"]["groups"], *table["parts"]["nested"])
    return name if is_group or name in table["parts"]["words"] else None


def _exclude(one: str, other: str) -> bool:
    """Whether two parts have nothing in common."""
    table = relations()
    if any(one in row["parts"] and other in row["parts"] for row in table["whole"]):
        return True
    (group, _, value), (other_group, _, other_value) = one.partition(":"), other.partition(":")
    if value and other_value:
        return group == other_group and group in table["parts"]["groups"]
    return {one, other} <= {"civilian", "serviceman"}
