"""Signatures after Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body.

The standard's own library stamps a local time as UTC and knows one secret at a time, so it verifies us in the tests and
does not sign here.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.errors import Invalid

PREFIX = "whsec_"
_SECRET_BYTES = 32
_SHORTEST, _LONGEST = 24, 64
"""Bytes, as the standard recommends."""
_TOLERANCE = timedelta(minutes=5)
_STAMP_DIGITS = 11


def new_secret() -> str:
    """Make a secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def check_secret(secret: str) -> str:
    """Take a caller's own secret; raises Invalid when it is no `whsec_` secret of 24 to 64 bytes."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise Invalid("A secret is whsec_ and 24 to 64 bytes in base64. Leave it out and one is made.", "/secret")
    return secret


def sign(webhook_id: UUID | str, timestamp: datetime, body: bytes, signing_secrets: Sequence[str]) -> dict[str, str]:
    """Give the three headers of a call, with a signature for each secret in force."""
    seconds = str(int(timestamp.timestamp()))
    content = b".".join((str(webhook_id).encode(), seconds.encode(), body))
    signatures = [
        "v1,"
        + base64.b64encode(hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), content, hashlib.sha256)).decode()
        for secret in signing_secrets
    ]
    return {
        "webhook-id": str(webhook_id),
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signatures),
    }


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> str | None:
    """Say what is wrong with a call's signature; None when it is right.

    Args:
        headers: Of the call, named in small letters.
        body: Its body, byte for byte.
        secret: The endpoint's.
        now: A call that was signed more than five minutes away from it may be an old one, sent again by somebody.
    """
    missing = [name for name in ("webhook-id", "webhook-timestamp", "webhook-signature") if name not in headers]
    if missing:
        return f"it has no {missing[0]}"
    stamp = headers["webhook-timestamp"]
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _STAMP_DIGITS):
        return "its webhook-timestamp is no number of seconds"
    signed_at = datetime.fromtimestamp(int(stamp), UTC)
    if abs(now - signed_at) > _TOLERANCE:
        return "it was signed too long ago, or in the future"
    [expected] = sign(headers["webhook-id"], signed_at, body, [secret])["webhook-signature"].split()
    given = headers["webhook-signature"].split()
    return None if any(hmac.compare_digest(one.encode(), expected.encode()) for one in given) else "it does not fit"
