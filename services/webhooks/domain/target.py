"""A webhook's URL, taken apart once: what is checked here is what is connected to later, with no second reading."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urlsplit

LONGEST_URL = 2_048
DEFAULT_PORTS = {"http": 80, "https": 443}
# Mail, databases, brokers and the like: what answers there is no webhook receiver.
REFUSED_PORTS = frozenset({0, 7, 9, 19, 21, 22, 23, 25, 53, 110, 119, 135, 139, 143, 389, 445, 465, 587, 636, 993, 995})
REFUSED_PORTS |= frozenset({1433, 1521, 2049, 2375, 2379, 3306, 3389, 5432, 5672, 6379, 9042, 9200, 11211, 27017})

# Visible ASCII without what parsers read in different ways.
PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]+")
NAME = re.compile(
    r"(?=.{1,253}\Z)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?"
)
NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")


class BadUrl(ValueError):
    """Why a URL cannot be a webhook's; the text is for the one who wrote it, and never repeats the URL."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook goes: `host` is a name or a bare address, `path` begins with a slash and keeps the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def literal(self) -> bool:
        """Whether the host is an address, for which no name is looked up."""
        return ":" in self.host or _is_ipv4(self.host)

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str) -> Target:
    """The target of a URL. Raises BadUrl for all but plain http and https, and for what could be read in two ways."""
    if len(url) > LONGEST_URL:
        raise BadUrl(f"must have at most {LONGEST_URL} characters")
    if not PLAIN.fullmatch(url):
        raise BadUrl("must be plain ASCII without spaces, control characters or backslashes; write names as xn--…")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise BadUrl("has no valid host") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise BadUrl("must begin with https:// or http://")
    if "@" in parts.netloc:
        raise BadUrl("must not contain a user name or a password")
    if "#" in url:
        raise BadUrl("must not contain a fragment")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=parts.scheme, host=_host(parts.netloc), port=_port(parts.netloc, parts.scheme), path=path)


def _split(netloc: str) -> tuple[str, str | None]:
    """Host and port as written; an address of IPv6 stands in brackets."""
    if netloc.startswith("["):
        host, closed, rest = netloc[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise BadUrl("has no valid host")
        return host, rest[1:] if rest else None
    host, colon, port = netloc.partition(":")
    return host, port if colon else None


def _host(netloc: str) -> str:
    host, _ = _split(netloc)
    if netloc.startswith("["):
        try:
            return IPv6Address(host).compressed if "%" not in host else _refuse_host()
        except AddressValueError:
            return _refuse_host()
    if not NAME.fullmatch(host):
        return _refuse_host()
    if NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) and not _is_ipv4(host):
        raise BadUrl("has a host that is a number but no IPv4 address in its usual form")
    return host.lower()


def _refuse_host() -> str:
    raise BadUrl("has no valid host")


def _port(netloc: str, scheme: str) -> int:
    _, text = _split(netloc)
    if text is None:
        return DEFAULT_PORTS[scheme]
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise BadUrl("has no valid port")
    if int(text) in REFUSED_PORTS:
        raise BadUrl(f"has a port, {int(text)}, at which no webhook receiver listens")
    return int(text)


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True
