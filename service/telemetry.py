"""Logs as JSON lines with request ids and no secrets, and the figures that an operator asks for."""

import logging
import sys

import structlog


def configure_logs(level: str = "info") -> None:
    """Send structured logs to standard error, one JSON object a line; tracebacks as text, without local values."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
