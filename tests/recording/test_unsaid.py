"""A unit that one side leaves unsaid: the verdict holds both figures in the unit that is said."""

from uuid import UUID

import msgspec
import pytest

from service.claim import Claim, ClaimId, VerdictKind
from service.judging import judge
from service.matching.unsaid import completed, is_unsaid, told_of
from service.reading import Draft, read
from tests.builders import NOON


def claim(metric: str, quantity: str, period: str, place: str | None = None) -> Claim:
    fields = {"source": "alpha wire", "metric": metric, "quantity": quantity, "period": period}
    fields |= {"published_at": "2022-11-21"} | ({"place": place} if place else {})
    return read(msgspec.convert(fields, Draft), claim_id=ClaimId(UUID(int=1)), received_at=NOON)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("95 million", "€110 million", VerdictKind.CONFLICT),
        ("110 million", "€110 million", VerdictKind.AGREE),
        ("20 billion crowns", "19 billion Danish kroner", VerdictKind.CONFLICT),
    ],
)
def test_figures_are_held_in_the_unit_that_is_said(one: str, other: str, verdict: VerdictKind) -> None:
    ours, theirs = (claim("net debt", said, "2022").quantity for said in (one, other))
    assert is_unsaid(told_of(ours), told_of(theirs))
    assert judge(completed(ours, theirs), completed(theirs, ours)).kind is verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [("95 million people", "€110 million"), ("95 %", "€110 million"), ("20 pesos", "19 Danish kroner"), ("$5", "€5")],
)
def test_what_is_said_otherwise_is_no_unit_left_unsaid(one: str, other: str) -> None:
    ours, theirs = (claim("cost", said, "2022").quantity for said in (one, other))
    assert not is_unsaid(told_of(ours), told_of(theirs))
    assert (completed(ours, theirs), completed(theirs, ours)) == (ours, theirs)
