"""Add a contact."""

from uuid import UUID

from services.tickets.domain.contact import Contact
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_contact(
    ports: Ports,
    *,
    tenant_id: UUID,
    name: str,
    email: str | None,
    telegram_chat_id: int | None,
    max_chat_id: int | None,
) -> Contact:
    """The new contact. Raises Conflict where another one has the address or a chat."""
    now = ports.clock()
    contact = Contact(new_id_of("contact"), tenant_id, name, email, telegram_chat_id, max_chat_id, now, now)
    return await ports.contacts.add(contact)
