"""Put what agents are told by e-mail into the outbox; who they are is asked when it is sent."""

from uuid import UUID

from services.notifications.domain.email import Cause, Email, Letter
from services.notifications.usecases.letters import assigned_letter, customer_replied_letter
from services.notifications.usecases.ports import Ports
from shared.events.ticket import TicketAssigned, TicketEvent, TicketReplied
from shared.ids import new_id
from shared.log import get_logger
from shared.vocabulary import AuthorType

log = get_logger()


async def tell_of_assignment(event: TicketAssigned, *, ports: Ports) -> None:
    """The new assignee is told, else the team, where the ticket has become the team's. Nobody, where it is nobody's."""
    ticket, changes = event.data.ticket, event.data.changes
    if ticket.assignee is None and ticket.team is None:
        return
    if ticket.assignee is not None and "assigned_to" not in changes:
        return
    letter = assigned_letter(event, public_url=ports.public_url)
    assignee_id = ticket.assignee.id if ticket.assignee else None
    await _take(ports, event, cause=Cause.ASSIGNED, letter=letter, assignee_id=assignee_id)


async def tell_of_customers_reply(event: TicketReplied, *, ports: Ports) -> None:
    """The assignee is told, else the team; an agent's own reply is told to nobody."""
    ticket, message = event.data.ticket, event.data.message
    if message.internal or message.author_type is not AuthorType.CUSTOMER:
        return
    if ticket.assignee is None and ticket.team is None:
        return
    letter = customer_replied_letter(event, data=event.data, public_url=ports.public_url)
    await _take(ports, event, cause=Cause.CUSTOMER_REPLIED, letter=letter)


async def _take(
    ports: Ports, event: TicketEvent, *, cause: Cause, letter: Letter, assignee_id: UUID | None = None
) -> None:
    if not ports.postman.employed:
        log.info("e-mail not sent: this installation sends none", ticket_id=event.subject, cause=cause.value)
        return
    now = ports.clock()
    email = Email(
        id=new_id(),
        tenant_id=event.tenantid,
        ticket_id=event.data.ticket.id,
        event_id=event.id,
        cause=cause,
        letter=letter,
        to=None,
        stored_at=now,
        reported_at=now,
        actor_id=event.data.actor.id,
        assignee_id=assignee_id,
    )
    await ports.emails.add(email, report=None)
    ports.ring_postman()
