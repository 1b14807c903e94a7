"""What the control door shows of messages and presses."""

from .bot import Bot
from .nouns import Keyboard, Message, Press
from .shapes import ButtonView, FileView, MessageView, PressView, VersionView


def message_view(bot: Bot, message: Message) -> MessageView:
    """A message as the customer sees it, with what it said before."""
    return MessageView(
        bot_id=bot.id,
        message_id=message.mid,
        author="bot" if message.from_bot else "customer",
        text=message.content.text,
        keyboard=_keyboard(message.keyboard),
        files=[FileView(kind=file.kind, name=file.name, size=file.size) for file in message.content.files],
        earlier=[VersionView(text=content.text, keyboard=_keyboard(rows)) for content, rows in message.earlier],
    )


def press_view(bot: Bot, press: Press) -> PressView:
    """A press and its answer."""
    return PressView(
        id=press.id,
        bot_id=bot.id,
        message_id=press.mid,
        data=press.payload,
        answered=press.answered,
        answer_text=press.answer_text,
    )


def _keyboard(rows: Keyboard) -> list[list[ButtonView]]:
    return [[ButtonView.model_validate(button) for button in row] for row in rows]
