"""Methods that put a new message into a chat."""

from tests.support.fake_telegram.keyboards import read_keyboard
from tests.support.fake_telegram.nouns import Chat, Content
from tests.support.fake_telegram.refusals import bad_request
from tests.support.fake_telegram.shown import shown_message

from .call import Call
from .uploads import read_document, read_photo
from .wording import read_caption, read_text


async def send_message(call: Call) -> object:
    """sendMessage: a text with an optional keyboard."""
    chat = call.world.reachable_chat(call.bot, chat_id=call.parameters.text("chat_id"))
    text, entities = read_text(call.parameters)
    return _put(call, chat, content=Content(text, entities))


async def send_photo(call: Call) -> object:
    """sendPhoto: an image of at most 10 MB."""
    chat = call.world.reachable_chat(call.bot, chat_id=call.parameters.text("chat_id"))
    text, entities = read_caption(call.parameters)
    return _put(call, chat, content=Content(text or None, entities, await read_photo(call)))


async def send_document(call: Call) -> object:
    """sendDocument: any file of at most 50 MB."""
    chat = call.world.reachable_chat(call.bot, chat_id=call.parameters.text("chat_id"))
    text, entities = read_caption(call.parameters)
    return _put(call, chat, content=Content(text or None, entities, await read_document(call)))


def _put(call: Call, chat: Chat, *, content: Content) -> object:
    keyboard = read_keyboard(call.parameters)
    reply_to = _replied_message(call, chat)
    message = call.bot.add_message(chat, from_bot=True, content=content, keyboard=keyboard, reply_to=reply_to)
    return shown_message(call.bot, chat=chat, message=message)


def _replied_message(call: Call, chat: Chat) -> int:
    reply = call.parameters.nested("reply_parameters", what="reply parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    message_id = _integer(reply.get("message_id")) or call.parameters.integer("reply_to_message_id")
    if message_id in chat.messages or not message_id:
        return message_id
    if reply.get("allow_sending_without_reply") or call.parameters.flag("allow_sending_without_reply"):
        return 0
    raise bad_request("message to be replied not found")


def _integer(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0
