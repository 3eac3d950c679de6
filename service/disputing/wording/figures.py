"""A figure as it is printed in another language: its number, its unit and the word before it, nothing that nobody said.

What cannot be said for certain in the other language is quoted as its source prints it.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import format_decimal

from service.claim import Approximator, Quantity, QuantityKind
from service.disputing.wording.lexicon import Lexicon, symbols

_MOST_DECIMALS = 6
_MOST_PLACES = 18
"""Before the point; larger figures are quoted."""
_MOST_SCALED_DIGITS = 4
_LEAST_SCALED = 1_000_000
_ENDS = {
    Approximator.ALMOST: "high",
    Approximator.JUST_OVER: "low",
    Approximator.MORE_THAN: "low",
    Approximator.AT_LEAST: "low",
    Approximator.LESS_THAN: "high",
    Approximator.AT_MOST: "high",
}
_PLAIN = frozenset({Approximator.EXACT, Approximator.ABOUT})
_SAYS_WHOSE_DOLLARS = re.compile(r"\bUSD?|american|américain|estadounidens|США|U\.S", re.IGNORECASE)
_VOWELS = "aeiouyéèêàâîôû"
_BEGINS_WITH_A_NUMBER = re.compile(r"^[\s+\-−–]*[\d.]")


class FigureWords(NamedTuple):
    """A figure in words, and where it may stand."""

    text: str
    is_plain: bool
    """Whether it may stand after "between": one figure, and nothing that shows its case."""
    is_quoted: bool = False
    """Whether it stands as its source prints it."""


class _Number(NamedTuple):
    values: tuple[Decimal, ...]
    decimals: int | None
    """How many were printed; None: as many as it has."""


def figure_words(quantity: Quantity, lexicon: Lexicon) -> FigureWords:
    """Give a figure in the words of a language."""
    number = _number_of(quantity)
    amount = number and _amount(number, quantity, lexicon)
    if amount is None:
        return FigureWords(quantity.as_given, is_plain=False, is_quoted=True)
    text, is_plain = amount
    if quantity.kind is QuantityKind.CHANGE and not _BEGINS_WITH_A_NUMBER.match(quantity.as_given):
        return FigureWords(_direction(text, quantity, lexicon), is_plain=False)
    return FigureWords(text, is_plain=is_plain)


def _number_of(quantity: Quantity) -> _Number | None:
    """Give the number that was printed, in its own unit; None where it cannot be told."""
    if quantity.remark or quantity.kind is QuantityKind.RATIO or quantity.approximator is Approximator.VAGUE:
        return None
    factor = _factor(quantity)
    ends = _ends(quantity)
    if factor is None or ends is None:
        return None
    values = tuple(end / factor for end in ends)
    if any(value * factor != end for value, end in zip(values, ends, strict=True)):
        return None
    if any(_decimals(value) > _MOST_DECIMALS or value.adjusted() > _MOST_PLACES for value in values):
        return None
    if quantity.kind is QuantityKind.CHANGE and not _BEGINS_WITH_A_NUMBER.match(quantity.as_given):
        values = tuple(sorted(abs(value) for value in values))
    return _Number(values, _printed_decimals(quantity, factor))


def _ends(quantity: Quantity) -> tuple[Decimal, ...] | None:
    low, high = quantity.stated.low, quantity.stated.high
    if quantity.approximator in _ENDS:
        end = low if _ENDS[quantity.approximator] == "low" else high
        return None if end is None else (end,)
    if low is None or high is None:
        return None
    if quantity.approximator is Approximator.BETWEEN:
        return (low, high)
    return ((low + high) / 2,)


def _factor(quantity: Quantity) -> Decimal | None:
    """Give how many of the base unit the printed unit is; None for one that is not printed in other languages."""
    unit = quantity.unit
    if unit.dimension in {"count", "percent", "percentage_points"} or unit.dimension.startswith("money:"):
        is_share_of = unit.dimension == "percent" and unit.thing is not None
        is_points = unit.name == "basis points"
        return None if is_share_of or is_points else Decimal(1)
    if unit.dimension == "count/time":
        return Decimal(1) if unit.name == "per day" else None
    known = symbols().get(unit.name)
    return None if known is None else Decimal(known["factor"])


def _amount(number: _Number, quantity: Quantity, lexicon: Lexicon) -> tuple[str, bool] | None:
    scale = _scale(number, lexicon) if _is_scaled(quantity) else None
    shown = [value / scale for value in number.values] if scale else list(number.values)
    words = [_digits(value, number.decimals if scale is None else None, lexicon) for value in shown]
    name = lexicon.form(lexicon["scales"][str(scale)], shown[-1]) if scale else ""
    scaled = [f"{word} {name}".strip() for word in words]
    if quantity.approximator is Approximator.BETWEEN:
        text = lexicon["approximators"]["between"].format(low=words[0], high=scaled[-1])
    else:
        text = scaled[0]
    with_unit = _with_unit(text, shown[-1], quantity, lexicon, is_scaled=scale is not None)
    if with_unit is None:
        return None
    if quantity.approximator is Approximator.BETWEEN:
        return with_unit, False
    is_declined = quantity.unit.dimension.startswith("money:") and lexicon["money"].get("is_declined", False)
    template = _approximator(quantity, lexicon)
    is_plain = quantity.approximator in _PLAIN and not (is_declined and scale is None)
    return template.format(n=with_unit), is_plain


def _approximator(quantity: Quantity, lexicon: Lexicon) -> str:
    known: dict[str, str] = lexicon["approximators"]
    name = quantity.approximator.value
    return known.get(f"{name}_count", known[name]) if quantity.unit.dimension == "count" else known[name]


def _with_unit(text: str, value: Decimal, quantity: Quantity, lexicon: Lexicon, *, is_scaled: bool) -> str | None:
    unit, units = quantity.unit, lexicon["units"]
    match unit.dimension:
        case "count":
            return text
        case "percent":
            return str(units["percent"].format(n=text))
        case "percentage_points":
            return lexicon.form(units["percentage_points"], value).format(n=text)
        case "count/time":
            return str(units["per_day"].format(n=text))
    if unit.dimension.startswith("money:"):
        return _money(text, value, quantity, lexicon, is_scaled=is_scaled)
    known = symbols()[unit.name]
    return f"{text}\u00a0{known.get(lexicon.language, known['symbol'])}"


def _money(text: str, value: Decimal, quantity: Quantity, lexicon: Lexicon, *, is_scaled: bool) -> str:
    money: dict[str, Any] = lexicon["money"]
    code = quantity.unit.base
    if code == "USD" and not _SAYS_WHOSE_DOLLARS.search(quantity.as_given):
        code = "dollars"
    if sign := money.get("before", {}).get(code):
        return f"{sign}{text}"
    forms = money.get(code, {"other": code})
    if not is_scaled:
        return f"{text} {lexicon.form(forms, value)}"
    noun = str(forms.get("many", forms["other"]))
    of = money["of"] if noun[0].casefold() not in _VOWELS else money.get("of_vowel", money["of"])
    return f"{text} {of}{noun}"


def _direction(text: str, quantity: Quantity, lexicon: Lexicon) -> str:
    low, high = quantity.stated.low, quantity.stated.high
    is_up = (low if low is not None else high or Decimal(0)) >= 0
    name = "up" if is_up else "down"
    directions: dict[str, str] = lexicon["directions"]
    is_points = quantity.unit.dimension == "percentage_points"
    template = directions.get(f"{name}_points", directions[name]) if is_points else directions[name]
    return template.format(n=text)


def _is_scaled(quantity: Quantity) -> bool:
    return quantity.unit.dimension == "count" or quantity.unit.dimension.startswith("money:")


def _scale(number: _Number, lexicon: Lexicon) -> int | None:
    """Give the scale word to print with: for round figures from a million up."""
    least = min(abs(value) for value in number.values)
    if least < _LEAST_SCALED or any(_significant(value) > _MOST_SCALED_DIGITS for value in number.values):
        return None
    return max((int(one) for one in lexicon["scales"] if int(one) <= least), default=None)


def _digits(value: Decimal, decimals: int | None, lexicon: Lexicon) -> str:
    places = _decimals(value) if decimals is None else max(decimals, _decimals(value))
    whole = "#,##0" if abs(value) >= lexicon.table.get("ungrouped_below", 0) else "0"
    pattern = whole + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=lexicon.locale).replace("-", "−")


def _printed_decimals(quantity: Quantity, factor: Decimal) -> int | None:
    """Give how many decimals were printed, by how wide the written precision is."""
    low, high = quantity.interval.low, quantity.interval.high
    if quantity.approximator is not Approximator.EXACT or low is None or high is None:
        return None
    step = ((high - low) / factor).normalize()
    exponent = step.as_tuple().exponent
    is_power = step.as_tuple().digits == (1,)
    return -exponent if is_power and isinstance(exponent, int) and -_MOST_DECIMALS <= exponent < 0 else None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _significant(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)
