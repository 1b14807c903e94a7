"""A typed client of the control door, for one-liners in tests."""

import base64
import zlib

from pydantic import TypeAdapter

from tests.support.fake_messenger.control import Control
from tests.support.fake_messenger.shapes import PersonShape, Shape

from .shapes import Attach, BotShape, EditText, MessageView, PressButton, PressView, RuleChanges, Start, Write


class MaxControl(Control):
    """Acts on a running fake at `url`. Where several bots are registered, acts of customers name theirs by `bot`."""

    async def register_bot(
        self, token: str = "max-token", *, username: str | None = None, first_name: str = "Help desk"
    ) -> BotShape:
        """Make a bot; its number follows from its token."""
        bot_id = zlib.crc32(token.encode())
        shape = BotShape(token=token, id=bot_id, username=username or f"id{bot_id}_bot", first_name=first_name)
        return BotShape.model_validate_json(await self.send("POST", "/bots", body=shape))

    async def knows(self, chat_id: int) -> None:
        """Let every bot write to this dialog although the customer opened none."""
        await self.send("POST", f"/chats/{chat_id}/known")

    async def start(
        self, chat_id: int, *, payload: str = "", person: PersonShape | None = None, bot: BotShape | None = None
    ) -> None:
        """The customer presses Start; in a dialog that was stopped this is how they return."""
        wish = Start(payload=payload, person=person or PersonShape())
        await self.send("POST", f"/chats/{chat_id}/start", body=wish, bot=bot)

    async def write(self, chat_id: int, *, text: str, bot: BotShape | None = None) -> MessageView:
        """The customer writes."""
        return await self._act(chat_id, "write", Write(text=text), bot=bot)

    async def attach(
        self, chat_id: int, *, content: bytes = b"", wish: Attach | None = None, bot: BotShape | None = None
    ) -> MessageView:
        """The customer sends a file; `wish` names kind, name, caption and a claimed size."""
        encoded = base64.b64encode(content).decode()
        filled = (wish or Attach()).model_copy(update={"content_base64": encoded})
        return await self._act(chat_id, "attach", filled, bot=bot)

    async def edit(self, chat_id: int, *, message_id: str, text: str, bot: BotShape | None = None) -> MessageView:
        """The customer changes a message."""
        return await self._act(chat_id, "edit", EditText(message_id=message_id, text=text), bot=bot)

    async def press(
        self,
        chat_id: int,
        *,
        data: str,
        message_id: str | None = None,
        stale: bool = False,
        bot: BotShape | None = None,
    ) -> PressView:
        """The customer presses the button with this payload or label; see `shapes.PressButton`."""
        wish = PressButton(data=data, message_id=message_id, stale=stale)
        return PressView.model_validate_json(await self.send("POST", f"/chats/{chat_id}/press", body=wish, bot=bot))

    async def block(self, chat_id: int, *, bot: BotShape | None = None) -> None:
        """The customer stops the bot and removes the dialog."""
        await self.send("POST", f"/chats/{chat_id}/block", bot=bot)

    async def transcript(self, chat_id: int, *, bot: BotShape | None = None) -> list[MessageView]:
        """The dialog's messages in order."""
        body = await self.send("GET", f"/chats/{chat_id}/transcript", bot=bot)
        return TypeAdapter(list[MessageView]).validate_json(body)

    async def texts(self, chat_id: int, *, bot: BotShape | None = None) -> list[str]:
        """The texts that the bot wrote into the dialog, in order, as they stand now."""
        messages = await self.transcript(chat_id, bot=bot)
        return [message.text or "" for message in messages if message.author == "bot"]

    async def buttons(self, chat_id: int, *, bot: BotShape | None = None) -> list[list[str]]:
        """The labels of the buttons below the bot's last message, row by row."""
        said = [message for message in await self.transcript(chat_id, bot=bot) if message.author == "bot"]
        return [[button.text for button in row] for row in said[-1].keyboard] if said else []

    async def presses(self, chat_id: int, *, bot: BotShape | None = None) -> list[PressView]:
        """The dialog's button presses and their answers."""
        return TypeAdapter(list[PressView]).validate_json(await self.send("GET", f"/chats/{chat_id}/presses", bot=bot))

    async def change_rules(self, changes: RuleChanges) -> None:
        """Change some rules while the server runs."""
        await self.send("PATCH", "/rules", body=changes)

    async def _act(self, chat_id: int, act: str, wish: Shape, *, bot: BotShape | None) -> MessageView:
        return MessageView.model_validate_json(await self.send("POST", f"/chats/{chat_id}/{act}", body=wish, bot=bot))
