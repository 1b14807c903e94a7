"""How people, messages and attachments look in MAX's JSON."""

from .bot import Bot
from .nouns import Content, Dialog, JsonObject, Message, Person, StoredFile, now_ms


def bot_user(bot: Bot) -> JsonObject:
    """The bot as a User."""
    return {
        "user_id": bot.id,
        "first_name": bot.first_name,
        "username": bot.username,
        "is_bot": True,
        "last_activity_time": now_ms(),
        "name": bot.first_name,
    }


def person_user(person: Person) -> JsonObject:
    """The customer as a User; names that are absent are left out."""
    names = {"first_name": person.first_name, "last_name": person.last_name, "username": person.username}
    given = {name: value for name, value in names.items() if value is not None}
    return {"user_id": person.user_id, **given, "is_bot": False, "last_activity_time": now_ms()}


def shown_message(bot: Bot, *, dialog: Dialog, message: Message, origin: str) -> JsonObject:
    """A Message; files are fetched below `origin`."""
    receiver = dialog.person.user_id if message.from_bot else bot.id
    return {
        "sender": bot_user(bot) if message.from_bot else person_user(dialog.person),
        "recipient": {"chat_id": dialog.chat_id, "chat_type": "dialog", "user_id": receiver},
        "timestamp": message.timestamp,
        "body": {
            "mid": message.mid,
            "seq": message.seq,
            "text": message.content.text,
            "attachments": [*_attachments(message.content, origin=origin), *_keyboard(message)],
        },
    }


def _attachments(content: Content, *, origin: str) -> list[JsonObject]:
    extra = [content.extra] if content.extra else []
    return [*(_file(file, origin=origin) for file in content.files), *extra]


def _file(file: StoredFile, *, origin: str) -> JsonObject:
    payload: JsonObject = {"token": file.token, "url": f"{origin}/content/{file.token}"}
    if file.kind == "image":
        return {"type": "image", "payload": {**payload, "photo_id": len(file.token)}}
    if file.kind == "file":
        return {"type": "file", "payload": payload, "filename": file.name, "size": file.size}
    return {"type": file.kind, "payload": payload}


def _keyboard(message: Message) -> list[JsonObject]:
    if not message.keyboard:
        return []
    payload: JsonObject = {"buttons": message.keyboard, "callback_id": f"cb.{message.mid}"}
    return [{"type": "inline_keyboard", "payload": payload}]
