"""Which questions belong together goes by the neighbours that are stored, as conflicts are recorded."""

from service.policy import Policy
from service.recording.linking import meet
from service.stored import StoredClaim, encode_claim
from tests.builders import claim


def stored(number: int, topic_id: int | None, **fields: str | None) -> StoredClaim:
    made = claim(number, **fields)
    return StoredClaim(made.id, encode_claim(made), number, number, topic_id=topic_id)


def test_words_that_their_topics_alone_bring_together_meet_where_these_are_neighbours() -> None:
    ours = stored(1, 7)
    theirs = stored(2, 8, source="beta news", metric="losses of Russian troops", subject=None)
    assert meet(ours, theirs, {}, {(7, 8), (8, 7)}, Policy())
    assert not meet(ours, theirs, {}, {(7, 7), (8, 8)}, Policy())
    untold = stored(2, None, source="beta news", metric="losses of Russian troops", subject=None)
    assert not meet(ours, untold, {}, {(7, 8)}, Policy())


def test_words_that_say_the_same_meet_without_topics() -> None:
    assert meet(stored(1, None), stored(2, None, source="beta news"), {}, set(), Policy())
