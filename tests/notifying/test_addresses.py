import tomllib
from pathlib import Path

import pytest

from service.errors import Invalid
from service.notifying.addresses import check_url, is_allowed, parse_networks
from service.notifying.calling import Caller, GuardedResolver

CASES = tomllib.loads((Path(__file__).parent / "address_cases.toml").read_text())
HOSTILE = [(kind, address) for kind, addresses in CASES.items() for address in addresses]


def test_the_table_holds_at_least_a_hundred_addresses() -> None:
    assert len(set(HOSTILE)) >= 100


@pytest.mark.parametrize(("kind", "address"), HOSTILE)
async def test_a_hostile_address_is_never_connected_to(kind: str, address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    caller = Caller(timeout_seconds=2)
    result = await caller.post(f"http://{host}/", b"{}", {})
    await caller.close()
    assert result.status is None, kind
    assert result.error is not None
    try:
        resolved = await GuardedResolver(()).resolve(address, 80)
    except (OSError, UnicodeError):
        resolved = []
    assert resolved == []


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::8.8.8.8"]
)
def test_a_public_address_may_be_called(address: str) -> None:
    assert is_allowed(address)


def test_the_operator_may_open_a_private_network_and_only_that() -> None:
    networks = parse_networks("10.1.0.0/16, ::1/128")
    assert is_allowed("10.1.2.3", networks)
    assert is_allowed("::1", networks)
    assert not is_allowed("10.2.2.3", networks)


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/",
        "ftp://desk.example/",
        "https://",
        "https://user:pass@desk.example/",
        "https://desk.example:99999/",
    ]
    + [
        "https://desk.example/\n",
        "https://desk\\.example/",
        "file:///etc/passwd",
        "gopher://desk.example/",
        "https://[::1",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        check_url(url)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254"]
)
def test_an_address_in_figures_is_refused_when_it_is_given(host: str) -> None:
    with pytest.raises(Invalid, match="public internet"):
        check_url(f"https://{host}/hooks")
    check_url(
        f"https://{host}/hooks",
        allowed_networks=parse_networks("10.0.0.1,127.0.0.1,::1,::ffff:10.0.0.1,169.254.169.254"),
    )


def test_a_name_is_looked_at_when_it_is_called() -> None:
    check_url("https://desk.example/hooks")
