"""What blocking finds: no more for a source that has corrected itself often, and as many as are counted beside it."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from service.policy import Policy
from service.reading import Draft
from service.recording import Recorder, Sources, Vocabulary
from service.recording.candidate_pages import probe_of
from service.recording.stored_forms import NO_PHRASE, stored_form
from service.storage.claims import count_candidates, find_candidates
from service.storage.pool import Database
from service.stored import APART, OWN, TOGETHER, Probe
from tests.builders import NOON, draft


@pytest.mark.parametrize(("published", "expected"), [("2022-11-21T20:00:00Z", 1), ("2022-11-20T20:00:00Z", 6)])
async def test_of_a_sources_superseded_claims_only_later_ones_are_read(
    published: str, expected: int, database: Database
) -> None:
    """Six versions, an hour after the other: a seventh asks for the last of them, one from before them for all."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    given = [draft(quantity=f"84,7{hour}0", published_at=f"2022-11-21T0{hour}:00:00Z") for hour in range(6)]
    for fields in given:
        await recorder.record([recorder.read(msgspec.convert(fields, Draft))])
    asking = recorder.read(msgspec.convert(draft(quantity="84,999", published_at=published), Draft))
    probes = await recorder.in_stored_form([asking])
    async with database.connection() as connection:
        found = await find_candidates(connection, [probe_of(one) for one in probes])
        in_force = await connection.fetchval("select count(*) from claims where superseded_by is null")
    assert in_force == 1
    assert len(found) == expected


STORED: list[dict[str, Any]] = [
    {},
    {"source": "beta news", "quantity": "62,310"},
    {"source": "gamma post", "quantity": "about 85 thousand"},
    {"source": "gamma post", "metric": "losses", "subject": "personnel of the Russian army"},
    {"source": "delta", "metric": "Russian personnel losses", "subject": None, "quantity": "70 thousand"},
    {"source": "delta", "place": "Ukraine", "quantity": "84,000"},
    {"source": "eta", "place": "Ukraine", "quantity": "84,000", "subject": None},
    {"source": "theta", "place": "France", "quantity": "12", "period": "as of 2022-11-19"},
    {"source": "iota", "place": "France", "metric": "personnel losses of the army", "quantity": "12"},
    {"source": "kappa", "place": "Germany", "metric": "losses of personnel of the Russian army", "subject": None},
    {"source": "beta news", "quantity": "62,400", "published_at": "2022-11-22"},
]
ASKED: list[dict[str, Any]] = [
    *({"source": "asker"} | one for one in STORED),
    {"source": "beta news"},
    {"source": "asker", "metric": "personnel losses of the Russian army so far", "subject": None},
    {"source": "asker", "metric": "army personnel lost", "subject": "Russia"},
    {"source": "asker", "metric": "losses", "subject": "Russian army personnel", "place": "Ukraine"},
    {"source": "asker", "metric": "personnel losses", "subject": "Russian army", "place": "France"},
]


async def test_as_many_are_counted_as_are_found_whatever_is_asked(database: Database) -> None:
    """By words and by topics, stored or not: a check in new words was told of none that were left."""
    recorder = Recorder(database, Vocabulary(database, Policy()), Sources(database), Policy(), lambda: NOON)
    for fields in STORED:
        await recorder.record([recorder.read(msgspec.convert(draft(**fields), Draft))])
    probes = [*await as_checked(recorder), *await as_stored(recorder)]
    in_topics_alone = 0
    async with database.connection() as connection:
        for probe in probes:
            found = Counter(one.place.rank for one in await find_candidates(connection, [probe]))
            assert await count_candidates(connection, probe) == (found[APART], found[TOGETHER]), probe.claim.claim
            in_topics_alone += bool(probe.near_topics and found.total() - found[OWN])
    assert in_topics_alone > 1


async def as_checked(recorder: Recorder) -> list[Probe]:
    """As a check asks: what is not stored, with the neighbours of its topic."""
    claims = [recorder.read(msgspec.convert(draft(**fields), Draft)) for fields in ASKED]
    phrase_ids = await recorder.vocabulary.known_ids([claim.metric for claim in claims])
    topics = await recorder.vocabulary.topics.known_or_near(claims)
    sources = await recorder.sources.find([claim.source for claim in claims])
    return [
        probe_of(stored_form(claim, source or 0, phrase or NO_PHRASE, topic_id=topic), near)
        for claim, source, phrase, (topic, near) in zip(claims, sources, phrase_ids, topics, strict=True)
    ]


async def as_stored(recorder: Recorder) -> list[Probe]:
    claims = [recorder.read(msgspec.convert(draft(**fields), Draft)) for fields in ASKED]
    return [probe_of(one) for one in await recorder.in_stored_form(claims)]
