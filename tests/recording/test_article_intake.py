"""A text is taken in without any HTTP: read, stored, what is sure recorded, what waits compared."""

from service.articles import Proposal
from service.reading import Draft
from service.recording import Outcome, SentArticle, compare_article, take_in, take_in_quietly
from service.storage.pool import Database
from tests.builders import NOON, draft
from tests.recording.test_disputes import record, recorder_on

SENTENCE = "Unemployment in France stood at 7.3 percent in September 2022, the ministry said."
UNSURE = "In Malta 40 ships sank in May 2022."


async def test_what_is_sure_is_recorded_and_what_waits_is_compared(database: Database) -> None:
    recorder = recorder_on(database)
    told = {"metric": "unemployment", "subject": None, "place": "France", "quantity": "9 %"}
    await record(recorder, draft(source="other", period="September 2022", **told))
    taken = await take_in(recorder, SentArticle("paper", f"{SENTENCE} {UNSURE}"), NOON)
    assert taken.recorded.outcome is Outcome.STORED
    assert len(taken.recordings) == len(taken.recorded.readings)
    [conflicting] = [one for one in taken.recordings if one is not None and one.conflicts]
    assert conflicting.claim.quantity.as_given == "7.3 percent"


async def test_the_same_text_again_is_known_and_its_readings_are_those_of_the_first_time(database: Database) -> None:
    recorder = recorder_on(database)
    first = await take_in(recorder, SentArticle("paper", SENTENCE), NOON)
    again = await take_in(recorder, SentArticle("paper", SENTENCE, proposals=[]), NOON)
    assert again.recorded.outcome is Outcome.KNOWN
    assert [one.id for one in again.recorded.readings] == [one.id for one in first.recorded.readings]
    assert again.recordings == [None] * len(first.recorded.readings)


async def test_a_text_that_is_only_compared_leaves_nothing(database: Database) -> None:
    recorder = recorder_on(database)
    read, by_claim = await compare_article(recorder, SentArticle("paper", SENTENCE), NOON)
    assert by_claim.keys() == {one.id for one in read.claims}
    async with recorder.database.connection() as connection:
        assert await connection.fetchval("select count(*) from claims") == 0
        assert await connection.fetchval("select count(*) from articles") == 0


async def test_anchors_are_kept_in_the_units_of_a_browser_where_these_differ(database: Database) -> None:
    recorder = recorder_on(database)
    recorded = await take_in_quietly(recorder, SentArticle("paper", f"\N{PARTY POPPER} {SENTENCE}"), NOON)
    [reading] = [one.reading for one in recorded.readings]
    assert reading.utf16 is not None
    assert reading.utf16.figure.start == reading.anchors.figure.start + 1
    plain = await take_in_quietly(recorder, SentArticle("paper", SENTENCE), NOON)
    assert plain.readings[0].reading.utf16 is None


async def test_a_proposal_is_read_against_the_day_of_its_text(database: Database) -> None:
    """Its draft names no day of its own: without that of the text "last year" was the year before the present one."""
    recorder = recorder_on(database)
    text = "Inflation in France reached 6.2 percent last year."
    proposed = Draft(source="paper", metric="inflation", quantity="6.2 percent", period="last year", place="France")
    proposal = Proposal("6.2 percent", None, "", "", proposed, None)
    sent = SentArticle("paper", text, published_at="2016-05-01", proposals=[proposal])
    read, _ = await compare_article(recorder, sent, NOON)
    assert [(one.period.start.year, one.period.end.year) for one in read.claims] == [(2015, 2015)]
