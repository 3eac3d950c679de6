"""Verdicts of a careful data editor on whole pairs of claims: read, compared, judged, as the service does it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import convert

from service.claim import Band, Claim, ClaimId, VerdictKind
from service.errors import Unreadable
from service.judging import judge
from service.matching import compare
from service.policy import Policy
from service.reading import read
from service.reading.draft import Draft
from tests.evaluation import Row, percent, present

RECEIVED_AT = datetime(2023, 6, 1, tzinfo=UTC)
"""Stands in for `published_at`, so that a score does not depend on the day of the run."""


def evaluate(data: Path) -> list[Row]:
    """Give the share of pairs with the editor's verdict, and what was said of the others."""
    folder = present(data, "judgement")
    if folder is None:
        return []
    cases = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines() if line.strip()]
    wrong = [(case, said) for case in cases if (said := verdict(case["a"], case["b"])) != case["expect"]]
    note = "; ".join(f"{case['why']}: {said}" for case, said in wrong)
    return [Row("judgement", len(cases), percent(len(cases) - len(wrong), len(cases)), 100.0, note)]


def verdict(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say agree, conflict or unrelated of two drafts; unreadable where one of them is refused."""
    try:
        first, second = (_read(fields, number) for number, fields in enumerate((one, other), 1))
    except Unreadable as fault:
        return f"unreadable {fault.pointer}"
    if compare(first, second, Policy()).band is not Band.CONFIRMED:
        return "unrelated"
    kind = judge(first.quantity, second.quantity).kind
    if kind is VerdictKind.NOT_COMPARABLE:
        return "unrelated"
    return "conflict" if kind is VerdictKind.CONFLICT else "agree"


def _read(fields: Mapping[str, Any], number: int) -> Claim:
    return read(convert(fields, Draft), claim_id=ClaimId(UUID(int=number)), received_at=RECEIVED_AT)
