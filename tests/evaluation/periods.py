"""Reading of periods: dates and date ranges of Recognizers-Text, periods as the World Factbook prints them.

What of Recognizers-Text is a period of news, by rule: results of the types `date` and `daterange` that it resolves
itself. Left out: times of day, durations, repetitions (other types); results that it marks "not resolved"; and ranges
whose end it leaves open, but for "since" (a running total) and "before" or "until" (as of a day): "after 2018" gives no
period that a figure could be of. What lies wholly after the publication has a line of its own without a floor: a
figure is of what has been, and there "in 24 hours" is the last 24, not the next.

How two conventions are joined, by rule: of several resolutions the first, past one is taken. The ends there are
exclusive, but for ranges between two named times ("from 4 to 22", "January to June"), where they are the first day
of the last one named: our inclusive end may be any of these. For vague parts ("mid", "late", "end of") days lie
within days.
"""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.claim import Period
from service.errors import Unreadable
from service.reading.period import find_periods, read_period
from tests.evaluation import Row, percent, present

_DAY = timedelta(days=1)
_FLOORS = {"date": 90.0, "daterange": 90.0}
_FACTBOOK_FLOOR = 99.9
_MODELS = frozenset({"DateTimeModel", "DatePeriodParser", "DateParser"})


def evaluate(data: Path) -> list[Row]:
    """Measure all sets of periods that are there."""
    rows: list[Row] = []
    if recognizers := present(data, "recognizers_text_en"):
        rows += _recognizers(recognizers)
    if factbook := present(data, "factbook_editions"):
        rows.append(_factbook(factbook))
    return rows


def _recognizers(folder: Path) -> list[Row]:
    read: dict[str, list[bool]] = {"date": [], "daterange": [], "still to come": []}
    found: list[bool] = []
    for text, sentence, published_at, kind, gold in cases(folder):
        read[kind].append(is_right(_read(text, published_at), gold))
        found.append(any(is_right(period, gold) for _, _, period in _find(sentence, published_at)))
    note = "the printed period alone, resolved to the past"
    rows = [
        Row(f"recognizers {kind}", len(right), percent(sum(right), len(right)), _FLOORS.get(kind), note)
        for kind, right in read.items()
    ]
    return [*rows, Row("recognizers in sentences", len(found), percent(sum(found), len(found)), None, "found and read")]


def cases(folder: Path) -> Iterator[tuple[str, str, datetime, str, dict[str, Any]]]:
    """Give text, sentence, publication, type and the first resolution of each result that is a period of news."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            case = json.loads(line)
            if case["model"] in _MODELS:
                reference = case.get("Context", {}).get("ReferenceDateTime", "2016-11-07T00:00:00")
                published_at = datetime.fromisoformat(reference).replace(tzinfo=UTC)
                for result in case["Results"]:
                    kind, gold = _gold(result)
                    if gold is not None:
                        kind = "still to come" if _is_to_come(gold, published_at.date()) else kind
                        yield result["Text"], case["Input"], published_at, kind, gold


def _gold(result: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    kind = (result.get("TypeName") or result.get("Type") or "").rsplit(".", 1)[-1]
    if kind not in {"date", "daterange"}:
        return kind, None
    if "Resolution" in result:
        return kind, _first_resolved((result["Resolution"] or {}).get("values", []))
    value = result.get("Value") or {}
    past = value.get("PastResolution") or {}
    gold = {
        "timex": value.get("Timex", ""),
        "start": past.get("startDate") or past.get("date"),
        "end": past.get("endDate"),
        "Mod": value.get("Mod"),
        "value": past.get("date"),
    }
    return kind, gold if _is_resolved(gold) else None


def _first_resolved(values: list[dict[str, Any]]) -> dict[str, Any] | None:
    gold = values[0] if values else {}
    gold = {**gold, "start": gold.get("start") or gold.get("value")}
    return gold if _is_resolved(gold) else None


def _is_resolved(gold: dict[str, Any]) -> bool:
    ends = [gold.get("start"), gold.get("end"), gold.get("value")]
    if "not resolved" in ends or "0001-01-01" in ends or not any(ends):
        return False
    mod = gold.get("Mod") or ""
    closed = gold.get("value") or (gold.get("start") and gold.get("end"))
    return bool(closed or mod == "since" or mod.startswith(("before", "until")))


def _is_to_come(gold: dict[str, Any], published: date) -> bool:
    return bool(gold.get("start")) and date.fromisoformat(gold["start"]) > published


def is_right(period: Period | None, gold: dict[str, Any]) -> bool:
    """Compare with the gold, in the conventions told above."""
    if period is None:
        return False
    start = date.fromisoformat(gold["start"]) if gold.get("start") else None
    end = date.fromisoformat(gold["end"]) if gold.get("end") else None
    if gold.get("value"):
        return period.start <= date.fromisoformat(gold["value"]) <= period.end and period.start == period.end
    if end is None:
        return period.since == start
    if start is None:
        return period.end in {end, end - _DAY}
    if gold.get("Mod") in {"start", "mid", "end"} or "vague" in gold:
        return start <= period.start and period.end <= end
    return period.start == start and end in _ends(period)


def _ends(period: Period) -> set[date]:
    last = period.end
    return {last, last + _DAY, last.replace(day=1), last.replace(month=1, day=1)}


def _read(text: str, published_at: datetime) -> Period | None:
    try:
        return read_period(text, published_at=published_at, language="en-US")
    except Unreadable:
        return None


def _find(sentence: str, published_at: datetime) -> list[tuple[int, int, Period]]:
    return find_periods(sentence, published_at=published_at, language="en-US")


def _factbook(folder: Path) -> Row:
    right = cases = 0
    published_at = datetime(2024, 12, 1, tzinfo=UTC)
    for file in sorted(folder.glob("claims_*.csv.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                cases += 1
                period = _read(row["period_text"], published_at)
                right += period is not None and period.start.year == period.end.year == int(row["year"])
    return Row("factbook periods", cases, percent(right, cases), _FACTBOOK_FLOOR, "the year from the printed period")


def misses(data: Path) -> Iterator[str]:
    """Tell what is read otherwise than the gold, for a person to look at."""
    for text, _, published_at, kind, gold in cases(data / "recognizers_text_en"):
        period = _read(text, published_at)
        if not is_right(period, gold):
            told = "–" if period is None else f"{period.kind.value} {period.start}..{period.end}"
            yield f"{kind} {published_at.date()} [{text}] gold {gold} read {told}"
