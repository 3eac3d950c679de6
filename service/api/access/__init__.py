"""Who may do what, how often, and what they did."""

from service.api.access.asgi import Application
from service.api.access.audit import AuditController
from service.api.access.authorization import (
    NOBODY,
    Access,
    Gate,
    actor_of,
    key_in_address,
    open_access,
    read_origins,
    sources_of,
)
from service.api.access.home import Home
from service.api.access.keyring import is_loopback, needs_keys
from service.api.access.keys import ApiKey, KeyDraft, KeysController, draw_key, shown
from service.api.access.peers import Peer
from service.api.access.scopes import Scope, scope_needed
from service.api.access.signing_in import SigningInController
from service.api.access.tokens import new_token

__all__ = [
    "NOBODY",
    "Access",
    "ApiKey",
    "Application",
    "AuditController",
    "Gate",
    "Home",
    "KeyDraft",
    "KeysController",
    "Peer",
    "Scope",
    "SigningInController",
    "actor_of",
    "draw_key",
    "is_loopback",
    "key_in_address",
    "needs_keys",
    "new_token",
    "open_access",
    "read_origins",
    "scope_needed",
    "shown",
    "sources_of",
]
