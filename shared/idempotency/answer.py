"""The first answer to a request: gathered before it goes out, kept as bytes, and told again as it was."""

from dataclasses import dataclass, field

from pydantic_core import from_json, to_json
from starlette.types import Message, Send

REPLAYED = (b"idempotent-replayed", b"true")
RATE_LIMITED = 429


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def final(self) -> bool:
        """Whether asking again could only be answered the same; what failed on our side may go well next time."""
        return 200 <= self.status < 300 or (400 <= self.status < 500 and self.status != RATE_LIMITED)

    def to_text(self) -> str:
        """All of it in one line; every byte is a character."""
        headers = [[part.decode("latin-1") for part in header] for header in self.headers]
        return to_json([self.status, headers, self.body.decode("latin-1")]).decode()

    @classmethod
    def from_text(cls, text: str) -> "Answer":
        status, headers, body = from_json(text)
        pairs = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers)
        return cls(status, pairs, body.encode("latin-1"))

    async def replay(self, send: Send) -> None:
        headers = [*self.headers, REPLAYED]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@dataclass(slots=True)
class Gathering:
    """An app's `send` that lets nothing out yet."""

    _messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        self._messages.append(message)

    def answer(self) -> Answer:
        """What the app has said."""
        start, *rest = self._messages
        return Answer(start["status"], tuple(start["headers"]), b"".join(each.get("body", b"") for each in rest))

    async def let_out(self, send: Send) -> None:
        for message in self._messages:
            await send(message)
