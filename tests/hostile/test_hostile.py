"""Each hostile request gets a clear answer of the 400s, and leaves nothing behind."""

import asyncio
import json
from collections.abc import AsyncIterator

import asyncpg
import httpx
import msgspec
import pytest

from service.api.access import Home
from service.app import create_app
from service.settings import read_settings
from tests.builders import draft
from tests.conftest import named
from tests.hostile.cases import HOUSE_KEY, Case, all_cases
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

CASES = all_cases()


@pytest.fixture(scope="module")
async def service(server_dsn: str, template: str) -> AsyncIterator[httpx.AsyncClient]:
    """One service for the whole table, on a database of its own, in which nothing must ever be stored."""
    connection = await asyncpg.connect(server_dsn)
    await connection.execute(f"create database hostile template {template} strategy file_copy")
    app = create_app(read_settings({}), named(server_dsn, "hostile"), Home(HOUSE_KEY))
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        yield client
    await connection.execute("drop database hostile with (force)")
    await connection.close()


def test_the_table_is_long_enough_and_no_case_stands_twice() -> None:
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_it_is_refused_in_words_and_nothing_is_stored(service: httpx.AsyncClient, case: Case) -> None:
    answer = await service.request(case.method, case.path, content=case.body, headers=case.headers)
    assert answer.status_code == case.status, answer.text[:500]
    if case.method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == case.status
        assert case.told in problem["detail"] + " ".join(error["pointer"] for error in problem["errors"])
        assert len(answer.content) < 20_000
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await service.get("/v1/claims")).json()["items"] == []


BAD_LINES = [
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"\xff\xfe",
    b'{"source": "\xed\xa0\x80"}',
    b"[" * 30_000,
    b'{"source": "' + b"x" * 70_000 + b'"}',
    b'{"source": "a", "source": "b"}',
    rb'{"source": "\u0000"}',
    rb'{"source": "\ud800"}',
    b'{"quantity": NaN}',
    b'{"quantity": ' + b"9" * 5_000 + b"}",
    b"{}",
    b'{"source": 1}',
    json.dumps(draft(quantity="quite a lot")).encode(),
    json.dumps(draft(period="2022-02-30")).encode(),
    json.dumps(draft(sauce="x")).encode(),
]


async def test_a_bad_line_of_a_batch_spoils_no_other(client: httpx.AsyncClient) -> None:
    good = [json.dumps(draft(external_id=str(number))).encode() for number in range(len(BAD_LINES))]
    body = b"".join(b"%s\r\n\n%s\n" % pair for pair in zip(BAD_LINES, good, strict=True))
    answer = await client.post("/v1/claims/batch", content=body, headers={"Content-Type": "application/x-ndjson"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["line"] for line in lines] == [
        number for at in range(0, 3 * len(good), 3) for number in (at + 1, at + 3)
    ]
    assert [line["outcome"] for line in lines] == ["refused", "stored"] * len(good)
    assert all(line["refusal"] for line in lines[::2])


async def test_a_body_that_never_ends_is_waited_for_only_so_long(dsn: str) -> None:
    settings = msgspec.structs.replace(read_settings({}), body_seconds=0.3)
    head = (
        b"POST /v1/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    )
    async with (
        serving(create_app(settings, dsn)) as address,
        httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client,
    ):
        answer = await exchange(client, head, b"{", b" ", pause=0.1)
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"The body comes too slowly" in answer
        assert (await client.get("/v1/claims")).json()["items"] == []


async def exchange(service: httpx.AsyncClient, *sent: bytes, pause: float = 0.0) -> bytes:
    """Say something on a bare connection, and hear what is answered until it is closed."""
    reader, writer = await asyncio.open_connection(service.base_url.host, service.base_url.port)
    try:
        for part in sent:
            writer.write(part)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    except ConnectionError:
        return b""
    finally:
        writer.close()


HOST = b"Host: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"),
        ("a made up version", b"GET / HTTP/9.9\r\n" + HOST + b"\r\n"),
        ("a header without a name", b"GET /v1/claims HTTP/1.1\r\n" + HOST + b": x\r\n\r\n"),
        ("NUL in a header", b"GET /v1/claims HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n"),
        ("a negative length", b"POST /v1/claims HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n"),
        ("a length in words", b"POST /v1/claims HTTP/1.1\r\n" + HOST + b"Content-Length: ten\r\n\r\n"),
        ("two lengths", b"POST /v1/claims HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n"),
        (
            "a length and chunks",
            b"POST /v1/claims HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
        ("a chunk that is none", b"POST /v1/claims HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
async def test_what_is_no_http_ends_with_a_400_and_a_closed_connection(
    service: httpx.AsyncClient, name: str, sent: bytes
) -> None:
    answer = await exchange(service, sent)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), name
    assert (await service.get("/health/live")).status_code == 200
