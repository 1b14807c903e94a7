"""Files that messages carry: what of one is shown, and who may use and read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.tickets.domain.actor import Actor
from shared.vocabulary import ActorType


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a message says of a file; `size` is in bytes."""

    id: UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a tenant. `uploader` is the key that brought it; without a ticket nothing uses it yet.

    At `expires_at` it goes, unless a message shows it by then. `key` tells it from all others of the tenant, where
    whoever brings it may do so twice.
    """

    id: UUID
    tenant_id: UUID
    name: str
    content_type: str
    uploader: str | None
    created_at: datetime
    expires_at: datetime | None
    ticket_id: UUID | None = None
    size: int = 0
    key: str | None = None

    def as_attachment(self) -> Attachment:
        return Attachment(self.id, self.name, self.content_type, self.size)

    def brought_by(self, key_id: str | None) -> bool:
        return key_id is not None and self.uploader == key_id

    def usable(self, *, in_ticket: UUID, by: Actor) -> bool:
        """Whether a message of the ticket may carry it: a file has one ticket, and a customer only their own files."""
        mine = by.type is not ActorType.CUSTOMER or self.brought_by(by.key_id)
        return mine and self.ticket_id in {None, in_ticket}
