"""Bodies and answers that are no one JSON document: lines, tables and files."""

from typing import Any

from service.api.lists import JSON, MOST_IN_A_LIST, NDJSON
from service.exchange import LINKED_MEDIA_TYPE, MEDIA_TYPES, ExportFormat

Schema = dict[str, Any]


def _lines(name: str) -> Schema:
    return {
        "type": "string",
        "description": f"A JSON object per line, each a {name}.",
        "format": "binary",
        "contentMediaType": NDJSON,
        "contentSchema": {"$ref": f"#/components/schemas/{name}"},
    }


def _list(name: str) -> Schema:
    """Lines are taken too, and told of in words: of two forms of one body generated clients make one that breaks."""
    return {"type": "array", "maxItems": MOST_IN_A_LIST, "items": {"$ref": f"#/components/schemas/{name}"}}


def _answered(name: str) -> Schema:
    """A list has as many answers as there were claims."""
    return {JSON: {"schema": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}}}


def _file(told: str, kind: str) -> Schema:
    return {"type": "string", "description": told, "format": "binary", "contentMediaType": kind}


def _export(lines: Schema) -> Schema:
    csv, workbook = MEDIA_TYPES[ExportFormat.CSV].partition(";")[0], MEDIA_TYPES[ExportFormat.XLSX]
    return {
        csv: {"schema": _file("A table in UTF-8, its first row the names of the columns.", csv)},
        NDJSON: {"schema": lines},
        workbook: {"schema": _file("A workbook.", workbook)},
    }


_CSV = "text/csv"

BODIES: dict[str, Schema] = {
    "create_claims": {JSON: {"schema": _list("Draft")}},
    "check_claims": {JSON: {"schema": _list("Draft")}},
    "create_articles": {JSON: {"schema": _list("NewsArticle")}},
    "import_claims": {
        _CSV: {
            "schema": _file("A table as it was published; workbooks are taken too, under types of their own.", _CSV)
        },
        LINKED_MEDIA_TYPE: {"schema": _file("A Claim or ClaimReview of schema.org per line.", LINKED_MEDIA_TYPE)},
    },
    "check_import": {
        _CSV: {
            "schema": _file("A table as it was published; workbooks and JSON are taken too, under their types.", _CSV)
        },
    },
    "reconcile": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {
                    "queries": {
                        "type": "string",
                        "description": "A JSON object of queries by names of your own, after the specification.",
                        "contentMediaType": "application/json",
                        "examples": ['{"q0": {"query": "personnel losses", "limit": 3}}'],
                    }
                },
                "required": ["queries"],
            }
        }
    },
}
"""By operation: the content of the request."""

_PLOT = {"image/svg+xml": {"schema": _file("A drawing with a text that says the same.", "image/svg+xml")}}

ANSWERS: dict[str, Schema] = {
    "get_claim": {
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ClaimRecord"}},
            LINKED_MEDIA_TYPE: {"schema": {"type": "object", "description": "A Claim of schema.org, in JSON-LD."}},
        },
    },
    "create_claims": {"description": "An answer per claim.", "content": _answered("BatchLine")},
    "check_claims": {"description": "An answer per claim.", "content": _answered("CheckedLine")},
    "create_articles": {"description": "An answer per article.", "content": _answered("ArticleLine")},
    "import_claims": {"description": "A line per row.", "content": {NDJSON: {"schema": _lines("ImportRow")}}},
    "plot_dispute": {"description": "The plot.", "content": _PLOT},
    "plot_series": {"description": "The plot.", "content": _PLOT},
    "export_claims": {"description": "The file.", "content": _export(_lines("Claim"))},
    "export_conflicts": {"description": "The file.", "content": _export(_lines("Conflict"))},
}
"""By operation: what is answered when it is well."""
