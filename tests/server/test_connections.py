"""What a connection may do, how long, and what it is told when it may not."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urlsplit

import httpx
import pytest

from service.app import create_app
from service.server import Limits, Running
from service.server.framing import without_offer
from service.server.wire import Wire as Gathering
from service.settings import read_settings
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

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


class Line:
    """A bare connection to the service."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def say(self, data: bytes) -> None:
        self.writer.write(data)

    async def answer(self) -> tuple[int, bytes]:
        """The status and body of the next answer; 0 when there comes none any more."""
        try:
            told = await read_answer(self.reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0, b""
        return int(told[9:12]), told.partition(b"\r\n\r\n")[2]

    async def is_ended(self) -> bool:
        """Read until the other side ends it."""
        try:
            while await self.reader.read(65536):
                pass
        except ConnectionError:
            pass
        return True


CHUNKED = b"POST /v1/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
POST = b"POST /v1/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
GET = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SHORT = Limits(connections=8, idle_seconds=0.6, head_seconds=0.6)


@pytest.fixture
async def short(dsn: str) -> AsyncIterator[str]:
    """A service whose connections may be idle for half a second, and eight of them."""
    async with serving(create_app(read_settings({}), dsn), SHORT) as address, asyncio.timeout(PATIENCE_SECONDS):
        yield address


_open: list[Line] = []


@pytest.fixture(autouse=True)
async def _all_are_closed() -> AsyncIterator[None]:
    yield
    while _open:
        writer = _open.pop().writer
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def line(address: str) -> Line:
    parts = urlsplit(address)
    _open.append(Line(*await asyncio.open_connection(parts.hostname, parts.port)))
    return _open[-1]


@pytest.mark.parametrize(
    ("begun", "endless", "status", "kind"),
    [
        (GET + b"X-Endless: ", b"x" * 4096, 431, b"head-too-long"),
        (GET, b"X-More: 1\r\n" * 100, 431, b"head-too-long"),
        (GET, b"\tfolded\r\n" * 100, 400, b"malformed"),
        (b"GET /", b"x" * 4096, 414, b"address-too-long"),
        (b"", b"\r\n" * 2048, 431, b"head-too-long"),
        (CHUNKED + b"1;", b"x" * 4096, 431, b"head-too-long"),
        (CHUNKED + b"0\r\n", b"X-More: 1\r\n" * 100, 431, b"head-too-long"),
    ],
)
async def test_what_has_no_end_is_ended_with_a_word(
    client: httpx.AsyncClient, begun: bytes, endless: bytes, status: int, kind: bytes
) -> None:
    """65 MB of a header were taken, and a million fields."""
    endlessly = await line(str(client.base_url))
    endlessly.say(begun)

    async def go_on() -> None:
        sent = 0
        while sent < 2_000_000:
            endlessly.say(endless)
            sent += len(endless)
            await endlessly.writer.drain()
            await asyncio.sleep(0)

    sending = asyncio.create_task(go_on())
    told, body = await endlessly.answer()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    if told or kind == b"head-too-long":
        assert (told, kind in body) in [(status, True), (0, False)]
    assert await endlessly.is_ended()
    assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize("fields", [99, 100])
async def test_a_hundred_fields_and_thirty_kilobytes_are_taken(client: httpx.AsyncClient, fields: int) -> None:
    well = await line(str(client.base_url))
    for _ in range(2):
        well.say(GET + b"X-More: 1\r\n" * (fields - 2) + b"X-Long: " + b"x" * 30_000 + b"\r\n\r\n")
        assert (await well.answer())[0] == 200
    well.writer.close()


async def test_one_field_more_is_not(client: httpx.AsyncClient) -> None:
    one = await line(str(client.base_url))
    one.say(GET + b"X-More: 1\r\n" * 100 + b"\r\n")
    assert (await one.answer())[0] == 431


async def test_many_requests_at_once_on_one_connection_are_answered_in_order(client: httpx.AsyncClient) -> None:
    one = await line(str(client.base_url))
    body = b'{"source": "' + b"x" * 20_000 + b'"}'
    one.say((POST % len(body) + body + GET + b"X-Long: " + b"x" * 20_000 + b"\r\n\r\n") * 5)
    assert [(await one.answer())[0] for _ in range(10)] == [422, 200] * 5
    one.writer.close()


@pytest.mark.parametrize("said", [b"", GET, GET + b"\r\n", b"P", b"\r\n"])
async def test_idle_and_half_sent_connections_are_ended(short: str, said: bytes) -> None:
    one = await line(short)
    one.say(said)
    assert await one.is_ended()


async def test_a_head_that_drips_is_ended_although_bytes_come(short: str) -> None:
    one = await line(short)
    one.say(GET)

    async def drip() -> None:
        while True:
            one.say(b"X")
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    status, body = await one.answer()
    assert (status, b"too-slow" in body) in [(408, True), (0, False)]
    dripping.cancel()


async def test_a_body_of_which_nothing_more_comes_is_ended(short: str) -> None:
    one = await line(short)
    one.say(b"POST /v1/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
    assert await one.is_ended()


async def test_an_answer_that_nobody_reads_is_ended(short: str) -> None:
    one = await line(short)
    one.writer.transport.pause_reading()
    one.say((b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") * 200)
    with contextlib.suppress(ConnectionError):
        while True:
            await asyncio.sleep(0.05)
            one.say(b"\r\n")
            await one.writer.drain()


async def test_an_answer_that_takes_longer_than_the_idle_time_is_waited_for(short: str) -> None:
    async with (
        httpx.AsyncClient(base_url=short, timeout=PATIENCE_SECONDS) as client,
        client.stream("GET", "/v1/events/stream") as answer,
    ):
        chunks = answer.aiter_raw()
        await anext(chunks)
        await asyncio.sleep(3 * SHORT.idle_seconds)
        assert not answer.is_closed


async def test_when_the_house_is_full_the_idlest_has_to_go(short: str) -> None:
    silent = [await line(short) for _ in range(SHORT.connections)]
    one = await line(short)
    one.say(GET + b"\r\n")
    assert (await one.answer())[0] == 200
    assert await silent[0].is_ended()


async def test_when_all_are_busy_one_more_is_sent_away_with_a_word(short: str) -> None:
    busy = [await line(short) for _ in range(SHORT.connections)]
    for one in busy:
        one.say(
            b"POST /v1/claims/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{"
        )
        assert (await one.reader.readline()).startswith(b"HTTP/1.1 ")  # it is asked for its body, or answered already
    status, body = await (await line(short)).answer()
    assert (status, b"too-many-connections" in body) == (503, True)


async def test_who_has_just_come_is_heard_out_before_the_service_ends(dsn: str) -> None:
    house = Running().house()
    async with serving(create_app(read_settings({}), dsn), house=house) as address:
        one = await line(address)
        while not house.connections:
            await asyncio.sleep(0)
        ending = asyncio.create_task(house.hear_out())
        one.say(GET[:9])
        await asyncio.sleep(0)
        assert not ending.done()
        one.say(GET[9:] + b"\r\n")
        assert (await one.answer())[0] == 200
        await ending
        assert not any(each.is_arriving for each in house.connections)


async def test_who_never_asks_keeps_no_service_from_its_end(dsn: str) -> None:
    house = Running().house()
    async with serving(create_app(read_settings({}), dsn), house=house) as address, asyncio.timeout(PATIENCE_SECONDS):
        await line(address)
        while not house.connections:
            await asyncio.sleep(0)
        await house.hear_out()
        assert len(house.connections) == 1


async def test_what_offers_another_protocol_late_is_answered_and_ended(client: httpx.AsyncClient) -> None:
    one = await line(str(client.base_url))
    one.say(GET)
    await asyncio.sleep(0.05)
    one.say(b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert (await one.answer())[0] == 200
    assert await one.is_ended()


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
