"""What customers do in their app: start, write, attach, press, edit, stop; each becomes an update for the bot."""

from dataclasses import dataclass

from tests.support.fake_messenger.records_api import Impossible

from .bot import Bot
from .delivery import Courier
from .nouns import Content, Dialog, JsonObject, Message, Person, Press, now_ms
from .shown import person_user, shown_message
from .world import World


@dataclass(frozen=True)
class CustomerHand:
    """The hand of one customer in the dialog with one bot; `origin` is this server as it is reached."""

    world: World
    courier: Courier
    bot: Bot
    chat_id: int
    origin: str

    def start(self, person: Person, *, payload: str) -> None:
        """Press Start, with the payload of a link or ""; this opens the dialog and ends a stop."""
        was_open = self.chat_id in self.bot.dialogs and not self.bot.dialogs[self.chat_id].suspended
        dialog = self.bot.open_dialog(self.chat_id, person=person)
        dialog.suspended = False
        if not was_open or self.world.rules.starts_again:
            self._tell(dialog, "bot_started", **self._who(dialog), **({"payload": payload} if payload else {}))

    def say(self, content: Content) -> Message:
        """Write, or send something."""
        dialog = self._open_dialog()
        message = self.bot.add_message(dialog, from_bot=False, content=content)
        self._tell(dialog, "message_created", message=self._shown(dialog, message))
        return message

    def edit(self, *, mid: str, text: str) -> Message:
        """Change a text that the customer wrote."""
        dialog = self._open_dialog()
        message = dialog.messages.get(mid)
        if message is None or message.from_bot:
            raise Impossible("the customer wrote no such message")
        message.earlier.append((message.content, message.keyboard))
        message.content = Content(text, message.content.files)
        self._tell(dialog, "message_edited", message=self._shown(dialog, message))
        return message

    def press(self, *, data: str, mid: str | None, stale: bool) -> Press:
        """Press the button with this payload or label, on the given message or the newest that shows it.

        `stale` presses `data` even if no keyboard shows it any more.
        """
        dialog = self._open_dialog()
        message, payload = self._find_button(dialog, data=data, mid=mid, stale=stale)
        press = self.bot.add_press(dialog, message=message, payload=payload)
        callback: JsonObject = {
            "timestamp": press.timestamp,
            "callback_id": press.id,
            "payload": payload,
            "user": person_user(dialog.person),
        }
        self._tell(dialog, "message_callback", callback=callback, message=self._shown(dialog, message))
        return press

    def stop(self) -> None:
        """Stop the bot and remove the dialog; the same again does nothing."""
        dialog = self.world.dialog_of(self.bot, chat_id=self.chat_id)
        if dialog is None:
            raise Impossible("the customer never started this bot")
        if not dialog.suspended:
            dialog.suspended = True
            self._tell(dialog, "bot_stopped", **self._who(dialog))
            self._tell(dialog, "dialog_removed", **self._who(dialog))

    def _find_button(self, dialog: Dialog, *, data: str, mid: str | None, stale: bool) -> tuple[Message, str]:
        candidates = [message for message in reversed(dialog.messages.values()) if mid in (None, message.mid)]
        for message in candidates:
            for button in (button for row in message.keyboard for button in row):
                if button["type"] == "callback" and data in (button["payload"], button["text"]):
                    return message, str(button["payload"])
        if stale and candidates:
            return candidates[0], data
        raise Impossible(f"no message shows a button {data!r}")

    def _open_dialog(self) -> Dialog:
        dialog = self.world.dialog_of(self.bot, chat_id=self.chat_id)
        if dialog is None or dialog.suspended:
            raise Impossible("the dialog is not open: the customer must start the bot")
        return dialog

    def _who(self, dialog: Dialog) -> JsonObject:
        return {"chat_id": dialog.chat_id, "user": person_user(dialog.person)}

    def _shown(self, dialog: Dialog, message: Message) -> JsonObject:
        return shown_message(self.bot, dialog=dialog, message=message, origin=self.origin)

    def _tell(self, dialog: Dialog, kind: str, **fields: object) -> None:
        language = dialog.person.language_code
        locale: JsonObject = {"user_locale": language} if language and kind != "message_edited" else {}
        self.bot.tell(self.chat_id, {"update_type": kind, "timestamp": now_ms(), **fields, **locale})
        self.courier.wake(self.bot)
