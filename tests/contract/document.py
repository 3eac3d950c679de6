"""Print the API document: `python -m tests.contract.document`; `make openapi` writes it to its committed copy."""

import json
import sys
from pathlib import Path

from service.api.openapi import document_of
from service.app import create_app
from service.settings import read_settings

COMMITTED = Path(__file__).parents[2] / "service" / "api" / "openapi.json"


def present_document() -> str:
    """Give the document as it is now, as it stands in the committed copy."""
    document = document_of(create_app(read_settings({}), "postgresql://unused"))
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(present_document())
