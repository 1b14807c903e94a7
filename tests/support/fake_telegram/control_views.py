"""How the control door shows messages and presses."""

from .bot import Bot
from .nouns import Keyboard, Message, Press, StoredFile
from .shapes import ButtonView, FileView, MessageView, PressView, VersionView


def message_view(bot: Bot, message: Message) -> MessageView:
    """A message for a transcript; a caption is its text."""
    return MessageView(
        bot_id=bot.id,
        message_id=message.id,
        author="bot" if message.from_bot else "customer",
        text=message.content.text,
        entities=message.content.entities,
        keyboard=_keyboard(message.keyboard),
        file=_file(message.content.file) if message.content.file else None,
        reply_to=message.reply_to,
        date=message.date,
        earlier=[VersionView(text=content.text, keyboard=_keyboard(rows)) for content, rows in message.earlier],
    )


def press_view(bot: Bot, press: Press) -> PressView:
    """A button press with its answer."""
    return PressView(
        id=press.id,
        bot_id=bot.id,
        message_id=press.message_id,
        data=press.data,
        answered=press.answered,
        answer_text=press.answer_text,
        show_alert=press.show_alert,
    )


def _keyboard(rows: Keyboard) -> list[list[ButtonView]]:
    return [[ButtonView.model_validate(button) for button in row] for row in rows]


def _file(file: StoredFile) -> FileView:
    return FileView(kind=file.kind, file_id=file.file_id, name=file.name, mime_type=file.mime_type, size=file.size)
