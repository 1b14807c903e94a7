"""How people, chats, messages and files look in the Bot API's JSON."""

from .bot import Bot
from .nouns import Chat, Content, Customer, JsonObject, Message, StoredFile

MEASURES: dict[str, JsonObject] = {
    "voice": {"duration": 1},
    "audio": {"duration": 1},
    "video": {"duration": 1, "width": 320, "height": 240},
}


def bot_user(bot: Bot) -> JsonObject:
    """The bot as a User."""
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def customer_user(customer: Customer) -> JsonObject:
    """The customer as a User; absent names and language are left out."""
    language = {"language_code": customer.language_code} if customer.language_code else {}
    return {"id": customer.id, "is_bot": False, **_names(customer), **language}


def private_chat(customer: Customer) -> JsonObject:
    """The private chat as a Chat."""
    return {"id": customer.id, **_names(customer), "type": "private"}


def shown_message(bot: Bot, *, chat: Chat, message: Message) -> JsonObject:
    """A Message, with the message it replies to one level deep."""
    body: JsonObject = {
        "message_id": message.id,
        "from": bot_user(bot) if message.from_bot else customer_user(chat.customer),
        "chat": private_chat(chat.customer),
        "date": message.date,
    }
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    replied = chat.messages.get(message.reply_to or 0)
    if replied is not None:
        flat = Message(replied.id, replied.from_bot, replied.content, date=replied.date)
        body["reply_to_message"] = shown_message(bot, chat=chat, message=flat)
    body.update(_content(message.content))
    if message.keyboard:
        body["reply_markup"] = {"inline_keyboard": message.keyboard}
    return body


def shown_file(file: StoredFile) -> JsonObject:
    """A File, as getFile answers it."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def _content(content: Content) -> JsonObject:
    text, entities = ("text", "entities") if content.file is None else ("caption", "caption_entities")
    body: JsonObject = dict(content.extra or {})
    if content.file is not None:
        body[content.file.kind] = _media(content.file)
    if content.text:
        body[text] = content.text
    if content.entities:
        body[entities] = content.entities
    return body


def _media(file: StoredFile) -> object:
    ids: JsonObject = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    if file.kind == "photo":
        small = {**ids, "file_id": file.file_id, "file_size": min(file.size, 1200), "width": 90, "height": 90}
        return [small, {**ids, "width": 320, "height": 320}]
    if file.kind == "video_note":
        return {"length": 240, "duration": 1, **ids}
    measures = MEASURES.get(file.kind, {})
    name: JsonObject = {} if file.kind == "voice" else {"file_name": file.name}
    return {**name, "mime_type": file.mime_type, **measures, **ids}


def _names(customer: Customer) -> JsonObject:
    names = {"first_name": customer.first_name, "last_name": customer.last_name, "username": customer.username}
    return {name: value for name, value in names.items() if value is not None}
