"""Find a file for somebody who wants to read it."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.attachment import StoredFile
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.vocabulary import ActorType


async def find_file(ports: Ports, *, reader: Actor, file_id: UUID) -> StoredFile:
    """The file. Raises NotFound, the same for what does not exist and for what this reader may not see.

    A customer sees what a public message of their contact's tickets shows, and what their key brought and nobody used.
    """
    file = await ports.attachments.find(reader.tenant_id, file_id)
    if file is not None and (reader.type is not ActorType.CUSTOMER or await _open_to(ports, file, customer=reader)):
        return file
    raise NotFound("There is no attachment with this id.")


async def _open_to(ports: Ports, file: StoredFile, *, customer: Actor) -> bool:
    if file.ticket_id is None:
        return file.brought_by(customer.key_id)
    public = {message.ticket_id for message in await ports.messages.showing(file) if not message.internal}
    for ticket_id in public:
        if customer.id is not None and await _requester_of(ports, file, ticket_id=ticket_id) == customer.id:
            return True
    return False


async def _requester_of(ports: Ports, file: StoredFile, *, ticket_id: UUID) -> UUID | None:
    try:
        return (await ports.tickets.get(file.tenant_id, ticket_id)).requester.contact_id
    except NotFound:
        # Deleted since its messages were read.
        return None
