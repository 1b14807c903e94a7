"""Change a contact."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.contact import Contact
from services.tickets.usecases.ports import Ports


async def change_contact(ports: Ports, *, tenant_id: UUID, contact_id: UUID, **given: str | int | None) -> Contact:
    """The contact with what was given (name, email, telegram_chat_id, max_chat_id) changed.

    Raises Conflict where another one has the address or a chat.
    """
    before = await ports.contacts.get(tenant_id, contact_id)
    contact = replace(before, **given, updated_at=ports.clock())  # type: ignore[arg-type]  # fields by name
    await ports.contacts.save(contact)
    return contact
