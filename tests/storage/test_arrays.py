from datetime import date

import asyncpg

from service.storage.arrays import array_of


async def test_the_edges_of_time_are_what_the_driver_writes(dsn: str) -> None:
    days = [date.min, date(2022, 11, 20), date.max]
    connection = await asyncpg.connect(dsn)
    same = await connection.fetchval("select $1::text::date[] = $2::date[]", array_of(days), days)
    await connection.close()
    assert same
