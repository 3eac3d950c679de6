import asyncio
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx
import pytest

from service.cli.protocol import Gathering, without_offer

OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\nUpgrade: h2c\r\n"


@pytest.mark.parametrize(
    "framing", [(b"Content-Length: 2\r\n", b"{}"), (b"Transfer-Encoding: chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")]
)
@pytest.mark.parametrize("is_split", [False, True])
async def test_a_body_arrives_although_http_2_was_offered(
    client: httpx.AsyncClient, framing: tuple[bytes, bytes], is_split: bool
) -> None:
    """As Java's HttpClient sends it; twice on one connection."""
    header, body = framing
    head = (
        b"POST /v1/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" + OFFER + header + b"\r\n"
    )
    address = urlsplit(str(client.base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for _ in range(2):
        writer.write(head if is_split else head + body)
        if is_split:
            await writer.drain()
            await asyncio.sleep(0.05)
            writer.write(body)
        answer = await read_answer(reader)
        assert answer.startswith(b"HTTP/1.1 422 ")
        assert b"source" in answer
    writer.close()
    await writer.wait_closed()


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


def test_only_a_head_is_touched() -> None:
    request = b"POST / HTTP/1.1\r\nHost: a\r\n\r\nUpgrade: h2c\r\n"
    assert without_offer(request) == request
    assert without_offer(b"Upgrade: h2c\r\n") == b"Upgrade: h2c\r\n"
    assert without_offer(b"GET / HTTP/1.1\r\nHost: a\r\nUPGRADE: h2c\r\nA: b\r\n\r\n").endswith(
        b"Host: a\r\nA: b\r\n\r\n"
    )


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET /?" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"])
async def test_what_is_no_request_gets_a_problem_document(client: httpx.AsyncClient, sent: bytes) -> None:
    address = urlsplit(str(client.base_url))
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(sent)
    head, _, body = (await read_answer(reader)).partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] in (400, 414)
    writer.close()


class Wire(asyncio.Transport):
    """Remembers what is handed to the system at once."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.is_closed = False

    def writelines(self, list_of_data: Iterable[bytes]) -> None:
        self.sent.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True


async def test_a_head_goes_out_with_its_body() -> None:
    gathering = Gathering(wire := Wire())
    gathering.write(b"head ")
    gathering.write(b"body")
    assert wire.sent == [b"head body"]
    await asyncio.sleep(0)
    assert wire.sent == [b"head body"]


async def test_what_nothing_follows_waits_for_one_turn() -> None:
    gathering = Gathering(wire := Wire())
    for part in (b"first ", b"second ", b"third"):
        gathering.write(part)
    assert wire.sent == [b"first second "]
    await asyncio.sleep(0)
    assert wire.sent == [b"first second ", b"third"]


async def test_closing_sends_what_is_held_and_nothing_after_it() -> None:
    gathering = Gathering(wire := Wire())
    gathering.write(b"farewell")
    gathering.close()
    gathering.write(b"too late")
    await asyncio.sleep(0)
    assert wire.sent == [b"farewell"]
