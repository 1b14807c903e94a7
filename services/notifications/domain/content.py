"""What a bot says: a text, the buttons below it, the files beside it."""

from dataclasses import dataclass
from uuid import UUID

DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class Button:
    """`data` comes back when it is pressed: ids and words of ours, at most 64 bytes of ASCII, never a text."""

    text: str
    data: str

    def __post_init__(self) -> None:
        assert 0 < len(self.data.encode("ascii")) <= DATA_BYTES


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """An attachment of a ticket's message; its bytes are asked of tickets when it is sent."""

    id: UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """Plain text: no character of it means anything to a platform. A text too long is sent in parts, then the files,
    and the buttons stand below the last part of the text."""

    text: str
    rows: Rows = ()
    files: tuple[OutgoingFile, ...] = ()
