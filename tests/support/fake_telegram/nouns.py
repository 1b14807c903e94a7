"""What the platform keeps: bots, chats, messages, files, presses."""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

JsonObject: TypeAlias = dict[str, object]
Keyboard: TypeAlias = list[list[JsonObject]]


class Reach(StrEnum):
    """Whether the bot may write to a customer."""

    OPEN = "open"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


@dataclass
class Customer:
    """A person; the id of the private chat with any bot is the person's own id."""

    id: int
    first_name: str = "Customer"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file as one bot sees it; `size` may claim more bytes than `content` holds."""

    file_id: str
    unique_id: str
    path: str
    kind: str
    name: str
    mime_type: str
    size: int
    content: bytes


@dataclass(frozen=True)
class Content:
    """What a message says; two messages with equal content look the same to the customer.

    `extra` is what is neither text nor file: a sticker, a contact, a place, each below the name of its kind.
    """

    text: str | None = None
    entities: list[JsonObject] = field(default_factory=list)
    file: StoredFile | None = None
    extra: JsonObject | None = None


@dataclass
class Message:
    """One message of a chat; `earlier` holds the versions that edits replaced, oldest first."""

    id: int
    from_bot: bool
    content: Content
    keyboard: Keyboard = field(default_factory=list)
    reply_to: int | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    earlier: list[tuple[Content, Keyboard]] = field(default_factory=list)


@dataclass
class Chat:
    """A private chat of one bot with one customer."""

    customer: Customer
    reach: Reach = Reach.OPEN
    messages: dict[int, Message] = field(default_factory=dict)


@dataclass
class Press:
    """A button press that waits for answerCallbackQuery until `expires` (monotonic seconds)."""

    id: str
    chat_id: int
    message_id: int
    data: str
    expires: float
    answered: bool = False
    answer_text: str | None = None
    show_alert: bool = False


@dataclass(frozen=True)
class Webhook:
    """Where a bot wants its updates."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
