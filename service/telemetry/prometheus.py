"""The figures that an operator asks for, in Prometheus's text format.

With several processes on one port a scrape reaches any of them, so `serve` sets PROMETHEUS_MULTIPROC_DIR before its
workers start, and the library adds their figures up.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

REQUESTS = Counter("claimdiff_http_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "claimdiff_http_request_seconds",
    "Time until an answer was sent.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
CLAIMS = Counter(
    "claimdiff_claims", "Claims by what became of them: stored, known already, or unreadable.", ["outcome"]
)
CONFLICTS = Counter("claimdiff_conflicts_opened", "Conflicts opened.")
RECORD_SECONDS = Histogram(
    "claimdiff_record_seconds", "Time to store and compare a round of claims.", buckets=(0.005, 0.02, 0.1, 0.5, 2, 10)
)
DELIVERIES = Counter(
    "claimdiff_delivery_attempts",
    "Webhook calls by what became of them: delivered, pending (tried again later), failed (given up).",
    ["outcome"],
)
DELIVERY_SECONDS = Histogram(
    "claimdiff_delivery_seconds", "Time of a webhook call.", buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)
POOL_WAIT_SECONDS = Histogram(
    "claimdiff_pool_wait_seconds",
    "Time that work waited for a database connection.",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
)
POOL_TIMEOUTS = Counter("claimdiff_pool_timeouts", "Work that got no database connection in time.")
POOL_CONNECTIONS = Gauge(
    "claimdiff_pool_connections", "Open database connections.", ["state"], multiprocess_mode="livesum"
)
BUILD = Gauge("claimdiff_build_info", "The version that runs; always 1.", ["version"], multiprocess_mode="max")

PRESENT = {
    "claimdiff_set_aside_claims": "Claims that cannot be compared just now; GET /v1/claims/uncompared says why.",
    "claimdiff_uncompared_claims": "Claims stored and not yet compared: above 0 for long, comparing lags behind.",
    "claimdiff_oldest_uncompared_seconds": "For how long the oldest of them has waited.",
    "claimdiff_open_conflicts": "Conflicts that nobody has acknowledged, resolved or dismissed.",
    "claimdiff_pending_deliveries": "Webhook calls in the outbox that are due or wait for another try.",
    "claimdiff_oldest_due_delivery_seconds": "For how long the oldest due one has been due.",
    "claimdiff_failed_deliveries": "Webhook calls given up in the past 24 hours.",
    "claimdiff_disabled_webhooks": "Webhook endpoints that are switched off.",
}
"""What is read from the database at each scrape, the same whichever process answers."""


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request by its route's template; unknown methods and addresses are counted together."""
    method = method if method in ("GET", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD", "PUT") else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def render(present: Mapping[str, float]) -> bytes:
    """Write all figures; `present` gives those of PRESENT by name."""
    shared = CollectorRegistry()
    for name, value in present.items():
        Gauge(name, PRESENT[name], registry=shared).set(value)
    own = REGISTRY
    if _SHARED_FOLDER in os.environ:
        own = CollectorRegistry()
        multiprocess.MultiProcessCollector(own)  # type: ignore[no-untyped-call]
    return generate_latest(own) + generate_latest(shared)


@contextmanager
def shared_by_workers() -> Iterator[Callable[[int], None]]:
    """Let the processes that are started meanwhile add their figures up, in a folder that goes away at the end.

    Gives what is to be called with the number of each of them that has ended.
    """
    with TemporaryDirectory(prefix="claimdiff-figures-") as folder:
        os.environ[_SHARED_FOLDER] = str(Path(folder))
        try:
            yield multiprocess.mark_process_dead
        finally:
            del os.environ[_SHARED_FOLDER]
