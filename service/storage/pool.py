"""The pool of connections: bounded waits, and one error for "the database is away"."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from service.errors import Invalid, Unavailable
from service.storage.pooled import pooled_connection
from service.telemetry import prometheus

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection = PoolConnectionProxy[Any]
else:
    Connection = Any

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg says when a connection is lost at an awkward moment
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # 53: disk full, out of memory, too many connections
    asyncpg.OperatorInterventionError,  # 57: shutting down, cannot connect now, a statement's time is over
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.ReadOnlySQLTransactionError,  # 25006: a replica, or a provider that lets nobody write to a full disk
    asyncpg.PostgresIOError,  # 58
    asyncpg.InternalServerError,  # XX000: what a sharded engine says when it cannot reach a node
    asyncpg.InvalidCatalogNameError,  # 3D: it was there, and is restored or renamed just now
    asyncpg.InvalidAuthorizationSpecificationError,  # 28
)
"""What says that the database cannot serve just now; raised as Unavailable once the connection is given back."""
_RETRY_AFTER_SECONDS = 2
_OPENING_SECONDS = 10


class Database:
    """A pool whose connections are waited for no longer than a set time.

    Whatever says that the database cannot serve just now (away, restarting, full, too slow) is raised as Unavailable.
    """

    def __init__(self, pool: asyncpg.Pool, acquire_seconds: float) -> None:
        self._pool = pool
        self._acquire_seconds = acquire_seconds

    @property
    def size(self) -> int:
        """Connections that are open."""
        return self._pool.get_size()

    @property
    def idle(self) -> int:
        """Connections that nobody uses."""
        return self._pool.get_idle_size()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection; each statement commits by itself."""
        async with _translating():
            connection = await self._acquire()
            try:
                yield connection
            except asyncpg.ReadOnlySQLTransactionError:
                await self.look_anew()
                raise
            finally:
                await self._pool.release(connection)

    async def look_anew(self) -> None:
        """Open connections anew: one that was opened to a database closed for writing stays so when that is over."""
        await self._pool.expire_connections()

    async def _acquire(self) -> Connection:
        with prometheus.POOL_WAIT_SECONDS.time():
            try:
                return await self._pool.acquire(timeout=self._acquire_seconds)
            except TimeoutError:
                prometheus.POOL_TIMEOUTS.inc()
                raise

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Lend a connection inside a READ COMMITTED transaction: each statement sees what was committed before it."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def close(self) -> None:
        """Close all connections; what is under way has ten seconds to end."""
        try:
            await asyncio.wait_for(self._pool.close(), timeout=10)
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._pool.terminate()


class Preferred(Database):
    """A database to read from, and another that stands in while it cannot be reached. Each is closed by its owner."""

    def __init__(self, first: Database, second: Database) -> None:
        self._first = first
        self._second = second

    @property
    def size(self) -> int:
        """Connections that are open."""
        return self._first.size

    @property
    def idle(self) -> int:
        """Connections that nobody uses."""
        return self._first.idle

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection to the first, or to the second if it gives none."""
        async with AsyncExitStack() as stack:
            try:
                lent = await stack.enter_async_context(self._first.connection())
            except Unavailable:
                lent = await stack.enter_async_context(self._second.connection())
            yield lent

    async def look_anew(self) -> None:
        """Open connections anew, of both."""
        await self._first.look_anew()
        await self._second.look_anew()

    async def close(self) -> None:
        """Nothing is held."""


@asynccontextmanager
async def _translating() -> AsyncIterator[None]:
    try:
        yield
    except AWAY as error:
        raise Unavailable(f"The database cannot serve just now ({_name(error)}).", _RETRY_AFTER_SECONDS) from error
    except asyncpg.DataError as error:
        # 22, the server's or the driver's own: a number, a time or a text that no column holds.
        raise Invalid(f"A value lies beyond what can be stored: {str(error)[:200]}.") from error


async def _keep(_: asyncpg.Connection) -> None:
    """Hand a connection on as it is, without another round trip: no query leaves a lock, cursor or setting behind.

    A transaction that was left open is rolled back by the pool before.
    """


def _name(error: BaseException) -> str:
    return "no connection was free in time" if isinstance(error, TimeoutError) else type(error).__name__


async def connect(dsn: str, *, cache_statements: bool = True) -> asyncpg.Connection:
    """Open one connection outside of any pool.

    Args:
        dsn: Where PostgreSQL is.
        cache_statements: False behind a pooler, where no statement may be prepared for later.

    Raises:
        Unavailable: It cannot be opened; the message says why and never holds the password.
    """
    async with _opening():
        return await asyncpg.connect(dsn, timeout=_OPENING_SECONDS, statement_cache_size=100 if cache_statements else 0)


@asynccontextmanager
async def _opening() -> AsyncIterator[None]:
    try:
        yield
    except (*AWAY, asyncpg.ClientConfigurationError) as error:
        raise Unavailable(
            f"The database cannot be opened: {str(error) or type(error).__name__}.", _RETRY_AFTER_SECONDS
        ) from error


async def open_database(
    dsn: str,
    *,
    size: int = 8,
    acquire_seconds: float = 5.0,
    statement_seconds: float = 30.0,
    cache_statements: bool = True,
    is_needed: bool = True,
) -> Database:
    """Open a pool.

    Args:
        dsn: Where PostgreSQL is, as a `postgresql://` address.
        size: The most connections of this process.
        acquire_seconds: How long to wait for a free connection.
        statement_seconds: How long a statement may take before the server stops it.
        cache_statements: False behind a pooler that hands a session to another client after each transaction.
        is_needed: False opens no connection before one is asked for, so that a database that is away stops no start.
    """
    limits = _limits(statement_seconds)
    name = {"application_name": "claimdiff"}
    async with _opening():
        pool = await asyncpg.create_pool(
            dsn,
            min_size=1 if is_needed else 0,
            max_size=size,
            timeout=acquire_seconds,
            command_timeout=statement_seconds + 5,
            statement_cache_size=200 if cache_statements else 0,
            reset=_keep,
            server_settings=name | limits if cache_statements else name,
            connection_class=asyncpg.Connection if cache_statements else pooled_connection(limits),
        )
    return Database(pool, acquire_seconds)


def _limits(statement_seconds: float) -> dict[str, str]:
    milliseconds = str(int(statement_seconds * 1000))
    return {
        "jit": "off",
        # Plans are kept, and one that was made while a table was small must stay good when it has grown.
        "enable_seqscan": "off",
        "statement_timeout": milliseconds,
        "lock_timeout": milliseconds,
        "idle_in_transaction_session_timeout": "60000",
    }
