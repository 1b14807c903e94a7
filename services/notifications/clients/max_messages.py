"""Messages of MAX: what they are made of, and the way of a file into one."""

from typing import Any

from services.notifications.clients.max_calls import MaxCalls
from services.notifications.clients.max_models import Sent, Uploaded, UploadPlace
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.refusals import Permanent, Temporary, UnknownIfDone
from shared.log import get_logger

log = get_logger()

IMAGES = ("image/jpeg", "image/png", "image/webp", "image/gif")

Attachment = dict[str, Any]


def keyboard(rows: Rows) -> list[Attachment]:
    """As attachments; none of them takes the buttons of an edited message away."""
    if not rows:
        return []
    buttons = [[{"type": "callback", "text": button.text, "payload": button.data} for button in row] for row in rows]
    return [{"type": "inline_keyboard", "payload": {"buttons": buttons}}]


async def post(
    calls: MaxCalls, token: str, *, chat_id: int, text: str | None = None, attachments: list[Attachment]
) -> str:
    """Send to a dialog; the message's `mid`."""
    body = {"text": text, "attachments": attachments}
    sent = await calls.call(token, "POST", "/messages", query={"chat_id": chat_id}, body=body, answer=Sent)
    return sent.message.body.mid


async def bring(calls: MaxCalls, token: str, *, file: OutgoingFile, content: bytes) -> Attachment:
    """The file as an attachment: an image where MAX takes it as one. Nothing is in the dialog yet, so that any silence
    can be tried again."""
    part = (file.name, content, file.content_type)
    try:
        if file.content_type in IMAGES:
            try:
                return await _bring(calls, token, kind="image", part=part)
            except Permanent as refusal:
                log.info("sent as a file, being no image for max", error=refusal.reason)
        return await _bring(calls, token, kind="file", part=part)
    except UnknownIfDone as refusal:
        raise Temporary(refusal.reason) from refusal


async def _bring(calls: MaxCalls, token: str, *, kind: str, part: tuple[str, bytes, str]) -> Attachment:
    place = await calls.call(token, "POST", "/uploads", query={"type": kind}, answer=UploadPlace)
    name = (await calls.bring(place.url, file=part, answer=Uploaded)).name() or place.token
    if name is None:
        raise Temporary("the place for files gave no token")
    return {"type": kind, "payload": {"token": name}}
