"""A new program takes the place of the old one, and no request is refused meanwhile."""

import asyncio
import signal
from collections import Counter

import aiohttp

from tests.builders import draft
from tests.cli.test_serve import Served, make_key, served

AT_ONCE = 4
PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 240


class Callers:
    """Some who store claims all the time: some on a new connection each, some on one that is kept."""

    def __init__(self, service: Served, key: str) -> None:
        self._address = service.address
        self._headers = {"Authorization": f"Bearer {key}"}
        self._is_over = False
        self.answers: Counter[str] = Counter()

    def end(self) -> None:
        self._is_over = True

    async def call(self, number: int, *, keeps: bool) -> None:
        connector = aiohttp.TCPConnector(force_close=not keeps)
        async with aiohttp.ClientSession(self._address, headers=self._headers, connector=connector) as client:
            while not self._is_over:
                try:
                    await self._ask(client, number, keeps=keeps)
                except (aiohttp.ClientError, OSError) as error:
                    self.answers[repr(error)] += 1
                await asyncio.sleep(PAUSE_SECONDS)

    async def _ask(self, client: aiohttp.ClientSession, number: int, *, keeps: bool) -> None:
        # Between two requests a kept connection may be ended by either side, and clients ask again by themselves
        # where that is safe, as it is for a GET.
        if keeps:
            request = client.get("/v1/claims?limit=1")
        else:
            request = client.post("/v1/claims", json=draft(source=f"source {number}", metric=f"losses of {number}"))
        async with request as answer:
            await answer.read()
            self.answers[str(answer.status)] += 1


async def test_while_workers_are_replaced_no_request_is_refused(dsn: str) -> None:
    key = make_key(dsn, "--scope", "write", "--scope", "read", "--requests", "0").strip()
    with served("--workers", "2", DATABASE_URL=dsn) as service:
        callers = Callers(service, key)
        calls = [asyncio.create_task(callers.call(number, keeps=number % 2 == 1)) for number in range(AT_ONCE)]
        service.process.send_signal(signal.SIGHUP)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while service.printed.count("Serving on") < 2:  # it says so again when all are replaced
                await asyncio.sleep(0.05)
        callers.end()
        await asyncio.gather(*calls)
    assert set(callers.answers) == {"200", "201"}, callers.answers
