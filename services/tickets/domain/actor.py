"""Who does something to a ticket."""

from dataclasses import dataclass
from uuid import UUID

from shared.vocabulary import ActorType


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal inside one tenant; `id` is an agent's, a contact's or a rule's, where there is one.

    `key_id` is that of the key with which they came.
    """

    tenant_id: UUID
    type: ActorType
    id: UUID | None = None
    name: str | None = None
    key_id: str | None = None

    @property
    def contact_id(self) -> UUID | None:
        """The one contact whose tickets this principal sees; None where they see every ticket."""
        return self.id if self.type is ActorType.CUSTOMER else None
