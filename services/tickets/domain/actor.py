"""Who does something to a ticket."""

from dataclasses import dataclass
from uuid import UUID

from shared.errors import PreconditionFailed
from shared.vocabulary import ActorType


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal inside one tenant; `id` is an agent's, a contact's or a rule's, where there is one.

    `key_id` is that of the key with which they came. `by_sibling` says that a sibling service brings what a customer
    did, and has seen to whose it is. `expects` are the versions of a ticket on which they want to build; None where any
    will do.
    """

    tenant_id: UUID
    type: ActorType
    id: UUID | None = None
    name: str | None = None
    key_id: str | None = None
    expects: frozenset[int] | None = None
    by_sibling: bool = False

    def check_seen(self, version: int) -> None:
        """Raises PreconditionFailed where the ticket has come to another version than the ones expected."""
        if self.expects is not None and version not in self.expects:
            raise PreconditionFailed("This ticket is no longer as it was when you saw it.")

    @property
    def contact_id(self) -> UUID | None:
        """The one contact whose tickets this principal sees; None where they see every ticket."""
        return self.id if self.type is ActorType.CUSTOMER and not self.by_sibling else None
