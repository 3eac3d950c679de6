"""What a key may do: three scopes, and one table that says which of them a request needs."""

from enum import Enum
from functools import lru_cache

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_GUARDED = ("/v1", "/metrics")
"""All data is below these. Outside of them are only health checks and what is the same for everybody."""
_ADMIN = ("/v1/webhooks", "/v1/keys", "/v1/audit")
"""Webhooks send data out, and their addresses are often secrets themselves."""
_ERASED = ("/v1/claims",)
"""What is deleted here is gone for good."""
_READING_BY_POST = ("/v1/claims/check", "/v1/claims/import/check", "/v1/articles/check", "/v1/reconcile")

_BY_LINK = ("/v1/feeds",)
"""What stands in the address says who may read it."""
_OF_ONESELF = ("/v1/searches",)
"""What a person keeps for themselves; who may look may keep it."""


class Scope(Enum):
    """`read` lists and checks; `write` stores claims and moves conflicts; `admin` does all, with keys and webhooks."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@lru_cache(maxsize=1024)
def scope_needed(method: str, path: str) -> Scope | None:
    """Give the scope that a request needs; None when it needs no key.

    Args:
        method: The HTTP method.
        path: The address, or its template in the API document.
    """
    if not _is_below(path, _GUARDED) or _is_below(path, _BY_LINK):
        return None
    if _is_below(path, _ADMIN):
        return Scope.ADMIN
    if method == "DELETE" and _is_below(path, _ERASED):
        return Scope.ADMIN
    if method in SAFE_METHODS or _is_below(path, (*_READING_BY_POST, *_OF_ONESELF)):
        return Scope.READ
    return Scope.WRITE


def is_about_keys(path: str) -> bool:
    """Say whether a request makes, lists or revokes API keys."""
    return _is_below(path, ("/v1/keys",))


def allows(scopes: tuple[str, ...], needed: Scope) -> bool:
    """Say whether a key with these scopes may do what needs one."""
    return needed.value in scopes or Scope.ADMIN.value in scopes


def _is_below(path: str, tops: tuple[str, ...]) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in tops)
