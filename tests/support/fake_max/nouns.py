"""What the platform keeps: dialogs, messages, files, presses, subscriptions."""

import time
from dataclasses import dataclass, field
from typing import TypeAlias

JsonObject: TypeAlias = dict[str, object]
Keyboard: TypeAlias = list[list[JsonObject]]

PERSON_OFFSET = 1_000_000_000
FIRST_SEQ = 116_993_690_454_357_274


def now_ms() -> int:
    """Unix milliseconds: the unit of every time of the platform."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Person:
    """Who a customer is; the language comes with updates, not with the person."""

    user_id: int
    first_name: str = "Customer"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file; `size` may claim more bytes than `content` holds, `refusals` is how often it is not ready yet."""

    token: str
    kind: str
    name: str
    size: int
    content: bytes


@dataclass(frozen=True)
class Content:
    """What a message says; `extra` is an attachment that is no file (a sticker, a contact)."""

    text: str | None = None
    files: tuple[StoredFile, ...] = ()
    extra: JsonObject | None = None


@dataclass
class Message:
    """One message of a dialog; `earlier` holds the versions that edits replaced, oldest first."""

    mid: str
    seq: int
    from_bot: bool
    content: Content
    keyboard: Keyboard = field(default_factory=list)
    timestamp: int = field(default_factory=now_ms)
    earlier: list[tuple[Content, Keyboard]] = field(default_factory=list)


@dataclass
class Dialog:
    """A dialog of one bot with one person; `suspended` is after the person stopped the bot."""

    chat_id: int
    person: Person
    suspended: bool = False
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class Press:
    """A button press; all presses of one keyboard have the same id."""

    id: str
    chat_id: int
    mid: str
    payload: str
    timestamp: int = field(default_factory=now_ms)
    answered: bool = False
    answer_text: str | None = None


@dataclass(frozen=True)
class Subscription:
    """Where a bot wants its updates, of which kinds; none named is all of them."""

    url: str
    secret: str | None
    update_types: tuple[str, ...]
    time: int = field(default_factory=now_ms)


@dataclass(frozen=True)
class Update:
    """One update; `number` is what a long poll's marker counts in. Updates of one dialog are brought in order."""

    number: int
    chat_id: int
    body: JsonObject
