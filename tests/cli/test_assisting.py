"""The Model Context Protocol by its own SDK's client, against a real service: stdio and HTTP, keys and scopes."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from service.app import create_app
from service.cli.assisting import NoKey, key_of_request, make_server
from service.settings import read_settings
from tests.access.conftest import MakeKey, make_key  # noqa: F401 - a fixture
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

LOSSES = {"metric": "personnel losses", "subject": "Russian army", "period": "as of 2022-11-20"}


@asynccontextmanager
async def stocked(dsn: str, **settings: str) -> AsyncIterator[str]:
    """A service in which two sources contradict each other, at its address."""
    async with serving(create_app(read_settings(settings), dsn)) as address:
        yield address


async def store(address: str, **headers: str) -> None:
    async with httpx2.AsyncClient(base_url=address, headers=headers, timeout=PATIENCE_SECONDS) as client:
        for source, quantity in (("alpha wire", "84,720"), ("beta news", "62,310")):
            answer = await client.post("/v1/claims", json=draft(source=source, quantity=quantity, **LOSSES))
            assert answer.status_code == 201, answer.text


async def call(client: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    told: dict[str, Any] = answer.structured_content
    return told


async def test_an_assistant_checks_a_figure_reads_a_text_and_lists_disputes_over_stdio(dsn: str) -> None:
    async with stocked(dsn) as address:
        await store(address)
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "service.cli", "mcp", "--server", address],
            env={name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")},
        )
        async with Client(stdio_client(parameters)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"check_figure", "read_text", "list_disputes", "get_dispute"}
            assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools.values())
            checked = await call(client, "check_figure", quantity="almost 50 thousand", **LOSSES)
            assert checked["understood"]["high"] == "50000"
            assert {one["claim"]["source"] for one in checked["matches"]} == {"alpha wire", "beta news"}
            assert {one["verdict"] for one in checked["matches"]} == {"conflict"}
            text = "The Russian army had personnel losses of 50,000 as of 20 November 2022."
            read = await call(client, "read_text", text=text)
            assert "50,000" in [one["figure"] for one in read["figures"]]
            (dispute, *_) = (await call(client, "list_disputes"))["items"]
            told = await call(client, "get_dispute", dispute_id=dispute["id"])
            assert len(told["positions"]) == 2
            refused = await client.call_tool("check_figure", {"metric": "sales", "quantity": "many apples and pears"})
            assert refused.is_error
            assert "quantity" in str(refused.content)


async def test_over_http_each_request_brings_its_own_key(dsn: str, make_key: MakeKey) -> None:  # noqa: F811
    async with stocked(dsn, CLAIMDIFF_KEYLESS="false") as address:
        await store(address, Authorization=f"Bearer {await make_key('write')}")
        app = make_server(address, key_of_request).streamable_http_app(stateless_http=True)
        async with serving(app) as tools:
            for scope, is_allowed in (("read", True), ("write", False), (None, False)):
                headers = {"Authorization": f"Bearer {await make_key(scope)}"} if scope else {}
                async with (
                    httpx2.AsyncClient(headers=headers, timeout=PATIENCE_SECONDS) as shown,
                    Client(streamable_http_client(f"{tools}/mcp", http_client=shown)) as client,
                ):
                    answer = await client.call_tool("list_disputes", {})
                    assert answer.is_error is not is_allowed, (scope, answer.content)


async def test_a_service_that_is_away_is_told_to_the_assistant() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with Client(make_server(f"http://127.0.0.1:{port}", lambda _: None)) as client:
        answer = await client.call_tool("list_disputes", {})
    assert answer.is_error
    assert "cannot be reached" in str(answer.content)


@pytest.mark.parametrize("headers", [None, {}, {"Authorization": "Basic dTpw"}, {"Authorization": "Bearer "}])
def test_a_request_without_a_key_is_told_so(headers: dict[str, str] | None) -> None:
    with pytest.raises(NoKey, match="keys create"):
        key_of_request(headers)


def test_a_key_is_passed_on_as_it_is_shown() -> None:
    assert key_of_request({"authorization": "bearer cdk_x"}) == "cdk_x"


async def test_without_an_address_the_command_says_what_to_name() -> None:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMDIFF_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "service.cli", "mcp", stderr=asyncio.subprocess.PIPE, env=environment
    )
    _, told = await process.communicate()
    assert process.returncode == 2
    assert b"CLAIMDIFF_SERVER" in told
