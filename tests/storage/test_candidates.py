"""What is read to be compared does not grow with how often a source has corrected itself."""

import msgspec
import pytest

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary
from service.recording.finding import probe_of
from service.storage.claims import find_candidates
from service.storage.pool import Database
from tests.builders import NOON, draft


@pytest.mark.parametrize(("published", "expected"), [("2022-11-21T20:00:00Z", 1), ("2022-11-20T20:00:00Z", 6)])
async def test_of_a_sources_superseded_claims_only_later_ones_are_read(
    published: str, expected: int, database: Database
) -> None:
    """Six versions, an hour after the other: a seventh asks for the last of them, one from before them for all."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    given = [draft(quantity=f"84,7{hour}0", published_at=f"2022-11-21T0{hour}:00:00Z") for hour in range(6)]
    for fields in given:
        await recorder.record([recorder.read(msgspec.convert(fields, Draft))])
    asking = recorder.read(msgspec.convert(draft(quantity="84,999", published_at=published), Draft))
    probes = await recorder._in_stored_form([asking])
    async with database.connection() as connection:
        found = await find_candidates(connection, [probe_of(one) for one in probes])
        in_force = await connection.fetchval("select count(*) from claims where superseded_by is null")
    assert in_force == 1
    assert len(found) == expected
