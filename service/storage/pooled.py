"""A connection behind a pooler that hands a session to another client after each transaction.

Nothing that outlives a transaction can be relied on there: no setting of the session, no prepared statement between two
round trips. So every statement is in a transaction of its own unless it is in one already, and each transaction begins
with the limits that a session would have been opened with.
"""

from collections.abc import Mapping
from typing import Any

import asyncpg
from asyncpg.transaction import Transaction


class _LimitedTransaction(Transaction):
    """A transaction that begins with the limits of its connection."""

    def __init__(self, connection: "PooledConnection", options: Mapping[str, Any]) -> None:
        chosen = {"isolation": None, "readonly": False, "deferrable": False} | dict(options)
        super().__init__(connection, chosen["isolation"], chosen["readonly"], chosen["deferrable"])
        self._limited = connection

    async def start(self) -> None:
        is_outermost = not self._limited.is_in_transaction()
        await super().start()
        if is_outermost:
            await self._limited.execute(self._limited.limits)


class PooledConnection(asyncpg.Connection):
    """A connection whose every statement is in a transaction that begins with the limits."""

    limits = "select 1"

    def transaction(self, **options: Any) -> Transaction:
        """Give a transaction that begins with the limits."""
        return _LimitedTransaction(self, options)

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        """Run a statement; what opens a transaction is not put into another."""
        if self.is_in_transaction() or query.startswith("BEGIN"):
            return str(await super().execute(query, *args, **options))
        async with self.transaction():
            return str(await super().execute(query, *args, **options))

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        """Run a statement and give its rows."""
        if self.is_in_transaction():
            return await super().fetch(query, *args, **options)
        async with self.transaction():
            return await super().fetch(query, *args, **options)

    async def fetchrow(self, query: str, *args: Any, **options: Any) -> Any:
        """Run a statement and give its first row."""
        if self.is_in_transaction():
            return await super().fetchrow(query, *args, **options)
        async with self.transaction():
            return await super().fetchrow(query, *args, **options)

    async def fetchval(self, query: str, *args: Any, **options: Any) -> Any:
        """Run a statement and give the first field of its first row."""
        if self.is_in_transaction():
            return await super().fetchval(query, *args, **options)
        async with self.transaction():
            return await super().fetchval(query, *args, **options)


def pooled_connection(limits: Mapping[str, str]) -> type[PooledConnection]:
    """Give the class of connections that keep these settings in each transaction.

    Args:
        limits: Names and values of server settings; ours alone, never a caller's.
    """
    begin = "; ".join(f"set local {name} = '{value}'" for name, value in limits.items())
    return type("LimitedConnection", (PooledConnection,), {"limits": begin})
