"""Claims for tests, in words: claim(metric="losses", quantity="almost 85 thousand")."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec

from service.claim import Claim, ClaimId
from service.reading import Draft, read
from service.recording.answers import MatchesWanted, Recorded, Recording
from service.storage.pool import Connection
from tests.patience import PATIENCE_SECONDS

NOON = datetime(2022, 11, 23, 12, tzinfo=UTC)


def draft(**fields: Any) -> dict[str, Any]:
    """A draft as a newsroom tool sends it."""
    return {
        "source": "alpha wire",
        "metric": "personnel losses",
        "subject": "Russian army",
        "quantity": "84,720",
        "period": "as of 2022-11-20",
        "published_at": "2022-11-21",
    } | fields


def claim(number: int = 1, **fields: Any) -> Claim:
    """A claim as it is read from such a draft."""
    return read(Draft(**draft(**fields)), claim_id=ClaimId(UUID(int=number)), received_at=NOON)


async def until_compared(client: httpx.AsyncClient) -> None:
    """Wait until no claim is left to be compared: after a judgement the last may be in the hands of the sweep."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await client.get("/health/ready")).json()["uncompared_claims"]:
            await asyncio.sleep(0.02)


async def count_marks(connection: Connection) -> int:
    """Count what is still to be derived for disputes."""
    count: int = await connection.fetchval(
        "select (select count(*) from dispute_marks) + (select count(*) from questions where is_touched)"
    )
    return count


def as_answered(recording: Recording, wanted: MatchesWanted = MatchesWanted.BEST) -> Recorded:
    """Give the answer as whoever asked gets it, read again."""
    return msgspec.json.decode(recording.written(wanted), type=Recorded)
