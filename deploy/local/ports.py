"""Ports on the loopback interface: which is free."""

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the range from which the kernel takes the ports of outgoing connections: while a server restarts, a client that
# dials it again and again must not be given the server's own port.
_CANDIDATES = range(20_000, 32_000)
_RANDOM = random.SystemRandom()


def is_free(port: int) -> bool:
    """Say whether a server could listen on `port` of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(*, preferred: int | None = None) -> int:
    """Return `preferred` where it is free, else a port that was free a moment ago."""
    if preferred is not None and is_free(preferred):
        return preferred
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return `count` different ports that were free a moment ago, and stay so while what had them restarts."""
    found: list[int] = []
    for port in _RANDOM.sample(_CANDIDATES, len(_CANDIDATES)):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    return found
