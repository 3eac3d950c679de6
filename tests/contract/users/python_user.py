"""A user of the client that openapi-python-client generated, run as a program of its own.

Arguments: the service's address, an API key, a receiver's address. Prints what it did, as JSON.
"""

import json
import sys

import httpx
from claimdiff_client import AuthenticatedClient
from claimdiff_client.api.claims import create_claim, create_claims, list_claims
from claimdiff_client.api.conflicts import get_conflict, update_conflict
from claimdiff_client.api.events import list_events
from claimdiff_client.api.webhooks import create_webhook
from claimdiff_client.models import (
    ClaimPage,
    Conflict,
    ConflictChange,
    ConflictCreated,
    ConflictRecord,
    ConflictStatus,
    Draft,
    EventPage,
    Problem,
    Recorded,
    WebhookDraft,
    WebhookWithSecret,
)
from claimdiff_client.types import UNSET
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def main(address: str, key: str, receiver: str) -> dict[str, object]:
    client = AuthenticatedClient(base_url=address, token=key)
    draft = WebhookDraft(url=f"{receiver}/hook")
    hook = create_webhook.sync(client=client, body=draft)
    assert isinstance(hook, WebhookWithSecret)

    first = create_claim.sync(client=client, body=a_claim("alpha wire", "84,720"))
    second = create_claim.sync(client=client, body=a_claim("beta news", "62,310"))
    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    batch = [a_claim(source, "84,720") for source in ("gamma", "delta", "epsilon")]
    answered = create_claims.sync(client=client, body=batch)
    assert isinstance(answered, list)

    answer = get_conflict.sync_detailed(second.conflicts[0].id, client=client)
    record = answer.parsed
    assert isinstance(record, ConflictRecord)
    change = ConflictChange(status=ConflictStatus.ACKNOWLEDGED, note="asked both")
    changed = update_conflict.sync(record.conflict.id, client=client, body=change, if_match=answer.headers["etag"])
    assert isinstance(changed, ConflictRecord)
    stale = update_conflict.sync(record.conflict.id, client=client, body=change, if_match=answer.headers["etag"])
    assert isinstance(stale, Problem)

    refused = create_claim.sync(client=client, body=a_claim("alpha wire", "hardly any idea"))
    assert isinstance(refused, Problem)

    events = list_events.sync(client=client)
    assert isinstance(events, EventPage)
    assert isinstance(events.items[0].data, Conflict)
    ids, pages = all_claims(client)
    return {
        "stored": str(first.claim.id) in ids,
        "claims": len(ids),
        "pages": pages,
        "batch": len([line for line in answered if line.outcome == "stored"]),
        "severity": record.conflict.severity.value,
        "percent": record.conflict.gap.percent,
        "sources": [claim.source for claim in record.conflict.claims],
        "changed": changed.conflict.status.value,
        "stale": stale.type_,
        "problem": [refused.status, refused.type_, refused.errors[0].pointer],
        "events": [event.type_.value for event in events.items[:2]],
        "webhook": verified(receiver, hook.secret),
    }


def a_claim(source: str, figure: str) -> Draft:
    return Draft(
        source=source,
        metric="personnel losses",
        quantity=figure,
        subject="Russian army",
        period="as of 2022-11-20",
        published_at="2022-11-22",
    )


def all_claims(client: AuthenticatedClient) -> tuple[list[str], int]:
    ids, pages, cursor = [], 0, UNSET
    while True:
        page = list_claims.sync(client=client, limit=2, cursor=cursor)
        assert isinstance(page, ClaimPage)
        ids += [str(item.claim.id) for item in page.items]
        pages += 1
        if page.next_ is None:
            return ids, pages
        cursor = page.next_


def verified(receiver: str, secret: str) -> list[object]:
    """Take the call that the receiver got, verify it, and read it as what the document says it is."""
    call = httpx.get(f"{receiver}/hook", timeout=20).json()
    verifier = Webhook(secret)
    event = ConflictCreated.from_dict(verifier.verify(call["body"], call["headers"]))
    try:
        verifier.verify(call["body"] + " ", call["headers"])
    except WebhookVerificationError:
        return [event.type_.value, event.data.severity.value, "forged one refused"]
    return ["a forged one was taken"]


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))  # noqa: T201
