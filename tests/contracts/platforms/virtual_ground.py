"""The ground of the platform that is in this process alone."""

from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    UnknownIfDone,
)
from tests.contracts.platforms.ground import Ground, Shown, Trouble
from tests.support.virtual_platform import BOT, VirtualPlatform

REFUSALS: dict[Trouble, PlatformError] = {
    Trouble.LIMITED: RateLimited("slower", retry_after_seconds=17),
    Trouble.FORBIDDEN: Blocked("no"),
    Trouble.WRONG: Permanent("never"),
    Trouble.NO_CHAT: ChatNotFound("nowhere"),
    Trouble.UNKNOWN_TOKEN: AuthFailed("who?"),
    Trouble.BROKEN: Temporary("later"),
    Trouble.BAD_GATEWAY: Temporary("later"),
    Trouble.SILENT_BEFORE: UnknownIfDone("…"),
    Trouble.SILENT_AFTER: UnknownIfDone("…"),
    Trouble.AWAY: Temporary("away"),
}


class VirtualGround(Ground):
    token = "virtual"
    username = str(BOT.username)
    secret_header = "x-virtual-secret"
    chat_id = 7

    def __init__(self) -> None:
        self.world = VirtualPlatform()
        self.platform = self.world
        self.presses: list[str] = []

    async def start(self, payload: str = "") -> None:
        self.world.dialogs.setdefault(self.chat_id, {})
        self.world.does(self.chat_id, "start", payload=payload or None)

    async def write(self, text: str) -> str:
        name = f"w{len(self.world.told)}"
        self.world.does(self.chat_id, "message", text=text, message_id=name)
        return name

    async def attach(self, name: str, *, content: bytes, size: int | None = None) -> None:
        reference = f"file-{len(self.world.files)}"
        self.world.files[reference] = content
        file = {"id": reference, "name": name, "size": len(content) if size is None else size}
        self.world.does(self.chat_id, "message", file=file, message_id=name)

    async def send_sticker(self) -> None:
        self.world.does(self.chat_id, "message", unsupported="sticker", message_id="s")

    async def edit(self, message_id: str, text: str) -> None:
        self.world.does(self.chat_id, "edit", text=text, message_id=message_id)

    async def press(self, label: str) -> None:
        dialog = self.world.dialogs[self.chat_id]
        [name] = [name for name, said in dialog.items() if label in said.data]
        self.presses.append(f"p{len(self.presses)}")
        pressed = {"message_id": name, "press_id": self.presses[-1], "payload": dialog[name].data[label]}
        self.world.does(self.chat_id, "press", **pressed)

    async def block(self) -> None:
        self.world.blocked.add(self.chat_id)
        self.world.does(self.chat_id, "blocked")

    async def come_back(self) -> None:
        self.world.blocked.remove(self.chat_id)
        self.world.does(self.chat_id, "returned")

    async def shown(self) -> list[Shown]:
        dialog = self.world.dialogs.get(self.chat_id, {})
        return [Shown(said.text, said.labels, said.file.name if said.file else None) for said in dialog.values()]

    async def waiting_presses(self) -> int:
        return sum(press not in self.world.answers for press in self.presses)

    async def notices(self) -> list[str]:
        return [text for press, text in self.world.answers.items() if press in self.presses]

    async def suffer(self, trouble: Trouble) -> None:
        self.world.refusal, self.world.too_late = REFUSALS[trouble], trouble is Trouble.SILENT_AFTER
