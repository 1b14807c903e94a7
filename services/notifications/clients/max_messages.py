"""Messages of MAX: what they are made of, and the way of a file into one."""

from typing import Any

from services.notifications.clients.max_calls import MaxCalls
from services.notifications.clients.max_models import Sent, Uploaded, UploadPlace
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.refusals import Temporary, UnknownIfDone

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
    """The file as an attachment. Nothing is in the dialog yet, so that any silence can be tried again."""
    kind = "image" if file.content_type.startswith("image/") else "file"
    try:
        place = await calls.call(token, "POST", "/uploads", query={"type": kind}, answer=UploadPlace)
        part = (file.name, content, file.content_type)
        name = (await calls.bring(place.url, file=part, answer=Uploaded)).name() or place.token
    except UnknownIfDone as refusal:
        raise Temporary(refusal.reason) from refusal
    if name is None:
        raise Temporary("the place for files gave no token")
    return {"type": kind, "payload": {"token": name}}
