"""Logs as JSON lines with request ids and no secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SIGNS = ("cdk_", "whsec_", "://", "earer ")
"""Without one of these a text holds no secret, and most texts are quickly passed over."""
_SECRETS = re.compile(r"(cdk_\w{8})\w+|(whsec_)[\w+/=-]+|(://[^:/@\s\"]+:)[^@/\s\"]+(?=@)|([Bb]earer )[^\s\"\\]+")


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
    if not any(sign in text for sign in _SIGNS):
        return text
    return _SECRETS.sub(lambda found: next(one for one in found.groups() if one is not None) + "…", text)


def _without_secrets(_: Any, __: str, line: str | MutableMapping[str, Any]) -> str:
    return without_secrets(str(line))
