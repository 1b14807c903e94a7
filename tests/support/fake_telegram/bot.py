"""One registered bot: its chats, files, webhook, queue and counters."""

import asyncio
import time
from dataclasses import dataclass, field

from .nouns import Chat, Content, Customer, JsonObject, Keyboard, Message, Press, StoredFile, Webhook
from .updates import UpdateQueue


@dataclass
class Bot:
    """A bot and all that the platform keeps for it. Message ids rise through all chats of the bot."""

    token: str
    id: int
    username: str
    first_name: str
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    commands: dict[str, JsonObject] = field(default_factory=dict)
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook | None = None
    last_error: tuple[int, str] | None = None
    poller: asyncio.Event | None = None
    last_message_id: int = 0

    def open_chat(self, customer: Customer) -> Chat:
        """The chat with a customer, made when it is the first time; the person's names are brought up to date."""
        chat = self.chats.setdefault(customer.id, Chat(customer))
        chat.customer = customer
        return chat

    def add_message(
        self, chat: Chat, *, from_bot: bool, content: Content, keyboard: Keyboard | None = None, reply_to: int = 0
    ) -> Message:
        """Put a message into a chat."""
        self.last_message_id += 1
        message = Message(self.last_message_id, from_bot, content, keyboard or [], reply_to or None)
        chat.messages[message.id] = message
        return message

    def add_press(self, *, chat_id: int, message_id: int, data: str, lifetime_seconds: float) -> Press:
        """Record a button press that can be answered for `lifetime_seconds`."""
        press_id = str((self.id << 32) + len(self.presses) + 1)
        press = Press(press_id, chat_id, message_id, data, time.monotonic() + lifetime_seconds)
        self.presses[press_id] = press
        return press

    def add_file(self, *, kind: str, name: str, mime_type: str, content: bytes, size: int | None = None) -> StoredFile:
        """Keep a file of `kind` photo or document; `size` may claim more bytes than there are."""
        number = len(self.files)
        suffix = ".jpg" if kind == "photo" else ("." + name.rpartition(".")[2] if "." in name else "")
        file = StoredFile(
            file_id=f"{kind}-{self.id}-{number}",
            unique_id=f"unique-{self.id}-{number}",
            path=f"{kind}s/file_{number}{suffix}",
            kind=kind,
            name=name,
            mime_type=mime_type,
            size=len(content) if size is None else size,
            content=content,
        )
        self.files[file.file_id] = file
        return file

    def file_at(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return next((file for file in self.files.values() if file.path == path), None)
