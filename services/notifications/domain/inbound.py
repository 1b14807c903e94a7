"""What a customer did in a messenger, in words that all platforms share."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """`start`: opened the bot, by a link perhaps; `returned`: takes messages again after having blocked the bot."""

    START = "start"
    MESSAGE = "message"
    EDIT = "edit"
    PRESS = "press"
    BLOCKED = "blocked"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Sender:
    """The customer as the platform knows them; `language` is its tag for them (`ru`, `en-GB`), where it says one."""

    platform_id: int
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class InboundFile:
    """A file that came with a message; `reference` is what its platform fetches it by (an id or an address)."""

    reference: str = field(repr=False)
    name: str
    content_type: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One deed in one private chat.

    `key` is the same for every delivery of the same deed to a bot, and differs between deeds. `message_id` is the
    platform's id of the message that was written, edited, or whose button was pressed. `payload` is what a link brought
    with it (start) or the data of the button (press); `press_id` is what the press is acknowledged by. `unsupported`
    names what the customer sent that cannot be shown (`sticker`, `contact`, …).
    """

    deed: Deed
    key: str
    chat_id: int
    sender: Sender
    at: datetime
    message_id: str | None = None
    text: str = ""
    payload: str | None = None
    press_id: str | None = None
    files: tuple[InboundFile, ...] = ()
    unsupported: str | None = None
