"""What the queue is narrowed by, as it stands in the address of its page."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from service.claim import Severity
from service.conflict import ConflictStatus

UNDECIDED = (ConflictStatus.OPEN, ConflictStatus.ACKNOWLEDGED)
STATUSES = ("undecided", "open", "acknowledged", "resolved", "dismissed", "all")
SEVERITIES = tuple(one.value for one in Severity)
SINCE = {"today": 0, "yesterday": 1, "week": 7, "month": 30}
SORTS = ("gravest", "newest")
TEXTS = ("source", "metric", "place")
_PASSED_ON = (*TEXTS, "known_on")
_PAGE = 50


def read_filters(query: Mapping[str, str]) -> dict[str, str]:
    """Read the filters of an address; what is none of them is passed over, as the page's script does."""
    choices = {"status": STATUSES, "severity": SEVERITIES, "since": tuple(SINCE), "sort": SORTS}
    first = {"status": "undecided", "severity": "", "since": "", "sort": "gravest"}
    chosen = {name: query.get(name, "") if query.get(name) in known else first[name] for name, known in choices.items()}
    return chosen | {name: query.get(name, "").strip() for name in _PASSED_ON}


def kept(filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what of the filters has to stand in an address."""
    usual = {"status": "undecided", "sort": "gravest"}
    return [(name, value) for name, value in filters.items() if value and usual.get(name) != value]


def statuses_of(status: str) -> list[str]:
    """Give the statuses that a choice stands for; none: all."""
    return [one.value for one in UNDECIDED] if status == "undecided" else [] if status == "all" else [status]


def asked(filters: Mapping[str, str], cursor: str | None, now: datetime) -> list[tuple[str, str]]:
    """Give the query of the API for them; `now` is as the desk's clocks show it."""
    query = [("status", one) for one in statuses_of(filters["status"])]
    query += [(name, filters[name]) for name in ("severity", "sort", *_PASSED_ON) if filters[name]]
    if filters["since"]:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=SINCE[filters["since"]])
        query.append(("since", midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
    return [*query, ("limit", str(_PAGE)), *([("cursor", cursor)] if cursor else [])]
