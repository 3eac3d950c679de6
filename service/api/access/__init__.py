"""Who may do what, how often, and what they did."""

from service.api.access.asgi import Application
from service.api.access.audit import AuditController
from service.api.access.authorization import NOBODY, Access, Gate, open_access, read_origins
from service.api.access.keyring import is_loopback, needs_keys
from service.api.access.keys import ApiKey, KeyDraft, KeysController, draw_key, shown
from service.api.access.scopes import Scope, scope_needed

__all__ = [
    "NOBODY",
    "Access",
    "ApiKey",
    "Application",
    "AuditController",
    "Gate",
    "KeyDraft",
    "KeysController",
    "Scope",
    "draw_key",
    "is_loopback",
    "needs_keys",
    "open_access",
    "read_origins",
    "scope_needed",
    "shown",
]
