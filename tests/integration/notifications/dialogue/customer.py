"""A customer before their telephone: what they do in the chat, and what they see there."""

from dataclasses import dataclass

from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import MessageView, PersonShape


@dataclass
class Customer:
    """One chat with the tenant's bot; `language` is what Telegram says of them."""

    telegram: TelegramControl
    chat_id: int
    language: str
    username: str

    async def start(self, payload: str = "") -> None:
        person = PersonShape(first_name="Bob", username=self.username, language_code=self.language)
        await self.telegram.start(self.chat_id, payload=payload, person=person)

    async def write(self, text: str) -> None:
        await self.telegram.write(self.chat_id, text=text)

    async def press(self, button: str, *, stale: bool = False) -> None:
        """Press the newest button with this label or data; a `stale` one need not be there."""
        await self.telegram.press(self.chat_id, data=button, stale=stale)

    async def messages(self) -> list[MessageView]:
        """What the bot has written, as it stands now."""
        return [each for each in await self.telegram.transcript(self.chat_id) if each.author == "bot"]

    async def texts(self) -> list[str]:
        return [each.text or "" for each in await self.messages()]

    async def buttons(self) -> list[str]:
        """All that can be pressed now, from top to bottom."""
        return [button.text for each in await self.messages() for row in each.keyboard for button in row]

    async def sees(self, *texts: str) -> None:
        """Return once the bot's messages are these and no others."""

        async def seen() -> bool:
            assert await self.texts() == list(texts)
            return True

        await eventually(seen, within=15, what=f"messages {texts}")

    async def sees_last(self, part: str, *, buttons: list[str] | None = None) -> str:
        """The newest message, once it has this in it (and exactly these buttons)."""

        async def seen() -> str:
            last = (await self.messages())[-1]
            assert part in (last.text or ""), last.text
            shown = [button.text for row in last.keyboard for button in row]
            assert buttons is None or shown == buttons, shown
            return last.text or ""

        return await eventually(seen, within=15, what=f"a message with {part!r}")

    async def acknowledged(self) -> None:
        """Return once no button is waiting any more."""

        async def answered() -> bool:
            return all(press.answered for press in await self.telegram.presses(self.chat_id))

        await eventually(answered, within=10, what="every press is acknowledged")
