"""Two editors' entries of one fact meet; look-alikes stay apart (meeting.toml)."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from service.claim import Band, Claim, ClaimId
from service.matching import compare
from service.matching.features import compare_periods
from service.policy import Policy
from service.reading import Draft, read

POLICY = Policy()
_NOW = datetime(2025, 10, 1, tzinfo=UTC)
CASES = tomllib.loads(Path(__file__).with_name("meeting.toml").read_text(encoding="utf-8"))
FIELDS = ("metric", "subject", "place", "quantity", "period")


def entry(line: str) -> Claim:
    given = dict(zip(FIELDS, (part.strip() or None for part in line.split("|")), strict=True))
    fields = {"source": "alpha wire", "published_at": "2025-10-01"} | given
    draft = msgspec.convert({name: value for name, value in fields.items() if value is not None}, Draft)
    return read(draft, claim_id=ClaimId(UUID(int=1)), received_at=_NOW)


def named(case: dict[str, str]) -> str:
    return f"{case['kind']}: {case['one']}"


@pytest.mark.parametrize("case", CASES["same"], ids=named)
def test_one_fact_in_two_entries_meets(case: dict[str, str]) -> None:
    one, other = entry(case["one"]), entry(case["other"])
    assert compare(one, other, POLICY).band is Band.CONFIRMED
    assert compare(other, one, POLICY).band is Band.CONFIRMED


@pytest.mark.parametrize("case", CASES["apart"], ids=named)
def test_look_alikes_are_not_confirmed(case: dict[str, str]) -> None:
    one, other = entry(case["one"]), entry(case["other"])
    assert compare(one, other, POLICY).band is not Band.CONFIRMED
    assert compare(other, one, POLICY).band is not Band.CONFIRMED


@pytest.mark.parametrize("case", CASES["asked"], ids=named)
def test_what_may_be_told_otherwise_is_for_a_person(case: dict[str, str]) -> None:
    one, other = entry(case["one"]), entry(case["other"])
    assert compare(one, other, POLICY).band is Band.SUGGESTED
    assert compare(other, one, POLICY).band is Band.SUGGESTED


def test_days_and_their_month_meet_only_by_all_that_is_said() -> None:
    day, month = entry("deaths | | Peru | 3 | 5 March 2024"), entry("deaths | | Peru | 4 | March 2024")
    compared = compare_periods(day.period, month.period)
    assert (compared.separates, compared.is_certain) == (True, False)
