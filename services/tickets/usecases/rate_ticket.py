"""Take what a customer thinks of how their ticket was dealt with."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.rating import rated
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict, NotFound
from shared.events.decisions import CsatReceived, CsatReceivedData
from shared.events.envelope import rfc3339
from shared.log import get_logger
from shared.vocabulary import CHAT_CHANNELS, ActorType

log = get_logger()


class NotTheirs(Conflict):
    code = "not_their_ticket"


async def rate_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID, rating: int, comment: str | None) -> Ticket:
    """The ticket with its rating. Raises NotFound, Forbidden as for any reading, and Conflict as `rated`."""

    def decide(ticket: Ticket) -> Ticket:
        return rated(ticket, rating=rating, comment=comment, at=ports.clock())

    return (await amend(ports, actor=actor, ticket_id=ticket_id, decide=decide)).ticket


async def take_rating(event: CsatReceived, *, ports: Ports) -> None:
    """A rating that came through a messenger; the first of each close counts, from the ticket's own chat."""
    given = event.data
    ticket = await ports.tickets.find(event.tenantid, given.ticket_id)
    if ticket is None:
        log.info("rating of a ticket that is gone", ticket_id=event.subject)
        return
    requester = ticket.requester
    actor = Actor(event.tenantid, ActorType.CUSTOMER, requester.contact_id, requester.shown_name, by_sibling=True)

    def decide(before: Ticket) -> Ticket:
        _check_theirs(before, given)
        return rated(before, rating=given.rating, comment=given.comment, at=ports.clock())

    try:
        await amend(ports, actor=actor, ticket_id=ticket.id, decide=decide)
    except (Conflict, NotFound) as error:
        log.info("rating left aside", ticket_id=event.subject, reason=error.code)


def _check_theirs(ticket: Ticket, given: CsatReceivedData) -> None:
    """Raises NotTheirs for a rating from another chat, or of another close than the last one."""
    chat = ticket.channel in CHAT_CHANNELS and ticket.chat_id == given.chat_id
    if not chat or ticket.channel_id not in {None, given.channel_id}:
        raise NotTheirs("This rating came from another chat.")
    if given.closed_at is not None and (
        ticket.closed_at is None or rfc3339(ticket.closed_at) != rfc3339(given.closed_at)
    ):
        raise NotTheirs("This rating is of an earlier close.", code="earlier_close")
