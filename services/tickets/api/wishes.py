"""What a body says of a message's files, as the use-cases ask for it."""

from collections.abc import Sequence

from services.tickets.usecases.attach import AttachmentWish, NewAttachment
from shared.dialects.attachments import AttachmentBody


def wishes(bodies: Sequence[AttachmentBody]) -> tuple[AttachmentWish, ...]:
    """One for each body, in their order."""
    return tuple(_wish(body) for body in bodies)


def _wish(body: AttachmentBody) -> AttachmentWish:
    if body.id is not None:
        return body.id
    assert body.name is not None
    assert body.content_type is not None
    assert body.content_base64 is not None
    return NewAttachment(name=body.name, content_type=body.content_type, content=body.content_base64)
