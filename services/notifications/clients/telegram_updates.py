"""Telegram's updates in our words."""

import re
from datetime import UTC, datetime

from services.notifications.clients.telegram_update_models import (
    CallbackQuery,
    Media,
    Membership,
    Message,
    Update,
    User,
)
from services.notifications.domain.inbound import Deed, Inbound, InboundFile, Sender

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
DEEDS = {"kicked": Deed.BLOCKED, "member": Deed.RETURNED}

# What a file is called, and is, where Telegram does not say.
FILES = {
    "document": ("file", "application/octet-stream"),
    "voice": ("voice.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("video.mp4", "video/mp4"),
}
# A venue has a location beside it for old clients, so it is asked for first.
UNSUPPORTED = (
    "sticker", "contact", "venue", "location", "poll", "dice", "story", "game", "paid_media", "checklist",
)  # fmt: skip


def read_update(body: bytes) -> Inbound | None:
    """What a customer did in a private chat; None for anything else. Raises ValueError for what is no update."""
    update = Update.model_validate_json(body)
    key = str(update.update_id)
    if update.message:
        return _written(update.message, key=key)
    if update.edited_message:
        return _edited(update.edited_message, key=key)
    if update.callback_query:
        return _pressed(update.callback_query, key=key)
    return _moved(update.my_chat_member, key=key) if update.my_chat_member else None


def _written(message: Message, *, key: str) -> Inbound | None:
    """None for what is neither text nor a file nor of a kind that a customer would miss: the platform's own notices."""
    if not message.chat.private or message.sender is None or message.sender.is_bot:
        return None
    text, files = message.text or message.caption or "", _files(message)
    unsupported = next((kind for kind in UNSUPPORTED if getattr(message, kind) is not None), None)
    if not (text or files or unsupported):
        return None
    start = START.fullmatch(text) if message.text else None
    return Inbound(
        deed=Deed.START if start else Deed.MESSAGE,
        key=key,
        chat_id=message.chat.id,
        sender=_sender(message.sender),
        at=_time(message.date),
        message_id=str(message.message_id),
        text="" if start else text,
        payload=payload_of(start["rest"]) if start else None,
        files=files,
        unsupported=unsupported,
    )


def _edited(message: Message, *, key: str) -> Inbound | None:
    """None for what has no words: a place that moves, say."""
    if not message.chat.private or message.sender is None or message.sender.is_bot:
        return None
    if message.text is None and message.caption is None and not _files(message):
        return None
    return Inbound(
        deed=Deed.EDIT,
        key=key,
        chat_id=message.chat.id,
        sender=_sender(message.sender),
        at=_time(message.edit_date or message.date),
        message_id=str(message.message_id),
        text=message.text or message.caption or "",
        files=_files(message),
    )


def _pressed(query: CallbackQuery, *, key: str) -> Inbound | None:
    """A press has no time of its own; it has just been."""
    if query.message is None or not query.message.chat.private or query.sender.is_bot:
        return None
    return Inbound(
        deed=Deed.PRESS,
        key=key,
        chat_id=query.message.chat.id,
        sender=_sender(query.sender),
        at=datetime.now(UTC),
        message_id=str(query.message.message_id),
        payload=query.data or "",
        press_id=query.id,
    )


def _moved(membership: Membership, *, key: str) -> Inbound | None:
    deed = DEEDS.get(membership.new_chat_member.status)
    if deed is None or not membership.chat.private:
        return None
    return Inbound(
        deed=deed,
        key=key,
        chat_id=membership.chat.id,
        sender=_sender(membership.sender),
        at=_time(membership.date),
    )


def payload_of(rest: str | None) -> str | None:
    """What stands after `/start`, if a link can have brought it."""
    payload = (rest or "").strip()
    return payload if PAYLOAD.fullmatch(payload) else None


def _files(message: Message) -> tuple[InboundFile, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width)
        return (InboundFile(largest.file_id, "photo.jpg", "image/jpeg", largest.file_size),)
    for kind, (name, content_type) in FILES.items():
        media: Media | None = getattr(message, kind)
        if media is not None:
            shown, meant = media.file_name or name, media.mime_type or content_type
            return (InboundFile(media.file_id, shown, meant, media.file_size),)
    return ()


def _sender(user: User) -> Sender:
    return Sender(
        platform_id=user.id,
        first_name=user.first_name,
        last_name=user.last_name,
        username=user.username,
        language=user.language_code,
    )


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
