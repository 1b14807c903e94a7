"""A messenger that exists in this process alone: all that an adapter of a further platform must have, in one file.

A bot is connected by its token alone; there is one dialog for each chat id, opened when a customer starts the bot. The
updates are JSON of its own form. `refusal` is what the next call raises, before it does anything or, where `too_late`,
after it.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.notifications.domain.bot import Account, WebhookState
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.inbound import Deed, Inbound, InboundFile, Sender
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    Temporary,
    TooLarge,
    UnknownIfDone,
)

BOT = Account(platform_id=1, username="virtual_desk", first_name="Help desk")


@dataclass
class Said:
    """A message of the bot's as the customer sees it."""

    text: str
    labels: list[list[str]]
    data: dict[str, str]
    file: OutgoingFile | None = None


@dataclass
class VirtualPlatform:
    """`dialogs` are the bot's messages in each chat, by their ids; `answers` are the words that presses were given."""

    text_limit: int = 1000
    chat_pause: timedelta = timedelta(0)
    per_second: int = 1000
    token: str = "virtual"
    dialogs: dict[int, dict[str, Said]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    told: list[bytes] = field(default_factory=list)
    url: str | None = None
    refusal: PlatformError | None = None
    too_late: bool = False

    def calls(self, url: str) -> bool:
        return url.startswith("virtual://")

    def trusted(self, headers: Mapping[str, str], *, secret: str) -> bool:
        return hmac.compare_digest(headers.get("x-virtual-secret", "").encode(), secret.encode()) and bool(secret)

    def read(self, update: bytes) -> Inbound | None:
        told = json.loads(update)
        if not isinstance(told, dict) or "deed" not in told:
            raise ValueError("no update of the virtual platform's")
        if told["deed"] not in set(Deed):
            return None
        file = told.get("file")
        return Inbound(
            deed=Deed(told["deed"]),
            key=str(told["number"]),
            chat_id=told["chat"],
            sender=Sender(platform_id=told["chat"], first_name="Customer", language=told.get("language")),
            at=datetime.fromtimestamp(told["at"], UTC),
            message_id=told.get("message_id"),
            text=told.get("text", ""),
            payload=told.get("payload"),
            press_id=told.get("press_id"),
            files=(InboundFile(file["id"], file["name"], "text/plain", file["size"]),) if file else (),
            unsupported=told.get("unsupported"),
        )

    def link(self, account: Account, *, payload: str) -> str:
        return f"virtual://{account.username or account.platform_id}?start={payload}"

    async def identify(self, token: str) -> Account:
        self._admit(token)
        return BOT

    async def set_webhook(self, token: str, *, url: str, secret: str) -> None:
        self._admit(token)
        self.url = url

    async def delete_webhook(self, token: str) -> None:
        self._admit(token)
        self.url = None

    async def webhook(self, token: str) -> WebhookState:
        self._admit(token)
        return WebhookState(url=self.url, pending_updates=len(self.told), last_error=None, last_error_at=None)

    async def send(self, token: str, *, chat_id: int, text: str, rows: Rows = ()) -> str:
        return self._put(token, chat_id, _said(text, rows=rows))

    async def send_file(self, token: str, *, chat_id: int, file: OutgoingFile, content: bytes) -> str:
        said = _said("", rows=())
        said.file = file
        return self._put(token, chat_id, said)

    async def edit(self, token: str, *, chat_id: int, message_id: str, text: str, rows: Rows = ()) -> None:
        try:
            self._put(token, chat_id, _said(text, rows=rows), message_id=message_id)
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal

    async def acknowledge(self, token: str, *, press_id: str, text: str) -> None:
        self._admit(token)
        self.answers.setdefault(press_id, text)

    async def fetch(self, token: str, file: InboundFile, *, limit: int) -> bytes:
        self._admit(token)
        if (file.size or 0) > limit or len(self.files[file.reference]) > limit:
            raise TooLarge("the file is too large")
        return self.files[file.reference]

    async def updates(self, token: str, *, marker: int | None, wait_seconds: int) -> tuple[Sequence[bytes], int | None]:
        self._admit(token)
        return self.told[marker or 0 :], len(self.told)

    def does(self, chat_id: int, deed: str, **fields: object) -> None:
        """A customer does something: it becomes an update."""
        at = datetime.now(UTC).timestamp()
        told = {"number": len(self.told), "deed": deed, "chat": chat_id, "at": at, "language": "en", **fields}
        self.told.append(json.dumps(told).encode())

    def _put(self, token: str, chat_id: int, said: Said, *, message_id: str | None = None) -> str:
        late = self.refusal if self.too_late else None
        self._admit(token)
        dialog = self.dialogs.get(chat_id)
        if dialog is None:
            raise ChatNotFound("there is no such dialog")
        if chat_id in self.blocked:
            raise Blocked("the customer has had enough")
        if len(said.text.encode("utf-16-le")) // 2 > self.text_limit:
            raise Permanent("the text is too long")
        name = message_id or f"m{len(dialog) + 1}"
        dialog[name] = said
        if late is not None:
            self.refusal, self.too_late = None, False
            raise late
        return name

    def _admit(self, token: str) -> None:
        if token != self.token:
            raise AuthFailed("nobody has this token")
        refusal = self.refusal
        if refusal is not None and not self.too_late:
            self.refusal = None
            raise refusal


def _said(text: str, *, rows: Rows) -> Said:
    data = {button.text: button.data for row in rows for button in row}
    return Said(text, [[button.text for button in row] for row in rows], data)
