"""Attachments as every surface takes and shows them; a camelCase one only spells the names its own way."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel

from shared.events.attachment import AttachmentSnapshot

# One address for all surfaces. It is shown as a path, which holds at whatever name a reader knows the gateway by.
ATTACHMENTS_PATH = "/v1/helpdesk/attachments"
MOST_ATTACHMENTS = 10
_CONTENT = {"type": "string", "format": "byte", "description": "The file's bytes in base64."}


def attachment_url(attachment_id: UUID) -> str:
    """Where the file is had, with the reader's own key: a path at the gateway."""
    return f"{ATTACHMENTS_PATH}/{attachment_id}"


def attachments_out(attachments: Sequence[AttachmentSnapshot], *, content_type: str = "content_type") -> list[Any]:
    """What a message says of its files; `content_type` is how the surface spells that name."""
    return [
        {"id": str(each.id), "name": each.name, content_type: each.content_type, "size": each.size, "url": each.url}
        for each in attachments
    ]


def _decoded(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("must be a base64 text")
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise ValueError("must be base64, without line breaks and with its padding") from None


class AttachmentBody(BaseModel):
    """A file of a message: an upload by its `id`, or a small one brought along."""

    id: UUID | None = None
    name: Annotated[str, StringConstraints(max_length=4096)] | None = None
    content_type: Annotated[str, StringConstraints(max_length=512)] | None = None
    content_base64: Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema(_CONTENT)] | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        brought = [self.name, self.content_type, self.content_base64]
        if self.id is not None and brought != [None] * 3:
            raise ValueError("is either an id or a file, not both")
        if self.id is None and None in brought:
            raise ValueError("needs an id, or a file's name, content type and content in base64")
        return self


class CamelAttachmentBody(AttachmentBody):
    """The same on a camelCase surface: `contentType`, `contentBase64`."""

    model_config = ConfigDict(alias_generator=to_camel)
