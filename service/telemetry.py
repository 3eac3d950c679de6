"""Logs as JSON lines with request ids and no secrets, and the figures that an operator asks for.

Prometheus: with several processes on one port a scrape reaches any of them, so `serve` sets PROMETHEUS_MULTIPROC_DIR
before its workers start, and the library adds their figures up.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("claimdiff_http_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "claimdiff_http_request_seconds",
    "Time until an answer was sent.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
CLAIMS = Counter("claimdiff_claims", "Claims taken: stored, known already, or refused because unreadable.", ["outcome"])
CONFLICTS = Counter("claimdiff_conflicts_opened", "Conflicts opened.")
RECORD_SECONDS = Histogram(
    "claimdiff_record_seconds", "Time to store and compare a round of claims.", buckets=(0.005, 0.02, 0.1, 0.5, 2, 10)
)
DELIVERIES = Counter("claimdiff_delivery_attempts", "Webhook calls by what became of them.", ["outcome"])
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

_SECRETS = re.compile(r"(cdk_\w{8})\w+|(whsec_)[\w+/=-]+|(://[^:/@\s\"]+:)[^@/\s\"]+(?=@)|([Bb]earer )[^\s\"\\]+")


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request by its route's template; unknown methods and addresses are counted together."""
    method = method if method in ("GET", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD", "PUT") else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def configure_logs(level: str = "info") -> None:
    """Send structured logs to standard error, one JSON object a line; tracebacks as text, without local values.

    What libraries log goes the same way. No key, webhook secret or database password passes, wherever it stands.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    lowest = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(), _without_secrets],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    own = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[own, structlog.processors.JSONRenderer(), _without_secrets]
        )
    )
    logging.basicConfig(handlers=[handler], level=max(lowest, logging.WARNING), force=True)


def without_secrets(text: str) -> str:
    """Cut API keys to their visible prefix, and webhook secrets, passwords in addresses and bearer tokens away."""
    return _SECRETS.sub(lambda found: next(one for one in found.groups() if one is not None) + "…", text)


def _without_secrets(_: Any, __: str, line: str | MutableMapping[str, Any]) -> str:
    return without_secrets(str(line))
