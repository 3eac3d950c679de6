"""Articles: fields of annotated texts by their own scorer, and how many contradictions are found.

Each annotated claim stands as another source's with a wrong figure; then the article is read. Found is a conflict of
the reading at its characters; a confirmed conflict of another reading with it counts as wrong, unless that is
annotated as the same claim, said once more.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from service.articles import Article, Found, read_article
from service.claim import Band, Claim, ClaimId, QuantityKind, VerdictKind
from service.errors import Unreadable
from service.policy import Policy
from service.reading import Draft, QuantityFields, read
from service.recording.pairing import compare_and_judge
from service.stored import StoredClaim, encode_claim
from tests.evaluation import Row, percent, present

_UNITS = {
    "count": "",
    "percent": "%",
    "pp": "percentage points",
    "ratio": "times",
    "count/day": "per day",
    "count/year": "per year",
    "per_100k": "per 100,000 people",
}
_NAMES = {
    "count": "count",
    "percent": "percent",
    "percentage_points": "pp",
    "ratio": "ratio",
    "count/time": "count/day",
}
_MEASURES = {
    "kilometre": ("km", Decimal(1000)),
    "mile": ("mile", Decimal("1609.344")),
    "hectare": ("ha", Decimal(10_000)),
    "tonne": ("t", Decimal(1000)),
    "square metre": ("m2", Decimal(1)),
    "hectolitre": ("hectolitre", Decimal(100)),
    "millimetre": ("mm", Decimal("0.001")),
    "mile per hour": ("mph", Decimal("1.609344")),
    "kilometre per hour": ("km/h", Decimal(1)),
}
"""Units to their names in the set, and what one is in the base unit."""
_FIELDS = ("detect_F1", "interval_unit", "period_exact", "place", "metric_head", "claimant_F1", "e2e_F1")
_LATER = datetime(2026, 1, 1, tzinfo=UTC)
_SMALL = 20


def evaluate(data: Path) -> list[Row]:
    """Give a row for each field, and one for the contradictions found."""
    folder = present(data, "articles")
    if folder is None:
        return []
    texts = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    found = {text["id"]: read_article(_article(text)).claims for text in texts}
    claims = sum(len(text["claims"]) for text in texts)
    scores = _scores(folder, texts, found)
    rows = [Row(f"articles: {name}", claims, float(scores[name])) for name in _FIELDS]
    counted = Counter(one for text in texts for one in _contradictions(text, found[text["id"]]))
    note = f"{counted['suggested']} more suggested, {counted['wrong']} confirmed of another reading"
    return [*rows, Row("articles: contradictions", claims, percent(counted["confirmed"], claims), None, note)]


def _article(text: dict[str, Any]) -> Article:
    published = datetime.fromisoformat(text["published_at"])
    published = published if published.tzinfo else published.replace(tzinfo=UTC)
    return Article(text["text"], "paper", published, text["published_at"], text.get("title"), language=text["language"])


def _stored(draft: Draft, source: int) -> StoredClaim:
    claim = read(draft, claim_id=ClaimId(UUID(int=source)), received_at=_LATER)
    return StoredClaim(claim.id, encode_claim(claim), source, 1, decoded=claim)


def _contradictions(text: dict[str, Any], found: list[Found]) -> Iterator[str]:
    readings = []
    for one in found:
        try:
            readings.append((one, None if one.draft is None else _stored(one.draft, 1)))
        except Unreadable:
            readings.append((one, None))
    for gold in text["claims"]:
        yield from _found(_stored(_wrong(gold, text), 2), gold, readings, text)


def _found(
    other: StoredClaim,
    gold: dict[str, Any],
    readings: list[tuple[Found, StoredClaim | None]],
    text: dict[str, Any],
) -> Iterator[str]:
    for one, claim in readings:
        if claim is None:
            continue
        pair = compare_and_judge(claim, other, Policy())
        if pair.band is None or pair.verdict.kind is not VerdictKind.CONFLICT:
            continue
        if one.figure.start < gold["figure_end"] and gold["figure_start"] < one.figure.end:
            yield pair.band.value
        elif pair.band is Band.CONFIRMED and not _is_same(gold, one, text):
            yield "wrong"


def _is_same(gold: dict[str, Any], one: Found, text: dict[str, Any]) -> bool:
    """Tell whether a reading is of another place where the text says the same claim again, be it in another unit."""
    said = ("metric", "subject", "place", "period", "period_kind", "kind")
    return any(
        other["figure_start"] < one.figure.end
        and one.figure.start < other["figure_end"]
        and all(other[field] == gold[field] for field in said)
        and (other["unit"] != gold["unit"] or (other["low"], other["high"]) == (gold["low"], gold["high"]))
        for other in text["claims"]
    )


def _wrong(gold: dict[str, Any], text: dict[str, Any]) -> Draft:
    """Give an annotated claim as another source's, its figure so far off that both cannot stand."""
    factor = Decimal("0.4") if gold["high"] is None else Decimal("1.7")
    value = _value(gold["low"] if gold["low"] is not None else gold["high"]) * factor
    value = value.quantize(Decimal(1) if abs(value) > _SMALL or gold["unit"] == "count" else Decimal("0.1"))
    if gold["unit"] == "count" and factor > 1:
        value += 3
    period = f"as of {gold['period']}" if gold["period_kind"] == "as_of" else gold["period"]
    return Draft(
        source="other wire",
        metric=gold["metric"],
        quantity=QuantityFields(
            value=str(value), unit=_UNITS.get(gold["unit"], gold["unit"]) or None, kind=QuantityKind(gold["kind"])
        ),
        period=period,
        subject=gold["subject"],
        place=gold["place"],
        claimant=gold["claimant"],
        language=text["language"],
        published_at=text["published_at"],
    )


def _value(printed: str) -> Decimal:
    part, _, whole = str(printed).partition("/")
    return Decimal(part) / Decimal(whole) * 100 if whole else Decimal(part)


def _scores(folder: Path, texts: list[dict[str, Any]], found: dict[str, list[Found]]) -> dict[str, float]:
    """Give what the set's own scorer says of what was read."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for text in texts:
            file.write(json.dumps({"id": text["id"], "claims": [_predicted(one) for one in found[text["id"]]]}) + "\n")
        file.flush()
        command = [sys.executable, str(folder / "score.py"), str(folder), file.name, "--json"]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
    scores: dict[str, float] = json.loads(told.stdout)
    return scores


def _predicted(one: Found) -> dict[str, Any]:
    spot = {"figure_start": one.figure.start, "figure_end": one.figure.end}
    try:
        claim = None if one.draft is None else _stored(one.draft, 1).claim
    except Unreadable:
        claim = None
    if claim is None or one.draft is None:
        return spot
    period = claim.period
    is_day = period.kind.value == "as_of" or period.start == period.end
    return spot | {
        **_figure(claim),
        "metric": one.draft.metric,
        "subject": one.draft.subject,
        "place": one.draft.place,
        "claimant": one.draft.claimant,
        "period": str(period.end) if is_day else f"{period.start}/{period.end}",
        "period_kind": period.kind.value,
    }


def _figure(claim: Claim) -> dict[str, Any]:
    quantity, dimension = claim.quantity, claim.quantity.unit.dimension
    money = dimension.partition(":")[2]
    unit, factor = _MEASURES.get(quantity.unit.name, (_NAMES.get(dimension) or money or quantity.unit.name, Decimal(1)))
    ends = (quantity.stated.low, quantity.stated.high)
    low, high = (None if end is None else str(end / factor) for end in ends)
    return {
        "low": low,
        "high": high,
        "unit": unit,
        "kind": quantity.kind.value,
        "approximator": quantity.approximator.value,
    }
