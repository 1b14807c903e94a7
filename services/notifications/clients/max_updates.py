"""MAX's updates in our words."""

import mimetypes
import re
from datetime import UTC, datetime

from services.notifications.clients.max_update_models import Attachment, Body, Callback, Message, Update, User
from services.notifications.domain.inbound import Deed, Inbound, InboundFile, Sender

KINDS = ["bot_started", "bot_stopped", "dialog_removed", "message_callback", "message_created", "message_edited"]
START = re.compile(r"/start(?:\s+(?P<rest>.*))?", re.DOTALL)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
DIALOG = "dialog"

# What a file is called where MAX does not say.
FILES = {"file": "file", "image": "photo.jpg", "audio": "voice.ogg", "video": "video.mp4"}
BESIDE_WORDS = ("share", "inline_keyboard")


def read_update(body: bytes) -> Inbound | None:
    """What a customer did in a dialog; None for anything else. Raises ValueError for what is no update."""
    update = Update.model_validate_json(body)
    match update.update_type:
        case "bot_started":
            return _moved(update, deed=Deed.START)
        case "bot_stopped" | "dialog_removed":
            return _moved(update, deed=Deed.BLOCKED)
        case "message_created" if update.message:
            return _written(update, message=update.message)
        case "message_edited" if update.message:
            return _edited(update, message=update.message)
        case "message_callback" if update.callback:
            return _pressed(update, callback=update.callback)
    return None


def _moved(update: Update, *, deed: Deed) -> Inbound | None:
    if update.chat_id is None or update.user is None or update.user.is_bot:
        return None
    return Inbound(
        deed=deed,
        key=_key(update, user=update.user, chat_id=update.chat_id),
        chat_id=update.chat_id,
        sender=_sender(update.user, update=update),
        at=_time(update.timestamp),
        payload=_payload_of(update.payload) if deed is Deed.START else None,
    )


def _written(update: Update, *, message: Message) -> Inbound | None:
    """A link that opened a dialog which was open already may come as the words `/start …` instead of a start."""
    said = _said(message)
    chat_id, sender = _dialog(message), message.sender
    if chat_id is None or sender is None or sender.is_bot:
        return None
    text, files = said.text or "", _files(said)
    mid = message.body.mid if message.body else None
    start = START.fullmatch(text)
    return Inbound(
        deed=Deed.START if start else Deed.MESSAGE,
        key=mid or _key(update, user=sender, chat_id=chat_id),
        chat_id=chat_id,
        sender=_sender(sender, update=update),
        at=_time(message.timestamp or update.timestamp),
        message_id=mid,
        text="" if start else text,
        payload=_payload_of(start["rest"]) if start else None,
        files=files,
        unsupported=_unsupported(said, nothing_else=not (text or files)),
    )


def _edited(update: Update, *, message: Message) -> Inbound | None:
    chat_id, sender, body = _dialog(message), message.sender, message.body
    if chat_id is None or sender is None or sender.is_bot or body is None or body.mid is None:
        return None
    return Inbound(
        deed=Deed.EDIT,
        key=f"edited:{body.mid}:{update.timestamp}",
        chat_id=chat_id,
        sender=_sender(sender, update=update),
        at=_time(update.timestamp),
        message_id=body.mid,
        text=body.text or "",
        files=_files(body),
    )


def _pressed(update: Update, *, callback: Callback) -> Inbound | None:
    """None too where the message is gone: there is no saying in which dialog it was."""
    message, user = update.message, callback.user
    chat_id = _dialog(message) if message else None
    if message is None or chat_id is None or user.is_bot:
        return None
    payload = callback.payload or ""
    return Inbound(
        deed=Deed.PRESS,
        key=f"pressed:{callback.callback_id}:{user.user_id}:{payload}:{callback.timestamp}",
        chat_id=chat_id,
        sender=_sender(user, update=update),
        at=_time(callback.timestamp),
        message_id=message.body.mid if message.body else None,
        payload=payload,
        press_id=callback.callback_id,
    )


def _key(update: Update, *, user: User, chat_id: int) -> str:
    return f"{update.update_type}:{chat_id}:{user.user_id}:{update.timestamp}"


def _dialog(message: Message) -> int | None:
    """The dialog's number; None for a group."""
    recipient = message.recipient
    return recipient.chat_id if recipient.chat_type == DIALOG else None


def _said(message: Message) -> Body:
    """The words and files of a message, or of the one that it passes on."""
    body = message.body or Body()
    passed_on = message.link.message if message.link and message.link.type == "forward" else None
    return passed_on if passed_on and not (body.text or body.attachments) else body


def _files(body: Body) -> tuple[InboundFile, ...]:
    return tuple(_file(one, url=one.payload.url) for one in _shown(body) if one.payload and one.payload.url)


def _shown(body: Body) -> list[Attachment]:
    return [one for one in body.attachments or [] if one.type in FILES]


def _file(attachment: Attachment, *, url: str) -> InboundFile:
    name = attachment.filename or FILES[attachment.type]
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return InboundFile(url, name, content_type, attachment.size)


def _unsupported(body: Body, *, nothing_else: bool) -> str | None:
    """The kind of what cannot be shown; MAX tells bots of some kinds nothing but that there was a message."""
    kinds = [one.type for one in body.attachments or []]
    strange = next((kind for kind in kinds if kind not in FILES and kind not in BESIDE_WORDS), None)
    return strange or (next(iter(kinds), "message") if nothing_else else None)


def _payload_of(rest: str | None) -> str | None:
    payload = (rest or "").strip()
    return payload if PAYLOAD.fullmatch(payload) else None


def _sender(user: User, *, update: Update) -> Sender:
    return Sender(
        platform_id=user.user_id,
        first_name=user.first_name or user.name,
        last_name=user.last_name,
        username=user.username,
        language=update.user_locale,
    )


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
