"""Sessions of browsers: one typed function for each query of sql/queries/sessions.sql."""

from dataclasses import dataclass
from datetime import datetime

from service.storage.keys import KeyRow, key_of
from service.storage.pool import Connection
from service.storage.queries import queries

_SQL = queries("sessions")
_OWN = frozenset({"session_hash", "person", "ends_at"})
"""What of a found row is not the key's."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it is stored: never its cookie itself."""

    hash: bytes
    key: KeyRow
    person: str
    ends_at: datetime

    @property
    def actor(self) -> str:
        """Who acts: the name that the person gave, and the key's, which nobody can choose."""
        return f"{self.person} ({self.key.name})"

    def is_usable(self, now: datetime) -> bool:
        """Say whether neither it nor its key has ended."""
        return self.ends_at > now and self.key.is_usable(now)


async def add_session(connection: Connection, session: SessionRow, now: datetime) -> None:
    """Store a new session, and remove those that have ended."""
    await connection.execute(_SQL["remove_ended_sessions"], now)
    await connection.execute(_SQL["add_session"], session.hash, session.key.id, session.person, now, session.ends_at)


async def find_session(connection: Connection, hashed: bytes) -> SessionRow | None:
    """Find a session by the SHA-256 of its cookie, usable or not."""
    row = await connection.fetchrow(_SQL["find_session"], hashed)
    if row is None:
        return None
    key = {name: value for name, value in row.items() if name not in _OWN}
    return SessionRow(row["session_hash"], key_of(key), row["person"], row["ends_at"])


async def end_session(connection: Connection, hashed: bytes) -> None:
    """End a session."""
    await connection.execute(_SQL["end_session"], hashed)
