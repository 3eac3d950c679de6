"""Claims for tests, in words: claim(metric="losses", quantity="almost 85 thousand")."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service.claim import Claim, ClaimId
from service.reading import Draft, read

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
