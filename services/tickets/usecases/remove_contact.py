"""Remove a contact."""

from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict


async def remove_contact(ports: Ports, *, tenant_id: UUID, contact_id: UUID) -> None:
    """Raises Conflict while a ticket is the contact's."""
    await ports.contacts.get(tenant_id, contact_id)
    if await ports.tickets.any_with(tenant_id, Filter(contact_id=contact_id)):
        raise Conflict("This contact has tickets.", code="in_use")
    await ports.contacts.remove(tenant_id, contact_id)
