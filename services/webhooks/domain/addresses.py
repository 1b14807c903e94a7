"""Which addresses a webhook may reach: the public ones, and what the operator has opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Not `ipaddress.is_global`, which lets several of these pass.
REFUSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's host service
        "169.254.0.0/16",  # link-local; clouds' metadata at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
    )
)

# Of IPv6 only global unicast may be reached at all: loopback, mapped and compatible IPv4, NAT64, unique-local,
# link-local and multicast all lie outside it.
GLOBAL_UNICAST = IPv6Network("2000::/3")
REFUSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo, which carries IPv4
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries IPv4
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """`allowed` are networks that the operator has opened although they are not public."""

    allowed: tuple[Network, ...] = ()

    def refused(self, addresses: Iterable[str]) -> str | None:
        """The first address that must not be reached, or None where all may be."""
        return next((address for address in addresses if not self.permits(address)), None)

    def permits(self, text: str) -> bool:
        """Whether this address may be reached; what is no address, or names a zone, may not."""
        try:
            address = ip_address(text)
        except ValueError:
            return False
        if getattr(address, "scope_id", None) is not None:
            return False
        return is_public(address) or any(address in network for network in self.allowed)


def is_public(address: Address) -> bool:
    """Whether the address belongs to somebody on the open Internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in REFUSED_V4)
    return address in GLOBAL_UNICAST and not any(address in network for network in REFUSED_V6)
