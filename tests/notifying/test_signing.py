from datetime import UTC, datetime
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.errors import Invalid
from service.notifying.signing import check_secret, new_secret, sign

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
