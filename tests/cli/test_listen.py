"""`claimdiff listen` as a process beside a service: what it prints of calls, and of forged ones."""

import asyncio
import json
import sys
from pathlib import Path

import httpx
import pytest

from service.app import create_app
from service.notifying.signing import new_secret
from service.settings import read_settings
from tests.builders import draft
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving

LISTEN = (sys.executable, "-m", "service.cli", "listen")


async def listening(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
    """Start it; gives the process and the address that it listens on."""
    process = await asyncio.create_subprocess_exec(
        *LISTEN, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    told = ""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while line := (await process.stderr.readline()).decode():
            told += line
            if line.startswith("Listening on"):
                return process, line.split()[2]
    raise AssertionError(told)


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMDIFF_DATA_DIR", str(tmp_path))


@pytest.mark.usefixtures("allowed")
async def test_a_newcomer_sees_a_first_webhook_with_one_setting(dsn: str) -> None:
    app = create_app(read_settings({"CLAIMDIFF_WEBHOOK_LOOPBACK": "true"}), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        process, _ = await listening("--server", address, "--count", "1")
        await client.post("/v1/claims", json=draft())
        await client.post("/v1/claims", json=draft(source="beta news", quantity="62,310"))
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert process.returncode == 0
        [line] = printed.decode().splitlines()
        assert "signature valid" in line
        assert "conflict.created  alpha wire says 84,720, beta news says 62,310" in line
        assert (await client.get("/v1/webhooks")).json()["items"] == [], "its endpoint goes with it"


@pytest.mark.usefixtures("allowed")
async def test_a_forged_call_is_shown_as_one_and_refused() -> None:
    process, address = await listening("--secret", new_secret(), "--count", "2")
    signed = {"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client:
        for headers in ({}, signed):
            answer = await client.post(address, content=b'{"type": "conflict.created"}', headers=headers)
            assert answer.status_code == 401
    printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert [line.count("SIGNATURE WRONG") for line in printed.decode().splitlines()] == [1, 1]


@pytest.mark.usefixtures("allowed")
async def test_a_service_that_may_not_call_here_says_which_setting_lets_it(dsn: str) -> None:
    async with serving(create_app(read_settings({}), dsn)) as address:
        process = await asyncio.create_subprocess_exec(
            *LISTEN, "--server", address, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 1
    assert "CLAIMDIFF_WEBHOOK_LOOPBACK=true" in printed.decode()
    assert "Traceback" not in printed.decode()


@pytest.mark.usefixtures("allowed")
async def test_what_came_is_printed_as_it_came_for_programs(dsn: str) -> None:
    app = create_app(read_settings({"CLAIMDIFF_WEBHOOK_LOOPBACK": "true"}), dsn)
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        process, _ = await listening("--server", address, "--count", "1", "--json")
        [webhook] = (await client.get("/v1/webhooks")).json()["items"]
        await client.post(f"/v1/webhooks/{webhook['id']}/test")
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert json.loads(printed)["type"] == "webhook.test"
