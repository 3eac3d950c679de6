"""May this address be called? Nobody may use our webhooks to reach where they should not.

The check is made on the address that the connection is made to, and not on the name: a name may resolve to another
address a moment later. An address is refused unless it is global unicast; what carries another address inside (mapped,
translated, tunnelled) is judged by what it carries, and refused when that is refused.
"""

import socket
import unicodedata
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit, urlunsplit

from yarl import URL

from service.errors import Invalid

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_REFUSED_4 = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("169.254.0.0/16"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.31.196.0/24"),
    IPv4Network("192.52.193.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("192.175.48.0/24"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/4"),
    IPv4Network("240.0.0.0/4"),
)
"""IANA's special-purpose registry: this network, private, shared, loopback, link-local, documentation, multicast …"""
LOOPBACK: tuple[Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
_HERE_ADVICE = " For trying out, the operator may allow this machine with CLAIMDIFF_WEBHOOK_LOOPBACK=true."
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("2620:4f:8000::/48"),
    IPv6Network("3fff::/20"),
    IPv6Network("3ffe::/16"),
)
_TRANSLATED = IPv6Network("64:ff9b::/96")

_STOPS = str.maketrans({"。": ".", "．": ".", "｡": ".", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""})
_SHORTEST_SECRET = 6
"""Characters of a part of a path; a shorter one is a word such as "hooks"."""
_PORTS = range(1, 65_536)


def check_url(url: str, *, allow_http: bool = False, allowed_networks: Sequence[Network] = ()) -> None:
    """Refuse an address that cannot be meant: no web address, no TLS, a user in it, a number that must not be called.

    A name is looked at when it is called: what it resolves to may change.

    Raises:
        Invalid: With what would be taken.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise Invalid("The address cannot be read. Give one like https://desk.example/hooks.", "/url") from None
    host = (parts.hostname or "").rstrip(".")
    is_here = _is_here(host)
    may_be_plain = allow_http or (is_here and any(is_allowed(one, allowed_networks) for one in ("127.0.0.1", "::1")))
    if parts.scheme != "https" and not (may_be_plain and parts.scheme == "http"):
        raise Invalid(f"Webhooks go to https:// addresses only.{_HERE_ADVICE if is_here else ''}", "/url")
    if not parts.hostname or parts.username is not None or parts.password is not None or port not in _PORTS:
        raise Invalid("Give a host name, without user or password.", "/url")
    if any(character <= " " or character in "\x7f\\" for character in url):
        raise Invalid("The address holds spaces, control characters or a backslash.", "/url")
    if not _is_as_read(url):
        raise Invalid("The host is written so that programs read it differently. Write it in plain letters.", "/url")
    number = _numbered(host)
    if is_here and number is None and not any(is_allowed(one, allowed_networks) for one in ("127.0.0.1", "::1")):
        raise Invalid(f"{host} is this machine, which webhooks may not call.{_HERE_ADVICE}", "/url")
    if number is not None and not is_allowed(number, allowed_networks):
        raise Invalid(
            f"{number} is no address of the public internet. The operator may allow networks of your own with "
            f"CLAIMDIFF_WEBHOOK_NETWORKS.{_HERE_ADVICE if is_here else ''}",
            "/url",
        )


def _is_here(host: str) -> bool:
    """Say whether a host is this machine by its name, or by a number in any spelling."""
    host = host.lower()
    number = _numbered(host)
    return host == "localhost" or host.endswith(".localhost") or (number is not None and ip_address(number).is_loopback)


def _is_as_read(url: str) -> bool:
    """Say whether what is checked is what the client connects to: digits of other scripts, ideographic stops, %-codes.

    What the client's own parser, or a normal form of Unicode, makes of the host must be no number that it was not.
    """
    host = (urlsplit(url).hostname or "").lower()
    if ":" in host:
        return True  # IPv6 in brackets, which nobody reads as anything else
    try:
        read = (URL(url).raw_host or "").lower()
    except ValueError:
        return False
    folded = {unicodedata.normalize("NFKC", unquote(one)).translate(_STOPS) for one in (host, read)}
    written = host.rstrip(".")
    if any(_ends_in_a_number(one) and one.rstrip(".") != written for one in folded | {read}):
        return False
    return "%" not in host and not (_ends_in_a_number(written) and _numbered(written) is None)


def _ends_in_a_number(host: str) -> bool:
    """Say what browsers say of a host whose last part is a number: it can only be an address (WHATWG URL, 3.5)."""
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdigit() or last.startswith("0x") or unicodedata.digit(last[:1] or "x", -1) >= 0


def _numbered(host: str) -> str | None:
    """Give the address that a host is written as, in any spelling that a system library takes: 0x7f.1, 2130706433."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def is_allowed(address: str, allowed_networks: Sequence[Network] = ()) -> bool:
    """Say whether a resolved address may be connected to. What cannot be read may not."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(_within(parsed, network) for network in allowed_networks) or _is_global(parsed)


def origin_of(url: str) -> str:
    """Give what everybody may know of an endpoint's address: of Slack's, Teams' and others the path is a secret."""
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return f"mailto:…@{parts.path.rpartition('@')[2]}"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…"


def without_secrets(text: str, url: str) -> str:
    """Leave an endpoint's address out of a text, but for what everybody may know: its path and its query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return text.replace(url, "…")
    target = urlunsplit(("", "", parts.path, parts.query, ""))
    secrets = {url, str(_as_sent(url)), target, unquote(target), parts.query, unquote(parts.query)}
    secrets |= {one for one in parts.path.split("/") if len(one) >= _SHORTEST_SECRET}
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, origin_of(url) if "://" in secret else "…")
    return text


def _as_sent(url: str) -> str:
    try:
        return str(URL(url))
    except ValueError:
        return url


def networks_of(text: str, *, loopback: bool) -> tuple[Network, ...]:
    """Give the networks that webhooks may call besides the public internet."""
    return (*parse_networks(text), *(LOOPBACK if loopback else ()))


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read the operator's comma-separated networks; raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _within(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _is_global(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_4)
    if address.ipv4_mapped is not None:
        return _is_global(address.ipv4_mapped)
    if address in _TRANSLATED:
        return _is_global(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GLOBAL_6 and not any(address in network for network in _REFUSED_6)
