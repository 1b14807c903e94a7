"""A customer before their telephone: what they do in the chat, and what they see there."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.eventually import eventually
from tests.support.fake_max import MaxControl
from tests.support.fake_max.shapes import MessageView as MaxView
from tests.support.fake_messenger.shapes import PersonShape
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import MessageView as TelegramView

Messenger = TelegramControl | MaxControl
MessageView = TelegramView | MaxView


@dataclass
class Customer:
    """One chat with the tenant's bot; `language` is what the messenger says of them."""

    messenger: Messenger
    chat_id: int
    language: str
    username: str

    async def start(self, payload: str = "") -> None:
        person = PersonShape(first_name="Bob", username=self.username, language_code=self.language)
        await self.messenger.start(self.chat_id, payload=payload, person=person)

    async def write(self, text: str) -> None:
        await self.messenger.write(self.chat_id, text=text)

    async def press(self, button: str, *, stale: bool = False) -> None:
        """Press the newest button with this label or data; a `stale` one need not be there."""
        await self.messenger.press(self.chat_id, data=button, stale=stale)

    async def press_at(self, message_id: int | str, button: str) -> None:
        """Press where a button once stood."""
        if isinstance(self.messenger, TelegramControl):
            await self.messenger.press(self.chat_id, data=button, message_id=int(message_id), stale=True)
        else:
            await self.messenger.press(self.chat_id, data=button, message_id=str(message_id), stale=True)

    async def messages(self) -> list[MessageView]:
        """What the bot has written, as it stands now."""
        transcript: Sequence[MessageView] = await self.messenger.transcript(self.chat_id)
        return [each for each in transcript if each.author == "bot"]

    async def texts(self) -> list[str]:
        return [each.text or "" for each in await self.messages()]

    async def buttons(self) -> list[str]:
        """All that can be pressed now, from top to bottom."""
        return [button.text for each in await self.messages() for row in each.keyboard for button in row]

    async def open_menu(self, text: str) -> None:
        """Ask for the menu, and return once a new message has this text."""
        before = len(await self.texts())
        await self.write("/menu")

        async def shown() -> bool:
            return (await self.texts())[before:] == [text]

        await eventually(shown, within=15, what="a new menu")

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
            return all(press.answered for press in await self.messenger.presses(self.chat_id))

        await eventually(answered, within=10, what="every press is acknowledged")
