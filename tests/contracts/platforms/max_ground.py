"""MAX's ground: the adapter before the fake Bot API."""

from services.notifications.clients.max import Max
from tests.contracts.platforms.ground import CLOSED, Ground, Shown, Trouble
from tests.support.fake_max import FaultKind, MaxControl
from tests.support.fake_max.shapes import Attach
from tests.support.fake_messenger.shapes import FaultShape

FAULTS = {
    Trouble.LIMITED: FaultShape(kind=FaultKind.RATE_LIMITED, retry_after_seconds=17),
    Trouble.FORBIDDEN: FaultShape(
        kind=FaultKind.REFUSED, code=403, description="access.denied: error.user.blocked.the.bot"
    ),
    Trouble.WRONG: FaultShape(kind=FaultKind.REFUSED, description="proto.payload: text: must not be empty"),
    Trouble.NO_CHAT: FaultShape(kind=FaultKind.REFUSED, code=404, description="not.found: Chat 7 not found"),
    Trouble.UNKNOWN_TOKEN: FaultShape(
        kind=FaultKind.REFUSED, code=401, description="verify.token: Invalid access_token"
    ),
    Trouble.BROKEN: FaultShape(kind=FaultKind.SERVER_ERROR),
    Trouble.BAD_GATEWAY: FaultShape(kind=FaultKind.BAD_GATEWAY),
    Trouble.SILENT_BEFORE: FaultShape(kind=FaultKind.TIMEOUT_BEFORE),
    Trouble.SILENT_AFTER: FaultShape(kind=FaultKind.TIMEOUT_AFTER),
}


class MaxGround(Ground):
    token = "max-token"
    username = "id770000_bot"
    secret_header = "x-max-bot-api-secret"
    chat_id = 777

    def __init__(self, control: MaxControl) -> None:
        self.control = control
        self.platform = self.adapter = Max(control.url)

    async def close(self) -> None:
        await self.adapter.close()

    async def start(self, payload: str = "") -> None:
        await self.control.start(self.chat_id, payload=payload)

    async def write(self, text: str) -> str:
        return (await self.control.write(self.chat_id, text=text)).message_id

    async def attach(self, name: str, *, content: bytes, size: int | None = None) -> None:
        await self.control.attach(self.chat_id, content=content, wish=Attach(name=name, size=size))

    async def send_sticker(self) -> None:
        await self.control.attach(self.chat_id, wish=Attach(kind="sticker"))

    async def edit(self, message_id: str, text: str) -> None:
        await self.control.edit(self.chat_id, message_id=message_id, text=text)

    async def press(self, label: str) -> None:
        await self.control.press(self.chat_id, data=label)

    async def block(self) -> None:
        await self.control.block(self.chat_id)

    async def come_back(self) -> None:
        await self.control.start(self.chat_id)

    async def shown(self) -> list[Shown]:
        said = [message for message in await self.control.transcript(self.chat_id) if message.author == "bot"]
        return [
            Shown(
                message.text or "",
                [[button.text for button in row] for row in message.keyboard],
                message.files[0].name if message.files else None,
            )
            for message in said
        ]

    async def waiting_presses(self) -> int:
        return sum(not press.answered for press in await self.control.presses(self.chat_id))

    async def notices(self) -> list[str]:
        return [press.answer_text for press in await self.control.presses(self.chat_id) if press.answer_text]

    async def suffer(self, trouble: Trouble) -> None:
        if trouble is Trouble.AWAY:
            self.platform = Max(CLOSED)
        else:
            await self.control.script(FAULTS[trouble])
