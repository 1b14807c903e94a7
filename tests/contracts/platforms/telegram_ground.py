"""Telegram's ground: the adapter before the fake Bot API."""

from services.notifications.clients.telegram import Telegram
from tests.contracts.platforms.ground import CLOSED, Ground, Shown, Trouble
from tests.support.fake_messenger.shapes import FaultShape
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.shapes import Attach

FAULTS = {
    Trouble.LIMITED: FaultShape(kind=FaultKind.RATE_LIMITED, retry_after_seconds=17),
    Trouble.FORBIDDEN: FaultShape(
        kind=FaultKind.REFUSED, code=403, description="Forbidden: bot can't initiate conversation with a user"
    ),
    Trouble.WRONG: FaultShape(kind=FaultKind.REFUSED, description="Bad Request: message text is empty"),
    Trouble.NO_CHAT: FaultShape(kind=FaultKind.REFUSED, description="Bad Request: PEER_ID_INVALID"),
    Trouble.UNKNOWN_TOKEN: FaultShape(kind=FaultKind.REFUSED, code=401, description="Unauthorized"),
    Trouble.BROKEN: FaultShape(kind=FaultKind.SERVER_ERROR),
    Trouble.BAD_GATEWAY: FaultShape(kind=FaultKind.BAD_GATEWAY),
    Trouble.SILENT_BEFORE: FaultShape(kind=FaultKind.TIMEOUT_BEFORE),
    Trouble.SILENT_AFTER: FaultShape(kind=FaultKind.TIMEOUT_AFTER),
}


class TelegramGround(Ground):
    token = "1000:AAsecret"
    username = "desk1000_bot"
    secret_header = "x-telegram-bot-api-secret-token"
    chat_id = 7

    def __init__(self, control: TelegramControl) -> None:
        self.control = control
        self.platform = self.adapter = Telegram(control.url)

    async def close(self) -> None:
        await self.adapter.close()

    async def start(self, payload: str = "") -> None:
        await self.control.start(self.chat_id, payload=payload)

    async def write(self, text: str) -> str:
        return str((await self.control.write(self.chat_id, text=text)).message_id)

    async def attach(self, name: str, *, content: bytes, size: int | None = None) -> None:
        wish = Attach(name=name, mime_type="text/plain", size=size)
        await self.control.attach(self.chat_id, content=content, wish=wish)

    async def send_sticker(self) -> None:
        await self.control.attach(self.chat_id, content=b"", wish=Attach(kind="sticker"))

    async def edit(self, message_id: str, text: str) -> None:
        await self.control.edit(self.chat_id, message_id=int(message_id), text=text)

    async def press(self, label: str) -> None:
        await self.control.press(self.chat_id, data=label)

    async def block(self) -> None:
        await self.control.block(self.chat_id)

    async def come_back(self) -> None:
        await self.control.unblock(self.chat_id)

    async def shown(self) -> list[Shown]:
        said = [message for message in await self.control.transcript(self.chat_id) if message.author == "bot"]
        return [
            Shown(
                message.text or "",
                [[button.text for button in row] for row in message.keyboard],
                message.file.name if message.file else None,
            )
            for message in said
        ]

    async def waiting_presses(self) -> int:
        return sum(not press.answered for press in await self.control.presses(self.chat_id))

    async def notices(self) -> list[str]:
        return [press.answer_text for press in await self.control.presses(self.chat_id) if press.answer_text]

    async def suffer(self, trouble: Trouble) -> None:
        if trouble is Trouble.AWAY:
            self.platform = Telegram(CLOSED)
        else:
            await self.control.script(FAULTS[trouble])
