"""Who a ticket's customer is, from what a surface says of them."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.contact import Contact
from services.tickets.domain.ticket import Requester
from services.tickets.usecases.ports import Ports
from shared.errors import Forbidden, Invalid
from shared.ids import new_id


async def requester_for(ports: Ports, *, actor: Actor, contact_id: UUID | None, given: Requester) -> Requester:
    """The customer of a new ticket: a customer's own contact, the one that is named, or the one with the address.

    Raises Forbidden where a customer names another contact, and Invalid for an unknown one.
    """
    if actor.contact_id is not None:
        return await _own(ports, actor=actor, contact_id=contact_id)
    if contact_id is not None:
        contact = await known_contact(ports, tenant_id=actor.tenant_id, contact_id=contact_id)
        return replace(given, contact_id=contact.id, name=contact.name, email=contact.email)
    if given.email is not None:
        return await requester_with(ports, tenant_id=actor.tenant_id, email=given.email, given=given)
    return given


async def known_contact(ports: Ports, *, tenant_id: UUID, contact_id: UUID) -> Contact:
    """The contact. Raises Invalid naming `contact_id`."""
    contact = await ports.contacts.find(tenant_id, contact_id)
    if contact is None:
        raise Invalid.field("contact_id", "There is no contact with this id.")
    return contact


async def requester_with(ports: Ports, *, tenant_id: UUID, email: str, given: Requester) -> Requester:
    """The customer with an e-mail address, who becomes a contact if they are none; the ticket keeps the given name."""
    now = ports.clock()
    name = given.name or email.partition("@")[0]
    contact = await ports.contacts.ensure(Contact(new_id(), tenant_id, name, email, None, None, now, now))
    return replace(given, contact_id=contact.id, name=given.name or contact.name, email=email)


async def _own(ports: Ports, *, actor: Actor, contact_id: UUID | None) -> Requester:
    if contact_id not in {None, actor.contact_id}:
        raise Forbidden("A customer can only write in their own name.", code="missing_role")
    contact = None if actor.contact_id is None else await ports.contacts.find(actor.tenant_id, actor.contact_id)
    if contact is None:
        raise Forbidden("This key's contact does not exist any more.", code="missing_contact")
    return Requester(contact_id=contact.id, name=contact.name, email=contact.email)
