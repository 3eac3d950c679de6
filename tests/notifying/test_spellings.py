"""Every spelling of an address that must not be called: refused when an endpoint is made, and when it is called."""

import pytest

from service.errors import Invalid
from service.notifying.addresses import check_url
from service.notifying.calling import Caller

PRIVATE = (
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "127.9.8.7",
)
DIGITS = {
    "full-width": "０１２３４５６７８９",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "subscript": "₀₁₂₃₄₅₆₇₈₉",
    "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "double-struck": "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡",
    "sans-serif": "𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫",
    "monospace": "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
    "segmented": "🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹",
}
STOPS = ("。", "．", "｡")


def spellings() -> list[str]:
    told: list[str] = []
    for address in PRIVATE:
        scripts = [address.translate(str.maketrans("0123456789", digits)) for digits in DIGITS.values()]
        told += scripts + [one.replace(".", stop) for one in (address, *scripts) for stop in STOPS]
        octets = [int(one) for one in address.split(".")]
        number = int.from_bytes(bytes(octets))
        told += [str(number), hex(number), ".".join(map(hex, octets)), ".".join(f"0{one:o}" for one in octets)]
        told += [f"{address}.", address.replace(".", "%2e"), "".join(f"%{ord(one):02x}" for one in address)]
        told += [f"[::ffff:{address}]", f"[64:ff9b::{address}]", f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]"]
        told += [address[:1] + invisible + address[1:] for invisible in ("\u00ad", "\u200b", "\u2060", "\ufeff")]
    return told


def test_there_are_at_least_three_hundred() -> None:
    assert len(set(spellings())) >= 300


@pytest.mark.parametrize("host", sorted(set(spellings())))
async def test_none_comes_through(host: str) -> None:
    with pytest.raises(Invalid):
        check_url(f"https://{host}/hooks")
    caller = Caller(timeout_seconds=5)
    result = await caller.post(f"http://{host}:9/hooks", b"{}", {})
    await caller.close()
    assert result.status is None
    assert "ConnectionRefused" not in (result.error or "")


@pytest.mark.parametrize("host", ["desk.example", "bücher.example", "hooks.slack.com", "8.8.8.8", "a1.example"])
def test_addresses_of_the_public_internet_are_taken(host: str) -> None:
    check_url(f"https://{host}/hooks")
