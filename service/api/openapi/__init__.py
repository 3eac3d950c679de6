"""The API document: what generators and people read.

The framework knows the routes and their parameters. Everything else of the document is made here, so that it says what
the service does: the schemas come from the structs that decode and encode, every error is the one problem document,
and the calls of the webhooks are typed.
"""

import asyncio
from typing import Any

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Tag

from service import __version__
from service.api.openapi.links import LINKS
from service.api.openapi.operations import HEADERS, describe_operation
from service.api.openapi.structs import components, structs_of, used
from service.api.openapi.webhooks import webhooks
from service.api.payloads import EVENTS

TAGS = [
    Tag("claims", "Store, check and list claims."),
    Tag("articles", "Read the figures of a text and hold them against the stored claims."),
    Tag("conflicts", "What two sources say that cannot both stand, and what a desk does with it."),
    Tag("disputes", "One question, the figures that exclude each other, who holds which, and what became of it."),
    Tag("metrics", "The vocabulary of metrics, and a desk's judgements on pairs of them."),
    Tag("series", "A source's figures over time, and what two of them disagree on."),
    Tag("sources", "Who publishes."),
    Tag("reconciliation", "Match a column of names with metrics or sources, as OpenRefine does."),
    Tag("webhooks", "Be called on each new conflict."),
    Tag("calls", "What the service calls an endpoint with."),
    Tag("events", "Pull instead of push."),
    Tag("links", "Feeds and plots that are read without a key, and searches that a person keeps."),
    Tag("matching", "The features, weights and thresholds in force."),
    Tag("keys", "API keys, and the log of who did what; both need the scope `admin`."),
    Tag("operation", "Health and metrics, for whoever runs the service."),
]
"""In the order of the work."""

_SECURITY = {
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "cdk_…",
        "description": "An API key, as `Authorization: Bearer cdk_…`. Its scopes say what it may do: `read` lists and "
        "checks, `write` stores claims and moves conflicts, `admin` does all. No key is needed on a machine's own "
        "loopback address with the embedded database.",
    }
}


def openapi_config() -> OpenAPIConfig:
    """Give what the framework puts into its part of the document."""
    return OpenAPIConfig(
        title="claimdiff",
        version=__version__,
        summary="Tells a newsroom the moment two sources report conflicting figures.",
        description="Stores claims, matches each new numeric claim against the stored ones, and flags conflicts.",
        license=License("Apache-2.0", identifier="Apache-2.0"),
        contact=Contact(name="claimdiff"),
        tags=TAGS,
        use_handler_docstrings=True,
        create_examples=False,
        path="/openapi",  # the framework's own pages load scripts from elsewhere; ours are /openapi.json and /docs
        render_plugins=[JsonRenderPlugin()],
    )


def document_of(app: Litestar) -> dict[str, Any]:
    """Give the document of an application; it is made once."""
    if "document" not in app.state:
        app.state.document = _make(app)
    made: dict[str, Any] = app.state.document
    return made


async def prepare_document(app: Litestar) -> None:
    """Make the document of an application in a thread, unless it is made: it takes a third of a second."""
    if "document" not in app.state:
        await asyncio.to_thread(document_of, app)


def _make(app: Litestar) -> dict[str, Any]:
    raw = app.openapi_schema.to_schema()
    told, answered = structs_of(app)
    schemas = components(told, [*answered, *EVENTS], raw["components"]["schemas"])
    paths = {
        path: {method: describe_operation(method, path, one, schemas, LINKS) for method, one in item.items()}
        for path, item in sorted(raw["paths"].items())
    }
    calls = webhooks()
    return {
        "openapi": raw["openapi"],
        "info": raw["info"],
        "servers": raw["servers"],
        "tags": raw["tags"],
        "paths": paths,
        "webhooks": calls,
        "components": {"schemas": used([paths, calls], schemas), "headers": HEADERS, "securitySchemes": _SECURITY},
    }
