"""UUIDv7 (RFC 9562, section 5.7): sortable by the millisecond they were made in."""

import os
from datetime import datetime
from uuid import UUID

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


def new_identifier(now: datetime) -> UUID:
    """Make an identifier from the time and 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = int.from_bytes(os.urandom(10), "big")
    return UUID(int=milliseconds << 80 | _VERSION | ((random >> 62) & 0xFFF) << 64 | _VARIANT | random & (1 << 62) - 1)
