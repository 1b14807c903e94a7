"""Find a file for somebody who wants to read it."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket
from shared.errors import NotFound


async def find_file(ports: Ports, *, reader: Actor, file_id: UUID) -> StoredFile:
    """The file. Raises NotFound, the same for what does not exist and for what this reader may not see.

    A customer sees what a public message of their own tickets shows, and what their key brought and nobody used; where
    the tenant shows customers no tickets, a file of theirs is Forbidden.
    """
    file = await ports.attachments.find(reader.tenant_id, file_id)
    if file is not None and (reader.contact_id is None or await _open_to(ports, file, customer=reader)):
        return file
    raise NotFound("There is no attachment with this id.")


async def _open_to(ports: Ports, file: StoredFile, *, customer: Actor) -> bool:
    if file.ticket_id is None:
        return file.brought_by(customer.key_id)
    public = {message.ticket_id for message in await ports.messages.showing(file) if not message.internal}
    for ticket_id in public:
        try:
            await visible_ticket(ports, actor=customer, ticket_id=ticket_id)
        except NotFound:
            continue
        return True
    return False
