"""Without a key only this user's own programs on this machine come in; what they are is told by the system."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from service.api.access import Home
from service.api.access.keyring import WRONG_KEYS_IN_A_MINUTE
from service.api.access.peers import Ends, Neighbours, Peer
from service.api.access.tokens import new_token
from service.app import create_app
from service.server import Running
from service.settings import read_settings
from tests.patience import PATIENCE_SECONDS
from tests.servers import serving
from tests.tools import tool

KEY = new_token()


@pytest.fixture
async def address(dsn: str) -> AsyncIterator[str]:
    """The service as it runs on loopback with the embedded database."""
    async with serving(create_app(read_settings({}), dsn, Home(KEY, "/somewhere/key-8000"))) as address:
        yield address


async def asked(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out.decode()


def curl(address: str, *options: str) -> tuple[str, ...]:
    return (
        "curl",
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "-H",
        "Content-Type: application/json",
        *options,
        address,
    )


STORE = ("-d", '{"source": "a", "metric": "losses", "quantity": "5", "period": "2022"}')


async def test_the_newcomers_curl_needs_no_key(address: str) -> None:
    assert await asked(*curl(f"{address}/v1/claims")) == "200"
    assert await asked(*curl(f"{address}/v1/claims", *STORE)) == "201"
    assert await asked(*curl(f"{address.replace('127.0.0.1', 'localhost')}/v1/claims")) == "200"


async def test_nor_does_a_program_that_calls_by_urllib(address: str) -> None:
    program = f"import urllib.request; print(urllib.request.urlopen('{address}/v1/claims').status)"
    assert await asked(sys.executable, "-c", program) == "200\n"


async def test_a_program_of_another_user_needs_one(address: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    assert await asked("setpriv", "--reuid=65534", "--clear-groups", *curl(f"{address}/v1/claims")) == "401"


async def test_keys_are_not_made_without_one(address: str) -> None:
    make = ("-d", '{"name": "mine", "scopes": ["admin"]}')
    assert await asked(*curl(f"{address}/v1/keys", *make)) == "401"
    assert await asked(*curl(f"{address}/v1/keys", *make, "-H", f"Authorization: Bearer {KEY}")) == "201"


async def test_the_key_of_the_house_opens_it_and_no_other_does(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        for key, status in ((KEY, 200), (new_token(), 401)):
            answer = await client.get("/v1/audit", headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == status


async def test_the_key_of_the_house_is_worth_nothing_in_a_browser_of_another_origin(address: str) -> None:
    shown = {"Authorization": f"Bearer {KEY}", "Origin": "http://localhost:666"}
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        assert (await client.get("/v1/claims", headers=shown)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost:666"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "news.example"},
        {"Host": "127.0.0.1.news.example:8000"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
)
async def test_what_a_page_a_proxy_or_a_rebound_name_sends_is_not_taken(address: str, headers: dict[str, str]) -> None:
    """A form of another page can send text/plain without asking anybody."""
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=PATIENCE_SECONDS) as client:
        table = "source,metric,quantity\na,losses,5\n"
        answer = await client.post("/v1/claims/import", content=table, headers={"Content-Type": "text/plain"})
        assert answer.status_code == 401
        assert (await client.get("/v1/claims")).status_code == 401


NGINX = """
daemon off; error_log stderr warn; pid {folder}/pid; {user}
worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream service {{ server {upstream}; {keepalive} }}
    server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{target}; {options} }} }}
}}
"""
FORWARDED = "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Real-IP $remote_addr;"
KEPT = 'proxy_http_version 1.1; proxy_set_header Connection "";'


@contextmanager
def nginx(folder: Path, upstream: str, port: int, options: str, user: str) -> Iterator[str]:
    """Debian's nginx in front of the service."""
    target = "service" if "Connection" in options else upstream
    keepalive = "keepalive 4;" if "Connection" in options else ""
    written = NGINX.format(
        folder=folder, upstream=upstream, port=port, options=options, user=user, target=target, keepalive=keepalive
    )
    (folder / "nginx.conf").write_text(written)
    process = subprocess.Popen([tool("nginx"), "-c", folder / "nginx.conf", "-p", folder])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def users() -> list[str]:
    """Debian's own user, and the one who runs the service."""
    return ["user www-data;", "user root;"] if os.geteuid() == 0 else [""]


PROXIES = ["", "proxy_http_version 1.1;", KEPT, FORWARDED, FORWARDED + KEPT, "proxy_set_header Host $host;"]


@pytest.mark.parametrize("user", users())
@pytest.mark.parametrize("options", PROXIES)
async def test_nobody_comes_in_through_nginx(
    address: str, tmp_path: Path, unused_tcp_port: int, options: str, user: str
) -> None:
    """Plain `proxy_pass` sends no forwarded header, and our own address as Host."""
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103 - nginx's workers look into it
    with nginx(tmp_path, urlsplit(address).netloc, unused_tcp_port, options, user) as outside:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await asked(*curl(f"{outside}/health/live")) != "200":
                await asyncio.sleep(0.05)
        for host in (urlsplit(outside).netloc, "news.example", urlsplit(address).netloc):
            named = ("-H", f"Host: {host}")
            for path in ("/v1/claims", "/v1/conflicts", "/v1/keys"):
                assert await asked(*curl(f"{outside}{path}", *named)) == "401"
            assert await asked(*curl(f"{outside}/v1/claims", *named, *STORE)) == "401"
            assert await asked(*curl(f"{outside}/v1/keys", *named, "-d", '{"name": "a", "scopes": ["admin"]}')) == "401"
        assert await asked(*curl(f"{address}/v1/claims")) == "200", "beside the proxy it is open to its user"


async def test_a_relay_of_the_same_user_is_told_by_the_connection_that_it_holds_for_another(address: str) -> None:
    target = urlsplit(address)
    program = f"""
import socket, threading
listener = socket.create_server(("127.0.0.1", 0)); print(listener.getsockname()[1], flush=True)
def pump(a, b):
    while data := a.recv(65536): b.sendall(data)
while True:
    near, _ = listener.accept()
    far = socket.create_connection(("{target.hostname}", {target.port}))
    threading.Thread(target=pump, args=(near, far), daemon=True).start()
    threading.Thread(target=pump, args=(far, near), daemon=True).start()
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        assert await asked(*curl(f"http://127.0.0.1:{port}/v1/claims")) == "401"
    finally:
        process.kill()
        await process.wait()


async def test_a_program_that_is_called_by_the_service_itself_is_no_relay(address: str) -> None:
    """A desk's own tool receives webhooks and sends claims."""
    program = f"""
import http.client, socket, sys
listener = socket.create_server(("127.0.0.1", 0)); print(listener.getsockname()[1], flush=True)
called, _ = listener.accept()
asking = http.client.HTTPConnection("{urlsplit(address).netloc}")
asking.request("GET", "/v1/claims")
print(asking.getresponse().status, flush=True)
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    port = int(await process.stdout.readline())
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await process.stdout.readline() == b"200\n"
    writer.close()
    await process.wait()


async def test_where_a_key_is_asked_of_all_it_is_asked_of_the_user_too(dsn: str) -> None:
    settings = read_settings({"CLAIMDIFF_KEYLESS": "false"})
    async with serving(create_app(settings, dsn)) as address:
        assert await asked(*curl(f"{address}/v1/claims")) == "401"


async def test_behind_a_trusted_proxy_each_asker_is_counted_by_its_own_address(
    dsn: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    """Somebody who tries keys is sent away, and the others who come through the same nginx are not."""
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103 - nginx's workers look into it
    settings = read_settings({"CLAIMDIFF_TRUSTED_PROXIES": "127.0.0.1", "CLAIMDIFF_KEYLESS": "false"})
    running = Running(trusted_proxies=settings.trusted_proxies)
    async with serving(create_app(settings, dsn), running=running) as address:
        with nginx(tmp_path, urlsplit(address).netloc, unused_tcp_port, FORWARDED, users()[0]) as outside:
            await answering(outside)
            guesses = await guessed(outside, "127.0.0.2", count=WRONG_KEYS_IN_A_MINUTE + 5)
            assert guesses == "401" * WRONG_KEYS_IN_A_MINUTE + "429" * 5
            assert await guessed(outside, "127.0.0.3") == "401"
            spoofed = ("-H", "X-Forwarded-For: 127.0.0.3")
            assert await guessed(outside, "127.0.0.2", *spoofed) == "429", (
                "what the asker says of itself counts nothing"
            )
            assert await guessed(address, "127.0.0.4", "-H", "X-Forwarded-For: 127.0.0.2") == "401", (
                "nor does a stranger's"
            )


async def test_without_that_setting_all_behind_the_proxy_are_one(
    dsn: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103 - the same
    app = create_app(read_settings({"CLAIMDIFF_KEYLESS": "false"}), dsn)
    async with serving(app) as address:
        with nginx(tmp_path, urlsplit(address).netloc, unused_tcp_port, FORWARDED, users()[0]) as outside:
            await answering(outside)
            await guessed(outside, "127.0.0.2", count=WRONG_KEYS_IN_A_MINUTE)
            assert await guessed(outside, "127.0.0.3") == "429"


async def answering(outside: str) -> None:
    """Wait until the proxy does, and for a minute's beginning: counts are by the minute."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await asked(*curl(f"{outside}/health/live")) != "200":
            await asyncio.sleep(0.05)
        while datetime.now(UTC).second > 40:
            await asyncio.sleep(0.5)


async def guessed(address: str, own: str, *options: str, count: int = 1) -> str:
    """Show a wrong key from one of this machine's own addresses; many by one program, well within the minute."""
    shown = ("-H", "Authorization: Bearer cdk_wrong", "--interface", own)
    return await asked(*curl(f"{address}/v1/claims?limit=[1-{count}]", *shown, *options))


class Counted(Neighbours):
    """Counts how often it looks, and answers what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[int] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def _look(self, connections: Sequence[Ends]) -> list[str | None]:
        self.looks.append(len(connections))
        self.meanwhile()
        return [None] * len(connections)


def met(number: int) -> Peer:
    peer = Peer()
    peer.meet(("127.0.0.1", 1), ("127.0.0.1", 1000 + number))
    return peer


async def test_one_look_takes_in_all_connections_on_which_something_is_asked() -> None:
    neighbours, peers = Counted(), [met(number) for number in range(20)]
    for peer in peers:
        peer.begin()
    assert await asyncio.gather(*(neighbours.doubt(peer) for peer in peers)) == [None] * 20
    assert len(neighbours.looks) == 1 or (neighbours.looks[0] == 1 and len(neighbours.looks) == 2)


async def test_what_was_answered_while_it_was_looked_at_is_looked_at_again() -> None:
    """A proxy holds the connection that it hands on no longer than its request lasts."""
    neighbours, asking, other = Counted(), met(1), met(2)
    for peer in (asking, other):
        peer.begin()
        await neighbours.doubt(peer)
    asking.believed_until = other.believed_until = 0.0
    before = len(neighbours.looks)

    def answered() -> None:
        other.finish()
        other.begin()

    neighbours.meanwhile = answered
    await neighbours.doubt(asking)
    assert asking.believed_until > 0.0
    assert other.believed_until == 0.0
    other.finish()
    asking.believed_until = 0.0
    await neighbours.doubt(asking)
    assert neighbours.looks[before:] == [2, 1], "and an idle one is not looked at"
