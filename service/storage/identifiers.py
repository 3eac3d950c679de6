"""UUIDv7 (RFC 9562, section 5.7): sortable by the millisecond they were made in."""

import os
import random
from datetime import datetime
from uuid import UUID

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
_chance = random.Random()  # noqa: S311 - see below
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_chance.seed)


def new_identifier(now: datetime) -> UUID:
    """Make an identifier from the time and 74 random bits.

    They keep identifiers apart and are no secret, so a fast generator will do, seeded by the system in each process.
    """
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    bits = _chance.getrandbits(74)
    return UUID(int=milliseconds << 80 | _VERSION | (bits >> 62) << 64 | _VARIANT | bits & (1 << 62) - 1)
