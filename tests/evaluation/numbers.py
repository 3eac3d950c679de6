"""Numbers, ranges, percentages, money and measures in sentences: recognizers_text_en and quantulum3_tests."""

import json
import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from service.reading.figures.amounts import read_amount
from service.reading.figures.bounds import Span
from service.reading.figures.find import Found
from service.reading.figures.lexicon import lexicon_for
from service.reading.figures.numerals import AmbiguousNumeralError, BadNumeralError
from service.reading.figures.sides import Context, side_at
from service.reading.figures.tokens import END, fold, glued, tokens_of
from service.reading.figures.units import units_for
from service.reading.quantity import find_printed
from tests.evaluation import Row, percent, present
from tests.evaluation.unitnames import same_unit

Case = dict[str, object]
LEFT_OUT: dict[str, dict[str, str]] = {
    "": {r"\d \. \d": "numbers torn apart by a tokenizer (1 . 8500)"},
    "NumberModel": {
        r"\d+(\.\d+){2,}": "addresses",
        r"\d+/\d+/\d{4}": "dates",
        r"\d\s?\^": "powers, unless of ten in 6.2x10^-4",
    },
    "NumberRangeModel": {
        r"the (first|second|third|\w+th)\b": "ordinals as bounds; we refuse ordinals",
        r"=>|=<|<>|><": "signs in an order that no newspaper writes",
    },
}
"""What is no figure of news, by model ("" is all): pattern → why."""


def left_out(case: Case, model: str) -> bool:
    """Tell whether a case is none of ours."""
    patterns = (*LEFT_OUT[""], *LEFT_OUT.get(model, ()))
    return any(re.search(pattern, str(case["Input"])) and not _powers_of_ten(case, pattern) for pattern in patterns)


def _powers_of_ten(case: Case, pattern: str) -> bool:
    return pattern.endswith(r"\^") and "10^" in str(case["Input"])


def evaluate(data: Path) -> list[Row]:
    """Measure all models of both sets."""
    rows: list[Row] = []
    if folder := present(data, "recognizers_text_en"):
        cases = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
        for model, floor, judge in MODELS:
            all_of_it = [case for case in cases if case["model"] == model]
            mine = [case for case in all_of_it if not left_out(case, model)]
            note = "; ".join((*LEFT_OUT[""].values(), *LEFT_OUT.get(model, {}).values()))
            note = f"{len(all_of_it) - len(mine)} left out ({note})" if len(mine) < len(all_of_it) else ""
            rows.append(_row(f"recognizers {model}", mine, judge, floor)._replace(note=note))
    if folder := present(data, "quantulum3_tests"):
        cases = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
        rows.append(_row("quantulum3 value", cases, quantulum_value, 90))
        rows.append(_row("quantulum3 value and unit", cases, quantulum_unit, 85))
    return rows


def _row(name: str, cases: Sequence[Case], judge: Callable[[Case], bool], floor: float) -> Row:
    wrong = [case for case in cases if not judge(case)]
    SHOWN[name] = wrong
    return Row(name, len(cases), percent(len(cases) - len(wrong), len(cases)), floor)


SHOWN: dict[str, list[Case]] = {}
"""The cases that failed, by row: for a look with `python -i`."""


def close(value: Decimal | float | str, gold: object) -> bool:
    """Tell whether two values are equal to five digits."""
    one, other = float(value), float(str(gold).rstrip("%"))
    return abs(one - other) <= 1e-5 * max(abs(one), abs(other))


def paired(predicted: Sequence[object], gold: Sequence[object], same: Callable[[object, object], bool]) -> bool:
    """Tell whether the two lists pair one to one."""
    rest = list(gold)
    for item in predicted:
        match = next((index for index, other in enumerate(rest) if same(item, other)), None)
        if match is None:
            return False
        rest.pop(match)
    return not rest


def amounts(text: str) -> list[Decimal]:
    """Read every number of a text, without units."""
    lexicon = lexicon_for("en")
    tokens = tokens_of(fold(text))
    context = Context(tokens, lexicon, units_for(lexicon), None)
    found, at = [], 0
    while tokens[at] is not END:
        value = _amount_at(context, at)
        if value is not None:
            found.append(value[0])
        at = value[1] if value else at + 1
    return found


def _amount_at(context: Context, at: int) -> tuple[Decimal, int] | None:
    tokens = context.tokens
    negative = tokens[at].text == "-" and not (at and glued(tokens[at - 1], tokens[at]) and tokens[at - 1].kind in "wn")
    start = at + 1 if negative else context.lexicon.word("minus", tokens, at)
    if at and start == at and glued(tokens[at - 1], tokens[at]) and tokens[at - 1].kind == "w":
        return None
    try:
        amount = read_amount(tokens, start, context.lexicon)
        side = side_at(context, start)
    except (AmbiguousNumeralError, BadNumeralError):
        return None
    pronoun = (
        amount is not None and amount.end == start + 1 and tokens[start].low in ("one", "half") and len(tokens) > 3
    )
    if amount is None or (pronoun and start == at) or _unit_glued(context, amount.end, side):
        return None
    return (-amount.value if start > at else amount.value), amount.end


def _unit_glued(context: Context, end: int, side: object) -> bool:
    """The model leaves out numbers that are glued to a unit."""
    tokens = context.tokens
    return tokens[end].kind == "w" and glued(tokens[end - 1], tokens[end]) and side is not None


def number(case: Case) -> bool:
    """NumberModel: every value."""
    gold = [result["Resolution"]["value"] for result in case["Results"]]
    return paired(amounts(str(case["Input"])), gold, close)


def number_range(case: Case) -> bool:
    """NumberRangeModel: every interval, exact, ends included or not."""
    gold = [result["Resolution"]["value"] for result in case["Results"]]
    text = str(case["Input"])
    spans = [_span(found) for found in find_printed(text, language="en") if _ranged(found, text)]
    return paired([written(span) for span in spans], gold, operator.eq)


def _ranged(found: Found, text: str) -> bool:
    """Take bounds and ranges, and numbers that are said to be equalled: the model leaves plain numbers out."""
    equalled = (
        text[: found.start].rstrip().lower().endswith(("equal", "equals", "equal to", "equaling to", "equals to", "="))
    )
    return equalled or found.printed.bounds.approximator.value not in ("exact", "about", "vague")


def _span(found: Found) -> Span:
    """Write plain ranges as the model does: "20 through 100" is [20,100)."""
    figure = found.figure
    if figure.high is not None:
        return Span(figure.low.value, figure.high.value, high_open=True)
    span = found.printed.bounds.stated
    if figure.low.amount.fraction and not figure.measure:
        return span._replace(low=_hundredth(span.low), high=_hundredth(span.high))
    return span


def _hundredth(value: Decimal | None) -> Decimal | None:
    return None if value is None else value / 100


def written(span: Span) -> str:
    """Write an interval as the model does."""
    low = "(" if span.low is None or span.low_open else "["
    high = ")" if span.high is None or span.high_open else "]"
    return f"{low}{_number(span.low)},{_number(span.high)}{high}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def percentage(case: Case) -> bool:
    """PercentModel: every value."""
    gold = [result["Resolution"]["value"] for result in case["Results"] if result["Resolution"]["value"] != "null"]
    found = [one for one in find_printed(str(case["Input"]), language="en") if one.printed.measure.name == "percent"]
    return paired([one.figure.low.value for one in found], gold, close)


def _measured(case: Case, kinds: Callable[[str], bool]) -> bool:
    gold = [r["Resolution"] for r in case["Results"] if r["Resolution"].get("value") not in (None, "null")]
    found = [one for one in find_printed(str(case["Input"]), language="en") if kinds(one.printed.measure.dimension)]
    pairs = [(one.figure.low.value, one.printed.measure.name) for one in found]
    return paired(pairs, gold, lambda one, other: close(one[0], other["value"]) and same_unit(one[1], other["unit"]))


def currency(case: Case) -> bool:
    """CurrencyModel: value and unit."""
    return _measured(case, lambda dimension: dimension.startswith("money:"))


def dimension(case: Case) -> bool:
    """DimensionModel: value and unit."""
    other = ("count", "percent", "ratio", "temperature", "time", "percentage_points", "degree")
    return _measured(case, lambda name: not name.startswith("money:") and name not in other)


def temperature(case: Case) -> bool:
    """TemperatureModel: value and unit."""
    return _measured(case, lambda name: name in ("temperature", "degree"))


def age(case: Case) -> bool:
    """AgeModel: value and unit of time."""
    return _measured(case, lambda name: name == "time")


MODELS: tuple[tuple[str, float, Callable[[Case], bool]], ...] = (
    ("NumberModel", 97, number),
    ("NumberRangeModel", 90, number_range),
    ("PercentModel", 100, percentage),
    ("CurrencyModel", 90, currency),
    ("DimensionModel", 90, dimension),
    ("TemperatureModel", 90, temperature),
    ("AgeModel", 90, age),
)


def _quantulum(case: Case, *, units: bool) -> bool:
    found = find_printed(str(case["req"]), language="en")
    pairs = [(_middle(one), _unit_name(one)) for one in found]

    def same(one: tuple[tuple[Decimal, Decimal], str], gold: dict[str, object]) -> bool:
        value = close(one[0][0], gold["value"]) and close(one[0][1], gold.get("uncertainty") or 0)
        return value and (not units or same_unit(one[1], str(gold["unit"])))

    return paired(pairs, case["res"], same)


def _middle(one: Found) -> tuple[Decimal, Decimal]:
    figure = one.figure
    low = figure.low.value
    high = figure.high.value if figure.high else low
    return (low + high) / 2, abs(high - low) / 2


def _unit_name(one: Found) -> str:
    rate = one.printed.rate
    name = "dimensionless" if one.figure.low.amount.fraction and not one.figure.measure else one.printed.measure.name
    name = name or "dimensionless"
    return f"{name} {rate.name}" if rate else name


def quantulum_value(case: Case) -> bool:
    """Values (a range as middle and half width)."""
    return _quantulum(case, units=False)


def quantulum_unit(case: Case) -> bool:
    """Values and units."""
    return _quantulum(case, units=True)
