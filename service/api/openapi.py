"""The API document: what generators and people read."""

from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Tag

TAGS = [
    Tag("claims", "Store, check and list claims."),
    Tag("conflicts", "What two sources say that cannot both stand, and what a desk does with it."),
    Tag("metrics", "The vocabulary of metrics, and a desk's judgements on pairs of them."),
    Tag("sources", "Who publishes."),
    Tag("webhooks", "Be called on each new conflict."),
    Tag("events", "Pull instead of push."),
    Tag("matching", "The features, weights and thresholds in force."),
    Tag("keys", "API keys, and the log of who did what; both need the scope `admin`."),
    Tag("operation", "Health and metrics, for whoever runs the service."),
]


def openapi_config() -> OpenAPIConfig:
    """Give the settings of the API document, served as /openapi.json."""
    return OpenAPIConfig(
        title="claimdiff",
        version="1",
        summary="Tells a newsroom the moment two sources report conflicting figures.",
        description="Stores claims, matches each new numeric claim against the stored ones, and flags conflicts.",
        license=License("Apache-2.0", identifier="Apache-2.0"),
        contact=Contact(name="claimdiff"),
        tags=TAGS,
        path="/openapi",  # the framework's own pages; ours are /openapi.json and /docs
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        use_handler_docstrings=True,
        create_examples=False,
    )
