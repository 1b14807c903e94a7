"""A file of a message as events tell of it."""

from uuid import UUID

from pydantic import Field

from shared.events.envelope import Contract


class AttachmentSnapshot(Contract):
    """A file that a message carries, without its bytes: they are had at `url` with the reader's own key."""

    id: UUID
    name: str
    content_type: str
    size: int = Field(description="In bytes.")
    url: str = Field(description="A path at the gateway.")
