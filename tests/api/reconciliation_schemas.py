"""JSON Schemas of the Reconciliation Service API 0.2, as far as this service uses it, after the specification.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from typing import Any

_TEXT = {"type": "string"}
_TYPE_OR_ID = {"oneOf": [{"type": "object", "properties": {"id": _TEXT, "name": _TEXT}, "required": ["id"]}, _TEXT]}
_TEMPLATE = {"type": "string", "pattern": r".*\{\{id\}\}.*"}
_SERVICE = {
    "type": "object",
    "properties": {
        "service_url": _TEXT,
        "service_path": _TEXT,
        "flyout_service_url": _TEXT,
        "flyout_service_path": {"type": "string", "pattern": r".*\$\{id\}.*"},
    },
}
MANIFEST: dict[str, Any] = {
    "type": "object",
    "properties": {
        "versions": {"type": "array", "items": _TEXT, "contains": {"enum": ["0.2"]}},
        "name": _TEXT,
        "identifierSpace": _TEXT,
        "schemaSpace": _TEXT,
        "documentation": _TEXT,
        "serviceVersion": _TEXT,
        "logo": _TEXT,
        "authentication": {
            "type": "object",
            "properties": {"type": {"enum": ["apiKey"]}, "name": _TEXT, "in": {"enum": ["header", "query"]}},
            "required": ["type", "name", "in"],
            "additionalProperties": False,
        },
        "view": {"type": "object", "properties": {"url": _TEMPLATE}, "required": ["url"]},
        "defaultTypes": {
            "type": "array",
            "items": {"type": "object", "properties": {"id": _TEXT, "name": _TEXT}, "required": ["id", "name"]},
            "uniqueItems": True,
        },
        "suggest": {"type": "object", "properties": {"entity": _SERVICE, "property": _SERVICE, "type": _SERVICE}},
        "preview": {
            "type": "object",
            "properties": {"url": _TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["url", "width", "height"],
        },
    },
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
}
RESULTS: dict[str, Any] = {
    "type": "object",
    "patternProperties": {
        "^.*$": {
            "type": "object",
            "properties": {
                "result": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "id": _TEXT,
                            "name": _TEXT,
                            "description": _TEXT,
                            "score": {"type": "number"},
                            "match": {"type": "boolean"},
                            "features": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "properties": {
                                        "id": _TEXT,
                                        "value": {"oneOf": [{"type": "boolean"}, {"type": "number"}]},
                                    },
                                },
                            },
                            "type": {"type": "array", "items": _TYPE_OR_ID},
                        },
                        "required": ["id", "name", "score"],
                    },
                }
            },
            "required": ["result"],
        }
    },
}
SUGGESTIONS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": _TEXT,
                    "name": _TEXT,
                    "description": _TEXT,
                    "notable": {"type": "array", "items": _TYPE_OR_ID},
                },
                "required": ["id", "name"],
            },
        }
    },
    "required": ["result"],
}
