"""The example claims and the example article: loaded once, found again, and taken back whole."""

import io

from rich.console import Console

from service.cli.places import service_in_process
from service.cli.seeding import load_seeds, read_seeds, seed_article, take_seeds_back
from service.settings import read_settings
from service.storage import articles as article_storage


async def test_the_example_article_is_stored_with_its_claims_once_and_goes_with_the_examples(dsn: str) -> None:
    article = seed_article()
    async with service_in_process(read_settings(), dsn) as service:
        for _ in range(2):
            await load_seeds(service, Console(file=io.StringIO()))
        async with service.database.connection() as connection:
            rows = await connection.fetch("select id from articles where withdrawn_at is null")
            text = await article_storage.get_text(connection, rows[0]["id"])
            readings = await article_storage.list_readings(connection, rows[0]["id"])
        claims = [one for one in readings if one.claim_id is not None]
        assert (len(rows), text, len(readings)) == (1, article.text, 6)
        assert await take_seeds_back(service, "a test") == len(read_seeds()) + len(claims) == 38
        assert await take_seeds_back(service, "a test") == 0
