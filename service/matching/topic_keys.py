"""What topics are found by: the region of their vector, their telling words, and how near two vectors are.

A server with an index of vectors needs the words only: names that the encoder does not know. Elsewhere a topic is
stored under the regions nearest to its vector, and looked for in some more of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from uuid import UUID
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.matching.encoding import Vector, encode
from service.matching.sides import side_of
from service.matching.spelling import latin
from service.topic import Topic

MOST_NEIGHBOURS = 64
LEAST_NEARNESS = 0.3
"""Below, two topics share a fact in one of a hundred cases."""
STORED_REGIONS, SEARCHED_REGIONS = 4, 48
_TELLING = 0.5
_SHARED_WORD = 0.1


@cache
def _regions() -> Vector:
    """The middles of the regions, of length 1."""
    middles = np.load(Path(__file__).parent / "lexicon" / "regions.npy").astype(np.float32)
    lengths: Vector = np.linalg.norm(middles, axis=1, keepdims=True)
    unit: Vector = middles / lengths
    return unit


def hash_of(topic: Topic) -> UUID:
    """What a topic is known by."""
    return UUID(bytes=blake2b(topic.key.encode(), digest_size=16).digest())


def vector_of(topic: Topic) -> Vector:
    """Where all that a topic says points to."""
    return encode([topic.text])[0]


def packed(vector: Vector) -> bytes:
    """Write a vector as half-precision numbers."""
    return vector.astype(np.float16).tobytes()


def written(vector: bytes) -> str:
    """Write a packed vector as SQL does."""
    return "[" + ",".join(f"{one:.5g}" for one in np.frombuffer(vector, dtype=np.float16)) + "]"


def words_to_find(topic: Topic) -> tuple[int, ...]:
    """The keys of a topic's telling words, ascending."""
    return tuple(sorted({_key(word) for word in _telling(topic)}))


def regions_of(vector: Vector, count: int) -> tuple[int, ...]:
    """The keys of the regions nearest to a vector."""
    nearest = np.argpartition(-(_regions() @ vector), count)[:count]
    return tuple(int(one) for one in nearest)


def keys_of(topic: Topic) -> tuple[int, ...]:
    """All keys that a topic is stored under."""
    return (*words_to_find(topic), *regions_of(vector_of(topic), STORED_REGIONS))


def _telling(topic: Topic) -> Iterator[str]:
    side = side_of(topic)
    for form, word in side.words.items():
        if side.tells[form] >= _TELLING and word.field != "thing":
            yield latin(form)


def _key(word: str) -> int:
    """A number beyond those of the regions, within 31 bits."""
    return 1_000_000 + crc32(word.encode()) % 2_000_000_000


def nearest_of(vector: Vector, found: Sequence[tuple[int, bytes]]) -> list[tuple[int, float]]:
    """Of what was found by keys, give what is near enough with its nearness, the nearest first."""
    if not found:
        return []
    others: NDArray[np.float16] = np.frombuffer(b"".join(packed for _, packed in found), dtype=np.float16)
    nearness = others.reshape(len(found), -1).astype(np.float32) @ vector
    order = np.argsort(-nearness)[:MOST_NEIGHBOURS]
    return [(found[at][0], float(nearness[at])) for at in order if nearness[at] >= LEAST_NEARNESS]
