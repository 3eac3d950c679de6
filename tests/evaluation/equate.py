"""EQUATE's stress test: does one sentence entail, contradict or leave open the other, going by the stated intervals."""

import json
from collections.abc import Sequence
from pathlib import Path

from service.claim import Interval, Quantity
from service.judging.intervals import gap_between
from service.reading.quantity import find_quantities
from tests.evaluation import Row, percent, present

Case = dict[str, str]
SHOWN: dict[str, list[Case]] = {}


def evaluate(data: Path) -> list[Row]:
    """Measure the stress test: right of all, and right where both sentences give the same number of figures."""
    folder = present(data, "equate")
    if folder is None:
        return []
    lines = [line for path in sorted(folder.glob("stresstest*.jsonl")) for line in path.open(encoding="utf-8")]
    cases = [json.loads(line) for line in lines]
    answers = [(case, answer(case)) for case in cases]
    read = [(case, given) for case, given in answers if given is not None]
    SHOWN["equate"] = [case for case, given in answers if given != case["label"]]
    right = sum(given == case["label"] for case, given in read)
    rows = [Row("equate stresstest, both read", len(read), percent(right, len(read)), 95)]
    rows.append(Row("equate stresstest, all", len(cases), percent(right, len(cases))))
    return rows


def answer(case: Case) -> str | None:
    """Say entailment, neutral or contradiction; None when the figures of the two sentences do not pair."""
    premise, hypothesis = (
        [quantity for *_, quantity in find_quantities(case[side], language="en")] for side in ("premise", "hypothesis")
    )
    if len(premise) != len(hypothesis) or not premise:
        return None
    return _verdict(list(zip(premise, hypothesis, strict=True)))


def _verdict(pairs: Sequence[tuple[Quantity, Quantity]]) -> str:
    if any(gap_between(one.stated, other.stated) is not None for one, other in pairs):
        return "contradiction"
    return "entailment" if all(within(one.stated, other.stated) for one, other in pairs) else "neutral"


def within(inner: Interval, outer: Interval) -> bool:
    """Tell whether every point of one interval lies in the other."""
    low = outer.low is None or (
        inner.low is not None and _reaches(inner.low, inner.low_open, outer.low, outer.low_open)
    )
    high = outer.high is None or (
        inner.high is not None
        and _reaches(inner.high.copy_negate(), inner.high_open, outer.high.copy_negate(), outer.high_open)
    )
    return low and high


def _reaches(inner: object, inner_open: bool, outer: object, outer_open: bool) -> bool:
    return inner > outer or (inner == outer and (inner_open or not outer_open))  # type: ignore[operator]
