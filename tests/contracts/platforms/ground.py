"""A messenger to stand on: its adapter, one customer of it, and the troubles that it can have."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

from services.notifications.domain.inbound import Inbound
from services.notifications.usecases.platform_ports import Platform

CLOSED = "http://127.0.0.1:9"


class Trouble(StrEnum):
    """How the next call of the bot goes wrong."""

    LIMITED = "limited"
    FORBIDDEN = "forbidden"
    WRONG = "wrong"
    NO_CHAT = "no chat"
    UNKNOWN_TOKEN = "unknown token"
    BROKEN = "broken"
    BAD_GATEWAY = "bad gateway"
    SILENT_BEFORE = "silent before"
    SILENT_AFTER = "silent after"
    AWAY = "away"


@dataclass
class Shown:
    """A message of the bot's as the customer sees it; `file` is its name."""

    text: str
    labels: list[list[str]]
    file: str | None = None


class Ground(ABC):
    """One bot and one customer, whose chat is `chat_id`; what customers do comes by `next_deed`."""

    platform: Platform
    token: str
    chat_id: int
    username: str
    secret_header: str
    marker: int | None = None

    async def next_deed(self) -> Inbound | None:
        """The oldest deed that was not asked for yet."""
        return self.platform.read((await self.next_updates())[0])

    async def next_updates(self) -> list[bytes]:
        """What came since it was asked last."""
        updates, self.marker = await self.platform.updates(self.token, marker=self.marker, wait_seconds=1)
        return list(updates)

    @abstractmethod
    async def start(self, payload: str = "") -> None: ...

    @abstractmethod
    async def write(self, text: str) -> str:
        """The customer writes; the message's id."""

    @abstractmethod
    async def attach(self, name: str, *, content: bytes, size: int | None = None) -> None: ...

    @abstractmethod
    async def send_sticker(self) -> None: ...

    @abstractmethod
    async def edit(self, message_id: str, text: str) -> None: ...

    @abstractmethod
    async def press(self, label: str) -> None: ...

    @abstractmethod
    async def block(self) -> None: ...

    @abstractmethod
    async def come_back(self) -> None: ...

    @abstractmethod
    async def shown(self) -> list[Shown]:
        """The bot's messages in the chat, in order, as they stand now."""

    @abstractmethod
    async def waiting_presses(self) -> int:
        """How many of the customer's presses still wait to be acknowledged."""

    @abstractmethod
    async def notices(self) -> list[str]:
        """What the customer was told after their presses."""

    @abstractmethod
    async def suffer(self, trouble: Trouble) -> None: ...
