"""Traces of requests for OpenTelemetry, for whoever asks for them: an extra, `pip install 'claimdiff[tracing]'`.

They are switched on by the specification's own variables: OTEL_EXPORTER_OTLP_ENDPOINT says where they go, as
http://collector:4318; OTEL_TRACES_SAMPLER and the others hold as well. A trace that a caller began is gone on with.
"""

import os
from typing import Any

from service.errors import ClaimdiffError

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


class CannotTrace(ClaimdiffError):
    """Traces are asked for, and the packages that make them are not there."""


def traced(app: Any) -> Any:
    """Give the application with a span for each request, or as it is when nobody asked for traces.

    Raises:
        CannotTrace: The extra is not installed.
    """
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        return app
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware  # noqa: PLC0415
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise CannotTrace(
            f"{' and '.join(_ENDPOINTS)} ask for traces, but a package is missing ({error.name}). Install "
            "claimdiff[tracing], or unset them."
        ) from None
    name = os.environ.get("OTEL_SERVICE_NAME", "claimdiff")
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return OpenTelemetryMiddleware(
        app, excluded_urls="health,metrics", tracer_provider=provider, exclude_spans=["receive", "send"]
    )
