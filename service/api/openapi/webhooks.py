"""The document's `webhooks` section: the calls that the service makes."""

from typing import Any

from msgspec import Struct

from service.api.payloads import EVENTS, reference

_HEADERS = {
    "webhook-id": "Names the event, the same on each attempt: have you seen it already?",
    "webhook-timestamp": "When this attempt was signed, in seconds since 1970. Refuse what is old.",
    "webhook-signature": "One or more signatures `v1,…` with spaces between, while a secret rotates: base64 of the "
    "HMAC-SHA256 of "
    "`{webhook-id}.{webhook-timestamp}.{body}`, with the base64-decoded part of the secret after `whsec_`.",
}


def webhooks() -> dict[str, Any]:
    """Give the calls that the service makes, by the type of event."""
    return {_tag(kind): {"post": _call(kind)} for kind in EVENTS}


def _tag(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _call(kind: type[Struct]) -> dict[str, Any]:
    summary, _, _ = (kind.__doc__ or "").partition("\n")
    return {
        "operationId": f"on_{_tag(kind).replace('.', '_')}",
        "tags": ["calls"],
        "summary": summary.rstrip("."),
        "description": "Signed after Standard Webhooks. Answer within 15 seconds with any status from 200 to 299, and "
        "work on it afterwards; anything else is tried again for about three days.",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference(kind)}}},
        "responses": {
            "204": {"description": "Taken. Any status from 200 to 299 will do."},
            "410": {"description": "Not wanted any more: the endpoint is disabled."},
        },
    }
