"""What a page of sources counts: of each its own claims, and the open conflicts that one of them stands in."""

import msgspec

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary
from service.storage.pool import Database
from service.storage.sources import list_sources
from tests.builders import NOON, draft


async def test_a_page_of_sources_counts_claims_and_open_conflicts_of_its_own_sources(database: Database) -> None:
    """Three contradict each other, one says something else; a conflict that is decided is open no more."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    figures = [("a wire", "84,711"), ("b news", "62,310"), ("c daily", "51,207"), ("a wire", "84,712")]
    for number, (source, quantity) in enumerate(figures):
        fields = draft(source=source, quantity=quantity, published_at=f"2022-11-21T0{number}:00:00Z")
        await recorder.record([recorder.read(msgspec.convert(fields, Draft))])
    other = draft(source="d post", metric="rainfall", quantity="12 mm")
    await recorder.record([recorder.read(msgspec.convert(other, Draft))])
    async with database.connection() as connection:
        first, *rest = await list_sources(connection, 0, 10)
        page = await list_sources(connection, first.id, 2)
        await connection.execute("update conflicts set status = 'dismissed'")
        decided = await list_sources(connection, 0, 10)
    counted = [(one.name, one.claims, one.open_conflicts) for one in (first, *rest)]
    assert counted == [("a wire", 2, 2), ("b news", 1, 2), ("c daily", 1, 2), ("d post", 1, 0)]
    assert [one.name for one in page] == ["b news", "c daily"]
    assert [one.open_conflicts for one in decided] == [0, 0, 0, 0]
