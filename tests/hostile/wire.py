"""A request as it goes over the wire, whether it is HTTP or not."""

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(slots=True)
class Hostile:
    """One request as it goes over the wire, and what it was made of."""

    operation: str
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    is_broken: bool = False
    """Its head or its length is no HTTP: to be hung up on is an answer, too."""
    raw: bytes = b""

    @property
    def may_be_hung_up_on(self) -> bool:
        """Say whether it is no HTTP: by its head or length, or by a control character in a field (RFC 9110, 5.5)."""
        return self.is_broken or any(_CONTROL.search(name + text) for name, text in self.headers)

    def written(self, host: str, key: str | None) -> bytes:
        """Give its bytes."""
        if self.raw:
            return self.raw
        fields = [("Host", host), *([("Authorization", f"Bearer {key}")] if key else []), *self.headers]
        named = {name.lower() for name, _ in self.headers}
        if not named & {"content-length", "transfer-encoding"}:
            fields.append(("Content-Length", str(len(self.body))))
        head = f"{self.method} {self.target} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in fields)
        return head.encode("utf-8", "surrogateescape") + b"\r\n" + self.body
