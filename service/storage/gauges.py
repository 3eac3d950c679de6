"""What an operator asks of the database: how much waits, how much failed."""

from dataclasses import dataclass

from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("gauges")


@dataclass(frozen=True, slots=True)
class Present:
    """Counts and ages in seconds at this moment; the same from whichever process they are asked."""

    uncompared_claims: float
    oldest_uncompared_seconds: float
    set_aside_claims: float
    open_conflicts: float
    pending_deliveries: float
    oldest_due_delivery_seconds: float
    failed_deliveries: float
    disabled_webhooks: float


async def read_present(connection: Connection) -> Present:
    """Read them all in one statement."""
    row = await connection.fetchrow(_SQL["read_present"])
    return Present(**{name: float(value) for name, value in dict(row or {}).items()})


async def takes_writes(connection: Connection) -> bool:
    """Say whether anything can be stored just now."""
    return bool(await connection.fetchval(_SQL["takes_writes"]))
