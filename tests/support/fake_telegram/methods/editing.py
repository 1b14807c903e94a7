"""Methods that change a message that the bot sent."""

import time

from tests.support.fake_telegram.keyboards import read_keyboard
from tests.support.fake_telegram.nouns import Chat, Content, Keyboard, Message
from tests.support.fake_telegram.refusals import NOT_MODIFIED, bad_request
from tests.support.fake_telegram.shown import shown_message

from .call import Call
from .wording import read_text


async def edit_message_text(call: Call) -> object:
    """editMessageText: the new text; without reply_markup the keyboard goes."""
    chat, message = _target(call)
    text, entities = read_text(call.parameters)
    if message.content.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, message=message, content=Content(text, entities))


async def edit_message_reply_markup(call: Call) -> object:
    """editMessageReplyMarkup: the new keyboard, or none."""
    chat, message = _target(call)
    return _change(call, chat, message=message, content=message.content)


def _target(call: Call) -> tuple[Chat, Message]:
    message_id = call.parameters.integer("message_id")
    if not call.parameters.text("chat_id") or message_id <= 0:
        raise bad_request("message identifier is not specified")
    chat = call.world.reachable_chat(call.bot, chat_id=call.parameters.text("chat_id"))
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(call: Call, chat: Chat, *, message: Message, content: Content) -> object:
    keyboard: Keyboard = read_keyboard(call.parameters, inline_only=True)
    if (content, keyboard) == (message.content, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    message.earlier.append((message.content, message.keyboard))
    message.content, message.keyboard, message.edit_date = content, keyboard, int(time.time())
    return shown_message(call.bot, chat=chat, message=message)
