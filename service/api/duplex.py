"""An answer that is streamed while its request is still being read."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import structlog
from litestar.response import Stream
from litestar.types import HTTPDisconnectEvent, Message, Receive, Scope, Send

from service.api.requests import SenderGoneError

_log = structlog.get_logger()


class DuplexStream(Stream):
    """A stream whose iterator may read the request's body.

    The framework's own stream listens for a disconnect by reading from the connection, and so takes chunks of the body
    from whoever reads it. Here nobody else reads: who reads the body notices the disconnect.
    """

    def __init__(self, content: AsyncIterator[bytes], **named: Any) -> None:
        super().__init__(_until_the_sender_is_gone(content), **named)

    def to_asgi_response(self, *arguments: Any, **named: Any) -> Any:
        """Give the framework's response, kept from reading the connection, under its own media type."""
        streaming = super().to_asgi_response(*arguments, **named | {"media_type": self.media_type})

        async def answer(scope: Scope, _: Receive, send: Send) -> None:
            ended = asyncio.Event()

            async def send_and_note_the_end(message: Message) -> None:
                await send(message)
                if message["type"] == "http.response.body" and not message["more_body"]:
                    ended.set()

            async def wait_for_the_end() -> HTTPDisconnectEvent:
                await ended.wait()
                return {"type": "http.disconnect"}

            await streaming(scope, wait_for_the_end, send_and_note_the_end)

        return answer


async def _until_the_sender_is_gone(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in content:
            yield part
    except SenderGoneError:
        _log.info("the sender broke the connection in the middle of the body")
