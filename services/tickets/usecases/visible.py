"""What a customer may see and do: their own tickets, as far as the tenant lets them."""

from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.errors import Forbidden, NotFound


async def visible_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket. Raises NotFound, for a customer also where it is another's, and Forbidden as `check_viewing`."""
    await check_viewing(ports, actor=actor)
    ticket = await ports.tickets.get(actor.tenant_id, ticket_id)
    check_own(ticket, actor=actor)
    return ticket


async def check_viewing(ports: Ports, *, actor: Actor) -> None:
    """Raises Forbidden for a customer where the tenant shows customers no tickets."""
    if actor.contact_id is not None and not (await ports.settings.get(actor.tenant_id)).helpdesk_allow_view:
        raise Forbidden("Customers cannot see tickets here.", code="view_disabled")


def only_own(having: Filter, *, actor: Actor) -> Filter:
    """The filter of a list, held to a customer's own tickets."""
    if actor.contact_id is None:
        return having
    return replace(having, contact_id=actor.contact_id)


def check_own(ticket: Ticket, *, actor: Actor) -> None:
    """Raises NotFound for a customer where the ticket is another's."""
    if actor.contact_id is not None and ticket.requester.contact_id != actor.contact_id:
        raise NotFound("There is no ticket with this id.")
