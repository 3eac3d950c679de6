"""A mail server on loopback, as much of RFC 5321 as a client needs: it keeps what it takes."""

import asyncio
import base64
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.patience import PATIENCE_SECONDS


@dataclass
class MailServer:
    """Takes mail, or refuses what it is told to."""

    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """Answers to the next mails, in place of "250"; then all are taken."""
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipients: list[str] = []
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line.decode().strip()
            match command.split(" ")[0].upper():
                case "EHLO":
                    writer.write(b"250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")
                case "AUTH":
                    self.logins.append(base64.b64decode(command.split(" ")[2]).decode())
                    writer.write(b"235 known\r\n")
                case "RCPT":
                    recipients.append(command.partition("<")[2].partition(">")[0])
                    writer.write(b"250 fine\r\n")
                case "DATA":
                    writer.write(b"354 go on\r\n")
                    body = await reader.readuntil(b"\r\n.\r\n")
                    answer = self.answers.pop(0) if self.answers else "250 taken"
                    if answer.startswith("250"):
                        text = body[:-3].replace(b"\r\n..", b"\r\n.")
                        self.mails.append((recipients, message_from_bytes(text, policy=policy.default)))
                    writer.write(f"{answer}\r\n".encode())
                case "QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                case _:
                    writer.write(b"250 fine\r\n")
            await writer.drain()
        writer.close()

    async def wait_for(self, count: int = 1) -> list[tuple[list[str], EmailMessage]]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.mails) < count:
                await asyncio.sleep(0.02)
        return self.mails
