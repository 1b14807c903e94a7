"""A typed client of the control door, for one-liners in tests."""

import base64

from pydantic import TypeAdapter

from tests.support.fake_messenger.control import Control
from tests.support.fake_messenger.shapes import PersonShape, Shape

from .shapes import (
    Attach,
    BotShape,
    EditText,
    MessageView,
    PressButton,
    PressView,
    RuleChanges,
    Start,
    Write,
)


class TelegramControl(Control):
    """Acts on a running fake at `url`. Where several bots are registered, acts of customers name theirs by `bot`."""

    async def register_bot(
        self, token: str = "1000:fake", *, username: str | None = None, first_name: str = "Help desk"
    ) -> BotShape:
        """Make a bot; its id is the number before the colon of the token, as on the platform."""
        bot_id = int(token.partition(":")[0])
        shape = BotShape(token=token, id=bot_id, username=username or f"desk{bot_id}_bot", first_name=first_name)
        return BotShape.model_validate_json(await self.send("POST", "/bots", body=shape))

    async def knows(self, chat_id: int) -> None:
        """Let every bot write to this chat although the customer started none."""
        await self.send("POST", f"/chats/{chat_id}/known")

    async def start(
        self, chat_id: int, *, payload: str = "", person: PersonShape | None = None, bot: BotShape | None = None
    ) -> MessageView:
        """The customer presses Start."""
        return await self._act(chat_id, "start", Start(payload=payload, person=person or PersonShape()), bot=bot)

    async def write(self, chat_id: int, *, text: str, reply_to: int = 0, bot: BotShape | None = None) -> MessageView:
        """The customer writes."""
        return await self._act(chat_id, "write", Write(text=text, reply_to=reply_to), bot=bot)

    async def attach(
        self, chat_id: int, *, content: bytes, wish: Attach | None = None, bot: BotShape | None = None
    ) -> MessageView:
        """The customer sends a file; `wish` names kind, name, type, caption and a claimed size."""
        encoded = base64.b64encode(content).decode()
        return await self._act(
            chat_id, "attach", (wish or Attach()).model_copy(update={"content_base64": encoded}), bot=bot
        )

    async def edit(self, chat_id: int, *, message_id: int, text: str, bot: BotShape | None = None) -> MessageView:
        """The customer changes a message."""
        return await self._act(chat_id, "edit", EditText(message_id=message_id, text=text), bot=bot)

    async def press(
        self,
        chat_id: int,
        *,
        data: str,
        message_id: int | None = None,
        stale: bool = False,
        expired: bool = False,
        bot: BotShape | None = None,
    ) -> PressView:
        """The customer presses the button with this data or label; see `shapes.PressButton`."""
        wish = PressButton(data=data, message_id=message_id, stale=stale, expired=expired)
        return PressView.model_validate_json(await self.send("POST", f"/chats/{chat_id}/press", body=wish, bot=bot))

    async def block(self, chat_id: int, *, bot: BotShape | None = None) -> None:
        """The customer blocks the bot."""
        await self.send("POST", f"/chats/{chat_id}/block", bot=bot)

    async def unblock(self, chat_id: int, *, bot: BotShape | None = None) -> None:
        """The customer lifts the block."""
        await self.send("POST", f"/chats/{chat_id}/unblock", bot=bot)

    async def deactivate(self, chat_id: int, *, bot: BotShape | None = None) -> None:
        """The customer's account is deleted."""
        await self.send("POST", f"/chats/{chat_id}/deactivate", bot=bot)

    async def transcript(self, chat_id: int, *, bot: BotShape | None = None) -> list[MessageView]:
        """The chat's messages in order."""
        body = await self.send("GET", f"/chats/{chat_id}/transcript", bot=bot)
        return TypeAdapter(list[MessageView]).validate_json(body)

    async def texts(self, chat_id: int, *, bot: BotShape | None = None) -> list[str]:
        """The texts that the bot wrote into the chat, in order, as they stand now."""
        messages = await self.transcript(chat_id, bot=bot)
        return [message.text or "" for message in messages if message.author == "bot"]

    async def buttons(self, chat_id: int, *, bot: BotShape | None = None) -> list[list[str]]:
        """The labels of the buttons below the bot's last message, row by row."""
        said = [message for message in await self.transcript(chat_id, bot=bot) if message.author == "bot"]
        return [[button.text for button in row] for row in said[-1].keyboard] if said else []

    async def presses(self, chat_id: int, *, bot: BotShape | None = None) -> list[PressView]:
        """The chat's button presses and their answers."""
        return TypeAdapter(list[PressView]).validate_json(await self.send("GET", f"/chats/{chat_id}/presses", bot=bot))

    async def change_rules(self, changes: RuleChanges) -> None:
        """Change some rules while the server runs."""
        await self.send("PATCH", "/rules", body=changes)

    async def _act(self, chat_id: int, act: str, wish: Shape, *, bot: BotShape | None) -> MessageView:
        return MessageView.model_validate_json(await self.send("POST", f"/chats/{chat_id}/{act}", body=wish, bot=bot))
