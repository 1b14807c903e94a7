"""What customers do in their app: start, write, attach, press, edit, block; each becomes an update for the bot."""

import time
from dataclasses import dataclass

from tests.support.fake_messenger.records_api import Impossible

from .bot import Bot
from .delivery import Courier
from .html_markup import utf16_length
from .nouns import Chat, Content, Customer, JsonObject, Message, Press, Reach
from .shown import bot_user, customer_user, private_chat, shown_message
from .world import World

EXTRAS: dict[str, JsonObject] = {
    "sticker": {
        "file_id": "sticker", "file_unique_id": "sticker", "type": "regular", "emoji": "🙂",
        "width": 512, "height": 512, "is_animated": False, "is_video": False,
    },
    "contact": {"phone_number": "+7999", "first_name": "Ann"},
    "location": {"latitude": 55.75, "longitude": 37.61},
}  # fmt: skip


@dataclass(frozen=True)
class CustomerHand:
    """The hand of one customer in the chat with one bot."""

    world: World
    courier: Courier
    bot: Bot
    chat_id: int

    def start(self, customer: Customer, *, payload: str) -> Message:
        """Press Start, with the payload of a deep link or ""; this opens the chat and lifts a block."""
        chat = self.bot.open_chat(customer)
        if chat.reach is Reach.BLOCKED:
            self._change_reach(chat, reach=Reach.OPEN)
        return self._say(chat, text=f"/start {payload}".rstrip())

    def write(self, text: str, *, reply_to: int = 0) -> Message:
        """Write a message."""
        return self._say(self._open_chat(), text=text, reply_to=reply_to)

    def attach(
        self, *, kind: str, name: str, mime_type: str, content: bytes, size: int | None, caption: str
    ) -> Message:
        """Send a file (`size` may claim more bytes than `content` has), or a sticker, a contact, a place."""
        chat = self._open_chat()
        if kind in EXTRAS:
            said = Content(extra={kind: EXTRAS[kind]})
        else:
            file = self.bot.add_file(kind=kind, name=name, mime_type=mime_type, content=content, size=size)
            said = Content(caption or None, file=file)
        message = self.bot.add_message(chat, from_bot=False, content=said)
        self._tell(kind="message", body=shown_message(self.bot, chat=chat, message=message))
        return message

    def edit(self, *, message_id: int, text: str) -> Message:
        """Change a text that the customer wrote."""
        chat = self._open_chat()
        message = chat.messages.get(message_id)
        if message is None or message.from_bot:
            raise Impossible("the customer wrote no such message")
        message.earlier.append((message.content, message.keyboard))
        message.content, message.edit_date = Content(text, file=message.content.file), int(time.time())
        self._tell(kind="edited_message", body=shown_message(self.bot, chat=chat, message=message))
        return message

    def press(self, *, data: str, message_id: int | None, stale: bool, expired: bool) -> Press:
        """Press the button with this data or label, on the given message or the newest that shows it.

        `stale` presses `data` even if no keyboard shows it any more; an `expired` press can no longer be answered.
        """
        chat = self._open_chat()
        message, sent = self._find_button(chat, data=data, message_id=message_id, stale=stale)
        lifetime = -1.0 if expired else self.world.rules.press_seconds
        press = self.bot.add_press(chat_id=self.chat_id, message_id=message.id, data=sent, lifetime_seconds=lifetime)
        body: JsonObject = {
            "id": press.id,
            "from": customer_user(chat.customer),
            "message": shown_message(self.bot, chat=chat, message=message),
            "chat_instance": str(self.bot.id * 1_000_003 + self.chat_id),
            "data": sent,
        }
        self._tell(kind="callback_query", body=body)
        return press

    def reach(self, reach: Reach) -> None:
        """Block or unblock the bot, or delete the account; the same again does nothing."""
        chat = self._known_chat()
        if chat.reach is not reach:
            self._change_reach(chat, reach=reach)

    def _say(self, chat: Chat, *, text: str, reply_to: int = 0) -> Message:
        command = text.split()[0] if text.startswith("/") else ""
        entities: list[JsonObject] = []
        if command:
            entities = [{"type": "bot_command", "offset": 0, "length": utf16_length(command)}]
        message = self.bot.add_message(chat, from_bot=False, content=Content(text, entities), reply_to=reply_to)
        self._tell(kind="message", body=shown_message(self.bot, chat=chat, message=message))
        return message

    def _find_button(self, chat: Chat, *, data: str, message_id: int | None, stale: bool) -> tuple[Message, str]:
        candidates = [message for message in reversed(chat.messages.values()) if message_id in (None, message.id)]
        for message in candidates:
            for button in (button for row in message.keyboard for button in row):
                if "callback_data" in button and data in (button["callback_data"], button["text"]):
                    return message, str(button["callback_data"])
        if stale and candidates:
            return candidates[0], data
        raise Impossible(f"no message shows a button {data!r}")

    def _change_reach(self, chat: Chat, *, reach: Reach) -> None:
        statuses = [_member(chat.reach), _member(reach)]
        chat.reach = reach
        if statuses[0] == statuses[1] or reach is Reach.DEACTIVATED:
            return
        old, new = (self._membership(status) for status in statuses)
        body: JsonObject = {
            "chat": private_chat(chat.customer),
            "from": customer_user(chat.customer),
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self._tell(kind="my_chat_member", body=body)

    def _membership(self, status: str) -> JsonObject:
        until: JsonObject = {"until_date": 0} if status == "kicked" else {}
        return {"user": bot_user(self.bot), "status": status, **until}

    def _open_chat(self) -> Chat:
        chat = self._known_chat()
        if chat.reach is not Reach.OPEN:
            raise Impossible(f"the chat is {chat.reach}: the customer must start the bot again")
        return chat

    def _known_chat(self) -> Chat:
        chat = self.world.chat_of(self.bot, chat_id=self.chat_id)
        if chat is None:
            raise Impossible("the customer never started this bot")
        return chat

    def _tell(self, *, kind: str, body: JsonObject) -> None:
        if self.bot.queue.add(chat_id=self.chat_id, kind=kind, body=body) is not None:
            self.courier.wake(self.bot, chat_id=self.chat_id)


def _member(reach: Reach) -> str:
    return "kicked" if reach is Reach.BLOCKED else "member"
