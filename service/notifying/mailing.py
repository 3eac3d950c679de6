"""E-mail by SMTP: digests of events for people. The standard library's client, in a thread, with a time limit."""

import asyncio
import re
import smtplib
import ssl
import time
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit
from uuid import UUID

from service.errors import Invalid
from service.notifying.calling import CallResult
from service.notifying.cards import Card, plain_text

MAILTO = "mailto:"
MOST_RECIPIENTS = 20
TIMEOUT_SECONDS = 20.0
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?", re.ASCII
)
_LINES = re.compile(r"[\r\n\x00-\x1f\x7f]+")
_LONGEST_SUBJECT = 150
_PORTS = {"smtp": 587, "smtps": 465}


def recipients_of(url: str) -> list[str]:
    """Give the addresses of "mailto:desk@paper.example,night@paper.example". Raises Invalid."""
    addresses = [one.strip() for one in unquote(url[len(MAILTO) :]).split(",")]
    if not all(map(_ADDRESS.fullmatch, addresses)) or len(addresses) > MOST_RECIPIENTS:
        message = f"Write e-mail as mailto:desk@paper.example; up to {MOST_RECIPIENTS} addresses, parted by commas."
        raise Invalid(message, "/url")
    return addresses


class Mailer:
    """Sends mail through one server, as one sender."""

    def __init__(self, server: str, sender: str | None) -> None:
        parts = urlsplit(server)
        self._host, self._port = parts.hostname or "localhost", parts.port or _PORTS[parts.scheme]
        self._is_wrapped = parts.scheme == "smtps"
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender or f"claimdiff@{self._host}"

    async def send(self, message: EmailMessage, recipients: Sequence[str]) -> CallResult:
        """Send; never raises: whatever goes wrong is in the result."""
        started = time.monotonic()
        status, said, error = await asyncio.to_thread(self._send, message, recipients)
        return CallResult(status, said, error, None, round((time.monotonic() - started) * 1000))

    def compose(self, identifier: UUID, cards: Sequence[Card]) -> EmailMessage:
        """Write the mail of some events. The same events give the same Message-ID, so that a repeat is known as one."""
        message = EmailMessage()
        first = _LINES.sub(" ", cards[0].sentence)
        subject = first if len(cards) == 1 else f"{len(cards)} findings: {first}"
        message["Subject"] = subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"
        message["From"] = self._sender
        message["Message-ID"] = f"<{identifier}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        message["Date"] = formatdate()
        message["Auto-Submitted"] = "auto-generated"
        message.set_content("\n\n".join(plain_text(one) for one in cards) + "\n")
        return message

    def _send(self, message: EmailMessage, recipients: Sequence[str]) -> tuple[int | None, str | None, str | None]:
        message["To"] = ", ".join(recipients)
        try:
            with self._connected() as server:
                refused = server.send_message(message, to_addrs=list(recipients))
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            return code, answer.decode(errors="replace")[:300], "the server takes none of the addresses"
        except smtplib.SMTPResponseException as error:
            return error.smtp_code, _text(error.smtp_error), f"the server answered {error.smtp_code}"
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            return None, None, f"{type(error).__name__}: {error}"[:300]
        return 250, f"not taken for {', '.join(refused)}"[:300] if refused else "taken", None

    def _connected(self) -> smtplib.SMTP:
        """Connect, encrypted where the server can; a password goes over no plain connection to another machine."""
        context = ssl.create_default_context()
        if self._is_wrapped:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        server.ehlo_or_helo_if_needed()
        if not self._is_wrapped and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not self._is_wrapped and self._user and not _is_here(self._host):
            server.close()
            raise smtplib.SMTPException("the server offers no encryption, and the password is not sent without")
        if self._user:
            server.login(self._user, self._password)
        return server


def _text(answer: bytes | str) -> str:
    return (answer.decode(errors="replace") if isinstance(answer, bytes) else answer)[:300]


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
