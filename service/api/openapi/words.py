"""What fields mean that are called the same wherever they stand, with an example; said once, here.

A field's own description, where its struct gives one, comes first.
"""

from typing import Any

Schema = dict[str, Any]

_ID = "018471a2-7c3e-7b52-9d41-5f0a3c2e8b10"
_TIME = "2022-11-22T10:15:00Z"

WORDS: dict[str, tuple[str, Any]] = {
    "id": ("Its id, a UUIDv7: those made later sort later.", _ID),
    "items": ("What is on this page, in order; empty at the end.", None),
    "type": ("What happened.", None),
    "version": ("Grows by one with each change; its ETag.", 3),
    "created_at": ("When it was made.", _TIME),
    "updated_at": ("When it was last changed.", _TIME),
    "opened_at": ("When the conflict was found.", _TIME),
    "stale": (
        "Why it is a matter of time, and no alarm: one repeats an older figure of the other. Null else.",
        None,
    ),
    "received_at": ("When the service took it in.", _TIME),
    "published_at": ("When the source published it.", "2022-11-22T00:00:00Z"),
    "first_seen_at": ("When a claim first brought it.", _TIME),
    "at": ("When.", _TIME),
    "made_at": ("When it was made.", _TIME),
    "withdrawn_at": ("Since when it is out of force; null while it is in force.", None),
    "withdrawn_by": ("Who withdrew it.", None),
    "updated_by": ("Who last changed it; null when nobody did.", "foreign desk"),
    "author": ("Whose judgement it is.", "foreign desk"),
    "note": ("What the desk wrote.", "asked both"),
    "as_given": ("As printed.", "personnel losses"),
    "source": ("Who publishes: an outlet, a ministry, an agency.", "reuters"),
    "sources": ("Only conflicts of these sources; null lets all through.", ["reuters"]),
    "metric": ("What is measured.", None),
    "quantity": ("The figure as understood.", None),
    "period": ("What time the figure speaks of.", None),
    "subject": ("Of whom or what; null when it was not said.", None),
    "place": ("Where; null when it was not said.", None),
    "claimant": (
        "Whose figure it is, as attributed inside the text; null when it is the source's own.",
        "the ministry",
    ),
    "quote": ("The sentence that it stands in.", "The ministry put losses at almost 85 thousand."),
    "url": ("Its address.", "https://news.example/2022/11/22/losses"),
    "title": ("The headline; null when there is none.", "Losses grow"),
    "stored_at": ("When it was first stored.", _TIME),
    "characters": ("Unicode code points of the text as given.", 2400),
    "article": ("The article.", None),
    "readings": ("How many of its figures are in which state.", None),
    "language": ("BCP 47 tag of the text's language.", "en"),
    "external_id": ("The caller's own id of the claim.", "story-4711/3"),
    "claim": ("The claim.", None),
    "claims": ("The two claims, the earlier one first.", None),
    "conflict": ("The conflict.", None),
    "conflicts": ("The conflicts that it opened; empty when the figures can stand.", None),
    "matches": ("The stored claims that speak of the same metric and period, the likest first.", None),
    "stored": ("False when it was known already by its external id, or was only checked.", True),
    "policy_version": ("Of the features, weights and thresholds that were used, as GET /v1/matching tells them.", "1"),
    "status": ("Where it stands.", None),
    "resolution": ("Why it was resolved; null otherwise.", None),
    "severity": ("How far apart the two figures are.", None),
    "minimal_severity": ("Only this severity or graver.", None),
    "gap": ("How far apart: the distance between the nearest ends.", None),
    "band": ("`confirmed`, or `suggested` when a person is to look; null when it is not comparable.", None),
    "bands": ("Confirmed conflicts, suggested ones, or both.", None),
    "score": ("How alike, from 0 to 1. No share and no probability: it orders.", 0.93),
    "weight": ("How much the feature counts; the weights of all add up to 1.", 0.4),
    "features": ("What was compared, each with its score and a reason.", None),
    "values": ("What was compared: of the first claim, of the second; null where it has none.", ["russia", "russia"]),
    "reason": ("Why, in one sentence.", "84,720 and 62,310 cannot both stand: 36 % apart."),
    "question": ("What it is about, in the words of its earliest claim.", None),
    "role": ("Whether it stands with this position alone.", None),
    "dispute": ("The dispute.", None),
    "separator": ("What makes the two not comparable; null when nothing does.", "unit: percent and people"),
    "verdict": ("What was found.", None),
    "name": ("What it is called.", None),
    "kind": ("What kind it is.", None),
    "accuracy": ("How finely it was given.", None),
    "approximator": ("The word before the figure, folded to what it does to the bounds.", None),
    "unit": ("The unit; null when it is not said.", None),
    "start": ("First day.", "2022-11-01"),
    "end": ("Last day, included.", "2022-11-30"),
    "since": ("Where a running total starts.", "2022-02-24"),
    "synonyms": ("Other wordings that a desk has given it.", ["troop losses"]),
    "definition": ("What exactly is counted, in words.", "Killed, wounded, missing and captured."),
    "measure": ("What kind of number it is; null when nobody has said.", None),
    "cumulative": ("True for running totals; null when nobody has said.", True),
    "tolerance": ("Up to how far apart its figures agree; null for none.", None),
    "judgement": ("The judgement.", None),
    "key": ("The key, without its secret.", None),
    "scopes": ("What it may do.", ["read", "write"]),
    "webhook": ("The endpoint.", None),
    "description": ("For people.", "Slack channel of the foreign desk"),
    "format": ("What the body of a call looks like.", None),
    "event_types": ("Only events of these types; null for `conflict.…` and `webhook.…`.", ["conflict.created"]),
    "digest_size": ("At most so many events in one call.", 1),
    "concurrency": ("At most so many calls at once.", 4),
    "enabled": ("Whether it is called.", True),
    "attempts": ("How many calls were made for it.", 1),
    "next_attempt_at": ("When it is called next, if it is still pending.", _TIME),
    "last_attempt_at": ("When it was last called; null when it was not yet.", _TIME),
    "duration_milliseconds": ("How long the last call took, in milliseconds.", 87),
    "deliveries": ("How many deliveries were put back into the queue.", 12),
    "pointer": ("JSON pointer of the field.", "/quantity"),
    "detail": ("What is wrong with it.", "No figure is read in it."),
    "understood": ("What would be understood.", "“84,600”, “almost 85 thousand”, “7.1 %”"),
    "entity": ("Where entities are suggested.", None),
}


EXAMPLES: dict[str, Any] = {
    "actor": "foreign desk",
    "key_id": _ID,
    "endpoint_id": _ID,
    "event_id": _ID,
    "superseded_by": _ID,
    "synonym_of": _ID,
    "requests": 1,
    "request_id": "a3f7c0d2e4b84c1a",
    "requests_per_minute": 600,
    "created_by": "command line",
    "expires_at": "2027-01-31T00:00:00Z",
    "revoked_at": _TIME,
    "revoked_by": "foreign desk",
    "last_used_at": _TIME,
    "failing_since": _TIME,
    "withdrawn_at": _TIME,
    "withdrawn_by": "foreign desk",
    "next": "WyIyMDIyLTExLTIyVDEwOjE1OjAwWiJd",
    "line": 1,
    "outcome": "stored",
    "matches": 2,
    "column": "Zahl",
    "detail": "No figure is read in “hardly any idea”.",
    "given": "hardly any idea",
    "understood": "“84,600”, “almost 85 thousand”, “7.1 %”",
    "act": "update_conflict",
    "name": "personnel losses",
    "phrase": "loss personnel",
    "absolute": "22410",
    "percent": "36",
    "factor": "1.36",
    "unit": "people",
    "base": "1/day",
    "dimension": "count",
    "thing": "person",
    "low": "84500",
    "high": "85500",
    "start": "2022-11-20",
    "end": "2022-11-20",
    "since": "2022-02-24",
    "as_given": "as of 2022-11-20",
    "key": "FR",
    "claims": 42,
    "claims_compared_again": 42,
    "sources": 7,
    "open_conflicts": 3,
    "version": 3,
    "pending": 0,
    "disabled_reason": "the receiver answered 410 Gone",
    "reason": "the receiver answered 410 Gone",
    "type": "conflict.created",
    "response_status": 204,
    "response_start": "taken",
    "error": "no answer in time",
    "uncompared_claims": 0,
    "oldest_uncompared_seconds": 0.0,
    "status": "ready",
    "title": "A field cannot be read",
    "score": 93.5,
    "id": _ID,
    "external_id": "story-4711/3",
    "Place.as_given": "France",
    "Place.name": "France",
    "Source.name": "reuters",
    "Source.key": "reuters",
    "Subject.as_given": "Russian army",
    "Subject.key": "russian army",
    "Quantity.as_given": "almost 85 thousand",
    "Unit.name": "people",
    "Unit.base": "",
    "Feature.name": "metric",
    "Gap.unit": "EUR",
    "BatchLine.type": "/problems/unreadable",
    "CheckedLine.type": "/problems/unreadable",
    "ImportRow.type": "/problems/unreadable",
    "ConflictStep.act": "acknowledge",
    "DisputedQuestion.subject": "Switzerland",
    "DisputedQuestion.place": "Switzerland",
}
"""For the fields of answers, by name, or by struct and name. Requests keep to the examples of their structs, so that a
sensible body is shown for each."""
_SIMPLE = frozenset({"string", "integer", "number"})


def exemplify(owner: str, schema: Schema) -> None:
    """Give the plain fields of a struct an example, where they have none."""
    for name, field in schema.get("properties", {}).items():
        kinds = field.get("type", ())
        kind = kinds[0] if isinstance(kinds, list) else kinds
        example = _example(owner, name)
        if kind in _SIMPLE and "examples" not in field and "enum" not in field and _suits(example, kind):
            field["examples"] = [example]


def _example(owner: str, name: str) -> Any:
    return EXAMPLES.get(f"{owner}.{name}", EXAMPLES.get(name))


def _suits(example: Any, kind: str) -> bool:
    return isinstance(example, {"string": str, "integer": int, "number": int | float}[kind])


def describe(owner: str, schema: Schema) -> None:
    """Describe the fields of a struct that are not described where they are defined."""
    for name, field in schema.get("properties", {}).items():
        if "description" in field or name not in WORDS:
            continue
        text, example = WORDS[name]
        example = EXAMPLES.get(f"{owner}.{name}", example)
        field["description"] = text
        if example is not None and "examples" not in field and "$ref" not in field:
            field["examples"] = [example]
