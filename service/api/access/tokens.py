"""API keys as text: 256 random bits and a checksum, in characters that a double click selects whole.

    cdk_ + 43 characters of 0-9A-Za-z (the secret) + 6 (CRC-32 of what stands before)

The checksum tells a mistyped key without asking the database, and lets scanners find leaked ones without false alarms.
"""

import hashlib
import re
import secrets
import zlib

START = "cdk_"
SESSION_START = "cds_"
"""Of a browser's cookie, which is drawn alike and is no key."""
LINK_START = "cdl_"
"""Of a link that gives one feed or one plot, drawn alike too."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LENGTH, _CHECK_LENGTH = 43, 6
_VISIBLE_LENGTH = 12
_SECRET = re.compile(rf"[0-9A-Za-z]{{{_SECRET_LENGTH + _CHECK_LENGTH}}}", re.ASCII)


def new_token(start: str = START) -> str:
    """Make a key from 256 random bits."""
    body = start + _in_digits(secrets.randbits(256), _SECRET_LENGTH)
    return body + _checksum(body)


def is_well_formed(token: str, start: str = START) -> bool:
    """Say whether a text can be a key at all: its length, its characters, its checksum."""
    is_drawn = token.startswith(start) and _SECRET.fullmatch(token, len(start)) is not None
    return is_drawn and _checksum(token[:-_CHECK_LENGTH]) == token[-_CHECK_LENGTH:]


def hashed(token: str) -> bytes:
    """Give what is stored of a key. Its bits are random, so a fast hash keeps them as well as a slow one."""
    return hashlib.sha256(token.encode()).digest()


def visible_prefix(token: str) -> str:
    """Give the part by which people know a key again; 208 secret bits remain."""
    return token[:_VISIBLE_LENGTH]


def _checksum(body: str) -> str:
    return _in_digits(zlib.crc32(body.encode()), _CHECK_LENGTH)


def _in_digits(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))
