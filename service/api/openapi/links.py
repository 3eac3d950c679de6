"""Links: where an answer leads, so that tools can follow it as a person would."""

from typing import Any


def _to(operation: str, **parameters: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {name: f"$response.body#{at}" for name, at in parameters.items()}}


_WEBHOOK = {
    operation: _to(operation, webhook_id="/webhook/id")
    for operation in (
        "get_webhook",
        "update_webhook",
        "delete_webhook",
        "test_webhook",
        "rotate_webhook_secret",
        "list_webhook_deliveries",
        "redeliver_failed_webhook_deliveries",
    )
}
_FIRST_CONFLICT = {
    operation: _to(operation, conflict_id="/items/0/id") for operation in ("get_conflict", "update_conflict")
}
_FIRST_OPENED = {
    operation: _to(operation, conflict_id="/conflicts/0/id") for operation in ("get_conflict", "update_conflict")
}
_KEY = {operation: _to(operation, key_id="/key/id") for operation in ("get_key", "revoke_key")}

LINKS: dict[str, dict[str, Any]] = {
    "create_claim 201": {"get_claim": _to("get_claim", claim_id="/claim/id"), **_FIRST_OPENED},
    "create_claim 200": {"get_claim": _to("get_claim", claim_id="/claim/id")},
    "list_claims 200": {
        "get_claim": _to("get_claim", claim_id="/items/0/claim/id"),
        "list_claims": _to("list_claims", cursor="/next"),
    },
    "list_conflicts 200": {**_FIRST_CONFLICT, "list_conflicts": _to("list_conflicts", cursor="/next")},
    "get_conflict 200": {"update_conflict": _to("update_conflict", conflict_id="/conflict/id")},
    "list_disputes 200": {
        **{
            name: _to(name, dispute_id="/items/0/id")
            for name in ("get_dispute", "update_dispute", "list_dispute_claims")
        },
        "list_disputes": _to("list_disputes", cursor="/next"),
    },
    "list_series 200": {"list_series": _to("list_series", cursor="/next")},
    "list_series_differences 200": {
        **{name: _to(name, conflict_id="/items/0/id") for name in ("list_differing_days", "decide_series_difference")},
        "list_series_differences": _to("list_series_differences", cursor="/next"),
    },
    "list_metrics 200": {
        **{name: _to(name, metric_id="/items/0/id") for name in ("get_metric", "update_metric")},
        "list_metrics": _to("list_metrics", cursor="/next"),
    },
    "create_judgement 201": {
        name: _to(name, judgement_id="/judgement/id") for name in ("get_judgement", "withdraw_judgement")
    },
    **{
        f"create_article {status}": {
            name: _to(name, article_id="/article/id") for name in ("get_article", "list_readings", "withdraw_article")
        }
        for status in ("200", "201")
    },
    "list_articles 200": {
        **{name: _to(name, article_id="/items/0/id") for name in ("get_article", "list_readings")},
        "list_articles": _to("list_articles", cursor="/next"),
    },
    "list_sources 200": {"list_sources": _to("list_sources", cursor="/next")},
    "list_events 200": {"list_events": _to("list_events", cursor="/next")},
    "create_webhook 201": _WEBHOOK,
    "list_webhooks 200": {"get_webhook": _to("get_webhook", webhook_id="/items/0/id")},
    "list_webhook_deliveries 200": {
        "redeliver_webhook_delivery": {
            "operationId": "redeliver_webhook_delivery",
            "parameters": {"webhook_id": "$request.path.webhook_id", "delivery_id": "$response.body#/items/0/id"},
        }
    },
    "create_key 201": _KEY,
    "list_keys 200": {"get_key": _to("get_key", key_id="/items/0/id")},
}
"""By operation and status."""
