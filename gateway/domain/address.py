"""What counts as one address: what one machine may choose among is one."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

NETWORK_BITS = 64


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The address itself; of an IPv6 one its network of 64 bits, all of which one machine may have."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(IPv6Address(int(known) >> NETWORK_BITS << NETWORK_BITS))
