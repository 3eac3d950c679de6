"""Causes of gaps, on pairs with a label: how often a cause that is called likely is wrong.

Half of the events were looked at while the tests were written, the other half was held back. Labels of swapped, dropped
and single digits come from the same tests that find them: they count for wrong alarms, not for hits.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from service.disputing.causes import Said, find_causes, read_printed
from service.errors import Unreadable
from service.knowledge import Cause, CauseName, Likelihood
from service.reading.quantity import read_quantity
from tests.evaluation import Row, present

_LABELS = {
    "digit_dropped_or_added": {CauseName.DIGIT_DROPPED},
    "digits_swapped": {CauseName.DIGITS_SWAPPED},
    "one_digit": {CauseName.ONE_DIGIT},
    "other_day": {CauseName.STALE, CauseName.OTHER_DAY},
    "other_year": {CauseName.OTHER_YEAR},
    "other_metric": {CauseName.OTHER_METRIC},
    "factor_1000": {CauseName.FACTOR_1000, CauseName.ABOUT_1000},
    "power_of_ten": {CauseName.POWER_OF_TEN, CauseName.ABOUT_10},
    "truncated": {CauseName.CUT_OFF},
    "sum_of_two": {CauseName.SUM_OF_TWO},
}
MOST_WRONG = 0.02
SHOWN: dict[str, list[str]] = {}


def evaluate(data: Path) -> list[Row]:
    """Give, for each half, the share of cases on which no likely cause is wrong, and what is found."""
    return [row for held in (False, True) for row in measure(data, held=held)]


def measure(data: Path, *, held: bool) -> list[Row]:
    """Measure one half."""
    folder = present(data, "diagnosis")
    if folder is None:
        return []
    lines = (folder / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [case for line in lines if is_held(case := json.loads(line)) is held]
    name = "causes, held back" if held else "causes, built on"
    wrong, right, silent, shown = [], 0, 0, 0
    for case in cases:
        likely = [one for one in causes_of(case) if one.likelihood is Likelihood.LIKELY]
        shown += bool(likely)
        if any(one.name not in _LABELS.get(case["label"], set()) for one in likely):
            wrong.append(f"{case['label']}: {case['a']} / {case['b']}: {likely[0].sentence}")
        elif likely:
            right += 1
        silent += case["label"] in _LABELS and not likely
    SHOWN[name] = wrong
    note = f"likely on {shown}: {right} right, {len(wrong)} wrong; silent on {silent} with a label"
    return [Row(name, len(cases), 1 - len(wrong) / len(cases), 1 - MOST_WRONG, note)]


def is_held(case: Mapping[str, Any]) -> bool:
    """Tell the halves apart, by the event, so that cells of one correction stay together."""
    return hashlib.sha256(case["event"].encode()).digest()[0] % 2 == 1


def causes_of(case: Mapping[str, Any]) -> tuple[Cause, ...]:
    """Find the causes of a case: `a` is one source's, `b` another's, whose series is known."""
    day = _day(case["period"])
    metric = case["metric"]
    one, other = _said(case["a"], "one", day, metric, 1), _said(case["b"], "other", day, metric, 2)
    context = case["context"]
    if one is None or other is None:
        return ()
    beside = [
        _said(figure, name, day, metric, 10 + number)
        for number, (name, figure) in enumerate(context.get("other_sources", {}).items())
    ]
    series = [
        _said(str(figure), "other", date.fromisoformat(at), metric, 100 + number)
        for number, (at, figure) in enumerate(context.get("same_series", {}).items())
        if figure is not None
    ]
    others = [
        _said(str(figure), "other", day, name, 200 + number)
        for number, (name, figure) in enumerate(
            (context.get("other_metrics_same_day") or context.get("other_metrics") or {}).items()
        )
    ]
    positions = [[said] for said in (one, other, *beside) if said is not None]
    return find_causes(positions, list(_known(series)), list(_known(others)))


def _known(some: list[Said | None]) -> Iterator[Said]:
    return (one for one in some if one is not None)


def _said(text: str, source: str, day: date | None, metric: str, number: int) -> Said | None:
    try:
        quantity = read_quantity(text.replace(",", "") if text.replace(",", "").isdigit() else text, language="en")
    except Unreadable:
        return None
    printed = read_printed(quantity.as_given, quantity.interval)
    if printed is not None and printed.value == Decimal(0):
        return None
    return Said(text, source, printed, day, metric, quantity.unit.dimension, quantity.kind, UUID(int=number))


def _day(period: str) -> date | None:
    words = period.removeprefix("as of ")
    try:
        return date.fromisoformat(words)
    except ValueError:
        return date(int(words), 12, 31) if words.isdigit() else None
