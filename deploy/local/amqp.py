"""Whether a broker lets a user in: the first frames of an AMQP 0-9-1 connection, and no more."""

import socket
import struct
from urllib.parse import unquote, urlsplit

_GREETING = b"AMQP\x00\x00\x09\x01"
_START = (10, 10)
_TUNE = (10, 30)
_METHOD_FRAME = 1
_FRAME_END = b"\xce"


def lets_in(url: str, *, within: float = 2.0) -> bool:
    """Say whether the broker at `url` (amqp://user:password@host:port/) accepts its user; `within` seconds a step."""
    address = urlsplit(url)
    user, password = unquote(address.username or "guest"), unquote(address.password or "guest")
    try:
        with socket.create_connection((address.hostname or "", address.port or 5672), timeout=within) as peer:
            peer.sendall(_GREETING)
            if _method(peer) != _START:
                return False
            peer.sendall(_start_ok(user=user, password=password))
            return _method(peer) == _TUNE
    except OSError:
        return False


def _start_ok(*, user: str, password: str) -> bytes:
    """Frame the answer to the broker's greeting: no properties, PLAIN, the credentials, a locale."""
    credentials = f"\0{user}\0{password}".encode()
    arguments = struct.pack(">I", 0) + b"\x05PLAIN" + struct.pack(">I", len(credentials)) + credentials + b"\x05en_US"
    payload = struct.pack(">HH", 10, 11) + arguments
    return struct.pack(">BHI", _METHOD_FRAME, 0, len(payload)) + payload + _FRAME_END


def _method(peer: socket.socket) -> tuple[int, int]:
    """Read one frame and return its class and method; (0, 0) for anything that is no method frame."""
    kind, _, size = struct.unpack(">BHI", _read(peer, count=7))
    payload = _read(peer, count=size + 1)
    if kind != _METHOD_FRAME or size < 4:
        return (0, 0)
    class_id, method_id = struct.unpack(">HH", payload[:4])
    return (class_id, method_id)


def _read(peer: socket.socket, *, count: int) -> bytes:
    """Read exactly `count` bytes; raises ConnectionError at an early end or an absurd length."""
    if count > 1 << 20:
        raise ConnectionError("not a broker")
    read = b""
    while len(read) < count:
        piece = peer.recv(count - len(read))
        if not piece:
            raise ConnectionError("closed early")
        read += piece
    return read
