"""Bare limit A: an endpoint of the same framework that makes one indexed look-up and one insert in one commit.

`python -m tests.load.bare PORT`, DATABASE_URL in the environment.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from litestar import Litestar, post
from litestar.params import JSONBody
from msgspec import Struct

from service.reading import Draft

TABLE = """
create table if not exists bare (id uuid primary key, phrase_id bigint not null, body text not null);
create index if not exists bare_by_phrase on bare (phrase_id);
"""
STATEMENT = """
with stored as (insert into bare values ($1, $2, $3))
select id from claims where id = $1
"""


class Stored(Struct):
    """What is answered."""

    id: UUID


@post("/v1/claims")
async def take(data: JSONBody[Draft]) -> Stored:
    """Decode, look up, insert, commit, answer."""
    identifier = uuid4()
    await app.state.pool.fetch(STATEMENT, identifier, len(data.metric), str(data.quantity))
    return Stored(identifier)


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8) as pool:
        await pool.execute(TABLE)
        app.state.pool = pool
        yield


app = Litestar([take], lifespan=[_lifespan], openapi_config=None)

if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
