from datetime import UTC, datetime
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.errors import Invalid
from service.notifying.signing import check_secret, new_secret, sign, verify

BODY = b'{"type":"conflict.created"}'


def now() -> datetime:
    return datetime.now(UTC)


def test_the_standards_own_verifier_takes_our_signature() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, sign(uuid4(), now(), BODY, [secret])) == {"type": "conflict.created"}


def test_while_a_secret_rotates_both_verify() -> None:
    old, new = new_secret(), new_secret()
    headers = sign(uuid4(), now(), BODY, [new, old])
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)


def test_another_body_or_secret_does_not_verify() -> None:
    secret = new_secret()
    headers = sign(uuid4(), now(), BODY, [secret])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "plain", "whsec_!!!"])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(Invalid):
        check_secret(secret)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, None),
        ({"webhook-signature": "v1,AAAA"}, "does not fit"),
        ({"webhook-signature": "v1,ü x"}, "does not fit"),
        ({"webhook-id": "another"}, "does not fit"),
        ({"webhook-timestamp": "1"}, "too long ago"),
        ({"webhook-timestamp": "99999999999"}, "in the future"),
        ({"webhook-timestamp": "٣"}, "no number"),
        ({"webhook-timestamp": "9" * 40}, "no number"),
    ],
)
def test_a_receiver_is_told_what_is_wrong_with_a_signature(changed: dict[str, str], told: str | None) -> None:
    secret, other = new_secret(), new_secret()
    headers = sign(uuid4(), now(), BODY, [other, secret]) | changed
    fault = verify(headers, BODY, secret, now())
    assert fault is None if told is None else told in (fault or "")
    assert verify({}, BODY, secret, now()) == "it has no webhook-id"
    assert verify(headers, BODY + b" ", secret, now()) is not None
