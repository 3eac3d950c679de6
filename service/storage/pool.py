"""TEMP."""
from contextlib import asynccontextmanager
from typing import Any
import asyncpg
Connection = Any
class Database:
    def __init__(self, pool): self.pool = pool
    @asynccontextmanager
    async def connection(self):
        async with self.pool.acquire() as c: yield c
    @asynccontextmanager
    async def transaction(self):
        async with self.pool.acquire() as c, c.transaction(): yield c
    async def close(self): await self.pool.close()
async def open_database(dsn, settings=None): return Database(await asyncpg.create_pool(dsn, min_size=1, max_size=8))
