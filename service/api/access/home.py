"""Where this process is at home: the key of the house, and who started it.

With the embedded database on loopback, the service makes a key of its own and keeps it in the data folder, in a file
that only its user can read. It may do everything. The commands of this program show it by themselves; so can anything
else of this user that the system cannot vouch for.
"""

import hmac
from pathlib import Path

from msgspec import Struct

_BEARER = "bearer "


class Home(Struct, frozen=True):
    """What a process is told by whoever starts it."""

    key: str | None = None
    key_file: str | None = None
    parent: int | None = None
    """The process that starts several to serve one address."""

    def is_shown_by(self, authorization: str) -> bool:
        """Say whether an Authorization header shows the key of the house."""
        shown = authorization[len(_BEARER) :].strip() if authorization[: len(_BEARER)].lower() == _BEARER else ""
        return self.key is not None and hmac.compare_digest(shown.encode(), self.key.encode())

    @property
    def advice(self) -> str:
        """Say how a program of this user's own may come in."""
        made = 'Show one as "Authorization: Bearer cdk_…"; `claimdiff keys create --name NAME --scope SCOPE` makes one.'
        if self.key_file is None:
            return made
        name = Path(self.key_file).name
        return f"{made} Programs of the user who runs this service may show the one in `{name}` of its data folder."
