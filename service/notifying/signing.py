"""Signatures after Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body.

The standard's own library stamps a local time as UTC and knows one secret at a time, so it verifies us in the tests and
does not sign here.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.errors import Invalid

PREFIX = "whsec_"
_SECRET_BYTES = 32
_SHORTEST, _LONGEST = 24, 64
"""Bytes, as the standard recommends."""


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
