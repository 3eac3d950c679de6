"""What a figure leaves unsaid that the other one says: the currency, whose crowns.

"172 million" of net debt beside "€110 million", "19 billion crowns" beside "Danish kroner". Their figures can be held
against each other; that both mean the same unit, a person decides.
"""

from msgspec.structs import replace

from service.claim import Quantity, QuantityKind, Unit
from service.reading.figures.units import is_of_family

_MONEY = "money:"

Told = tuple[QuantityKind, Unit]


def leaves_unsaid(one: Told, other: Told) -> bool:
    """Whether the first says nothing of its unit that contradicts the other's, and less."""
    return _is_bare_money(one, other) or _is_family(one, other)


def is_unsaid(one: Told, other: Told) -> bool:
    """Whether either leaves unsaid what the other says."""
    return one[1].dimension != other[1].dimension and (leaves_unsaid(one, other) or leaves_unsaid(other, one))


def completed(one: Quantity, other: Quantity) -> Quantity:
    """Give the first with the unit that it leaves unsaid, as the other says it; as it is where it leaves nothing."""
    if one.unit.dimension != other.unit.dimension and leaves_unsaid(told_of(one), told_of(other)):
        return replace(one, unit=other.unit)
    return one


def told_of(quantity: Quantity) -> Told:
    """Give what of a quantity is no figure."""
    return quantity.kind, quantity.unit


def _is_bare_money(one: Told, other: Told) -> bool:
    (kind, unit), (other_kind, money) = one, other
    is_bare = unit.dimension == "count" and not unit.name and unit.thing is None
    is_money = money.dimension.startswith(_MONEY) and "/" not in money.dimension
    return is_bare and is_money and kind is other_kind is QuantityKind.LEVEL


def _is_family(one: Told, other: Told) -> bool:
    """Whether the first is a bare name of several currencies, of which the other is one."""
    (kind, unit), (other_kind, money) = one, other
    if kind is not other_kind or not unit.dimension.startswith(_MONEY) or not money.dimension.startswith(_MONEY):
        return False
    ours, theirs = (told.dimension.removeprefix(_MONEY).partition("/") for told in (unit, money))
    return ours[2] == theirs[2] and is_of_family(theirs[0], ours[0])
