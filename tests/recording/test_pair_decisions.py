"""Where a dispute stands by its pairs."""

import pytest

from service.conflict import ConflictStatus, Resolution
from service.recording.pair_decisions import pairs_seen
from service.storage.disputes import PairsFound

NOTHING = PairsFound(is_open=False, is_fresh=False, resolution=None, is_dismissed=False, is_new=False)
CORRECTED = Resolution.CORRECTED


@pytest.mark.parametrize(
    ("found", "status", "resolution", "is_stale"),
    [
        (NOTHING, ConflictStatus.OPEN, None, False),
        (NOTHING._replace(is_open=True, is_fresh=True), ConflictStatus.OPEN, None, False),
        (NOTHING._replace(is_open=True), ConflictStatus.OPEN, None, True),
        (NOTHING._replace(is_open=True, is_fresh=True, resolution=CORRECTED), ConflictStatus.OPEN, None, False),
        (NOTHING._replace(resolution=CORRECTED), ConflictStatus.RESOLVED, CORRECTED, False),
        (NOTHING._replace(resolution=CORRECTED, is_dismissed=True), ConflictStatus.RESOLVED, CORRECTED, False),
        (NOTHING._replace(is_dismissed=True), ConflictStatus.DISMISSED, None, False),
    ],
)
@pytest.mark.parametrize("is_new", [False, True])
def test_a_dispute_is_open_while_a_pair_waits_then_as_persons_decided(
    found: PairsFound, status: ConflictStatus, resolution: Resolution | None, is_stale: bool, is_new: bool
) -> None:
    seen = pairs_seen(found._replace(is_new=is_new))
    assert (seen.status, seen.resolution, bool(seen.is_stale), seen.is_new) == (status, resolution, is_stale, is_new)
