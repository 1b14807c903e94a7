"""One registered bot: its dialogs, files, subscriptions and what waits to be brought to it."""

import asyncio
from dataclasses import dataclass, field

from .nouns import (
    FIRST_SEQ,
    Content,
    Dialog,
    JsonObject,
    Keyboard,
    Message,
    Person,
    Press,
    StoredFile,
    Subscription,
    Update,
)


@dataclass
class Bot:
    """A bot and all that the platform keeps for it. Message ids rise through all dialogs of the bot."""

    token: str
    id: int
    username: str
    first_name: str
    dialogs: dict[int, Dialog] = field(default_factory=dict)
    presses: list[Press] = field(default_factory=list)
    files: dict[str, StoredFile] = field(default_factory=dict)
    not_ready: dict[str, int] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    waiting: list[Update] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = 0
    said: int = 0

    def open_dialog(self, chat_id: int, *, person: Person) -> Dialog:
        """The dialog, made when it is the first time; the person's names are brought up to date."""
        dialog = self.dialogs.setdefault(chat_id, Dialog(chat_id, person))
        dialog.person = person
        return dialog

    def add_message(
        self, dialog: Dialog, *, from_bot: bool, content: Content, keyboard: Keyboard | None = None
    ) -> Message:
        """Put a message into a dialog."""
        self.said += 1
        mid = f"mid.{self.id:08x}{self.said:08x}"
        message = Message(mid, FIRST_SEQ + self.said, from_bot, content, keyboard or [])
        dialog.messages[message.mid] = message
        return message

    def add_press(self, dialog: Dialog, *, message: Message, payload: str) -> Press:
        """Record a press."""
        press = Press(f"cb.{message.mid}", dialog.chat_id, message.mid, payload)
        self.presses.append(press)
        return press

    def add_file(self, *, kind: str, name: str, content: bytes, size: int | None = None) -> StoredFile:
        """Keep a file; `size` may claim more bytes than there are."""
        token = f"{kind}-{self.id}-{len(self.files)}"
        file = StoredFile(token, kind, name, len(content) if size is None else size, content)
        self.files[token] = file
        return file

    def dialog_with(self, user_id: int) -> Dialog | None:
        """The dialog with a person."""
        return next((dialog for dialog in self.dialogs.values() if dialog.person.user_id == user_id), None)

    def message(self, mid: str) -> tuple[Dialog, Message] | None:
        """A message by its id, and where it stands."""
        found = ((dialog, dialog.messages[mid]) for dialog in self.dialogs.values() if mid in dialog.messages)
        return next(found, None)

    def tell(self, chat_id: int, body: JsonObject) -> None:
        """Queue an update."""
        self.told += 1
        self.waiting.append(Update(self.told, chat_id, body))
        self.arrived.set()
        self.arrived = asyncio.Event()

    def first_of(self, chat_id: int) -> Update | None:
        """The oldest waiting update of a dialog."""
        return next((update for update in self.waiting if update.chat_id == chat_id), None)
