"""The body of a request with a key: hashed as it is read, so that another request with the same key is told apart."""

import re
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from shared.errors import Malformed

# As much as any JSON body may have. Larger ones, which are uploads, are hashed in passing and never held whole.
WHOLE_BYTES = 1024 * 1024
BOUNDARY = re.compile(r'^multipart/.*;\s*boundary="?([^";,]+)', re.IGNORECASE)


class Incoming:
    """What the request says, read once: `begin` first; then `receive` is the app's."""

    def __init__(self, scope: Scope, receive: Receive, *, rights: str) -> None:
        self._receive = receive
        self._hash = Hash(boundary=boundary_in(Headers(scope=scope).get("content-type", "")))
        self._hash.feed(b"\0".join((rights.encode(), scope["query_string"], b"")))
        self._waiting: list[bytes] = []
        self.ended = False

    async def begin(self) -> None:
        """Read the body to its end, or as far as 1 MiB. Raises Malformed where it breaks off."""
        size = 0
        while not self.ended and size <= WHOLE_BYTES:
            self._waiting.append(await self._next())
            size += len(self._waiting[-1])

    async def fingerprint(self) -> bytes:
        """32 bytes of who asks for what; reads what is left of the body. Raises Malformed where it breaks off."""
        while not self.ended:
            await self._next()
        return self._hash.digest()

    async def receive(self) -> Message:
        """The body from its beginning, for the app."""
        if self._waiting:
            piece = self._waiting.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(self._waiting) or not self.ended}
        if self.ended:
            return await self._receive()
        return {"type": "http.request", "body": await self._next(), "more_body": not self.ended}

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise Malformed("The body broke off.")
        piece: bytes = message.get("body", b"")
        self._hash.feed(piece)
        self.ended = not message.get("more_body", False)
        return piece


class Hash:
    """SHA-256 of a stream without its boundaries: a client that sends a form again draws a new one."""

    def __init__(self, *, boundary: bytes = b"") -> None:
        self._hash = sha256()
        self._boundary = boundary
        self._held = b""

    def feed(self, piece: bytes) -> None:
        if not self._boundary:
            self._hash.update(piece)
            return
        *before, rest = (self._held + piece).split(self._boundary)
        for part in before:
            self._hash.update(part + b"\0")
        # A boundary may have begun at the end of this piece.
        certain = max(0, len(rest) - len(self._boundary) + 1)
        self._hash.update(rest[:certain])
        self._held = rest[certain:]

    def digest(self) -> bytes:
        whole = self._hash.copy()
        whole.update(self._held)
        return whole.digest()


def boundary_in(content_type: str) -> bytes:
    """What separates the parts of a form; empty where the body is none."""
    found = BOUNDARY.match(content_type)
    return found[1].encode("latin-1") if found else b""
