"""What is compared once for many, and written without being decoded, says the same as the long way round."""

import random
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.claim import Interval
from service.judging.intervals import gap_between, inside_of
from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Recording, Sources, Vocabulary, check_claims
from service.recording.answers import MatchesWanted, match_of
from service.recording.candidate_pages import probe_of
from service.recording.pairing import compare_and_judge, compare_with_candidates
from service.storage import claims as claim_storage
from service.storage.pool import Database
from tests.builders import NOON, as_answered, draft

POLICY = Policy()
FIGURES = ("84,720", "84,720", "84,720", "62,000", "almost 85 thousand", "more than 80,000", "84,7 thousand")


def recorder_on(database: Database) -> Recorder:
    return Recorder(database, Vocabulary(database, POLICY), Sources(database), POLICY, lambda: NOON)


def some_drafts(count: int) -> list[Draft]:
    chance = random.Random(7)
    return [
        msgspec.convert(
            draft(
                source=f"source {chance.randrange(8)}",
                quantity=chance.choice(FIGURES[:-1]),
                subject=chance.choice(("Russian army", "Russian army", "Russian armed forces")),
                place=chance.choice((None, None, "Ukraine")),
                status=chance.choice(("reported", "estimated", "projected")),
                published_at=f"2022-11-{chance.randrange(14, 23)}T{chance.randrange(24):02}:30:00+02:00",
                quote='«Втрати» "so far"\n',
            ),
            Draft,
        )
        for _ in range(count)
    ]


def the_long_way(recording: Recording) -> bytes:
    """With each claim and match as its struct, and not in the bytes in which it is stored."""
    told = as_answered(recording, MatchesWanted.ALL)
    matches = tuple(match_of(pair) for pair in recording.pairs)
    return msgspec.json.encode(msgspec.structs.replace(told, claim=recording.claim, matches=matches))


async def test_an_answer_is_written_as_its_struct_would_be(database: Database) -> None:
    recorder = recorder_on(database)
    for one in some_drafts(40):
        [recording] = await recorder.record([recorder.read(one)])
    assert len({pair.verdict.kind for pair in recording.pairs}) > 1
    assert recording.written(MatchesWanted.ALL) == the_long_way(recording)
    [checked] = await check_claims(recorder, [recorder.read(one)], include_not_comparable=True)
    assert checked.matches
    assert checked.written(MatchesWanted.ALL) == the_long_way(checked)


async def test_claims_that_say_the_same_are_compared_as_each_would_be_alone(database: Database) -> None:
    recorder = recorder_on(database)
    claims = [recorder.read(one) for one in some_drafts(60)]
    probes = [one.probe for one in await recorder.record(claims)]
    async with database.connection() as connection:
        candidates = await claim_storage.find_candidates(connection, [probe_of(one) for one in probes])
    found = {
        (pair.one.id, pair.other.id): (pair.comparison, pair.verdict)
        for pair in compare_with_candidates(probes, candidates, POLICY).pairs
    }
    alone = [compare_and_judge(probes[one.ordinal], one.claim, POLICY, near=one.near) for one in candidates]
    expected = {(one.one.id, one.other.id): (one.comparison, one.verdict) for one in alone if one.band}
    assert len(expected) > 500
    assert found == expected


async def test_what_a_batch_is_spared_could_not_have_conflicted(database: Database) -> None:
    recorder = recorder_on(database)
    probes = [one.probe for one in await recorder.record([recorder.read(one) for one in some_drafts(60)])]
    async with database.connection() as connection:
        everything = await claim_storage.find_candidates(connection, [probe_of(one) for one in probes])
        needed = await claim_storage.find_candidates(connection, [probe_of(one) for one in probes], explained=False)
    spared = {(one.ordinal, one.claim.id) for one in everything} - {(one.ordinal, one.claim.id) for one in needed}
    overlapping = [one for one in everything if (one.ordinal, one.claim.id) in spared]
    assert spared
    for one in overlapping:
        ours, theirs = probes[one.ordinal].claim.quantity.interval, one.claim.claim.quantity.interval
        assert gap_between(ours, theirs) is None
        assert probes[one.ordinal].source_id != one.claim.source_id


figures = st.decimals(allow_nan=False, allow_infinity=False) | st.integers(-5, 5).map(Decimal)
closed = (
    st.tuples(figures, figures)
    .map(sorted)
    .flatmap(lambda ends: st.builds(Interval, st.just(ends[0]), st.just(ends[1]), st.booleans(), st.booleans()))
)
below = st.builds(Interval, st.none(), figures, st.booleans(), st.booleans())
above = st.builds(Interval, figures, st.none(), st.booleans(), st.booleans())
intervals = closed | below | above


@given(intervals, intervals)
def test_intervals_that_overlap_inside_share_a_point(one: Interval, other: Interval) -> None:
    (our_low, our_high), (their_low, their_high) = inside_of(one), inside_of(other)
    if our_low < their_high and their_low < our_high:
        assert gap_between(one, other) is None


@pytest.mark.parametrize("figure", ["1e400", "-1e400", "0", "1e-400", "84720"])
def test_the_inside_of_any_figure_lies_within_it(figure: str) -> None:
    low, high = inside_of(Interval(Decimal(figure) - 1, Decimal(figure) + 1))
    assert low >= Decimal(figure) - 1
    assert high <= Decimal(figure) + 1
