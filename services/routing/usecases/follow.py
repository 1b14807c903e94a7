"""Follow who has a ticket, where that counts for somebody's load."""

from services.routing.domain.desk import Desk, Holding
from services.routing.usecases.ports import Ports
from shared.events.ticket import TicketDeleted, TicketEvent
from shared.vocabulary import Status


async def follow(event: TicketEvent, *, ports: Ports) -> None:
    """Keep who has the ticket now; a tenant none of whose teams ever chose is not followed."""
    await follow_in(await ports.desks.without_rules(event.tenantid), event, ports=ports)


async def follow_in(desk: Desk, event: TicketEvent, *, ports: Ports) -> None:
    if not desk.counted:
        return
    ticket = event.data.ticket
    holding = Holding(
        ticket_id=ticket.id,
        tenant_id=event.tenantid,
        agent_id=ticket.assignee.id if ticket.assignee else None,
        sequence=event.order,
        ended_at=event.time if ticket.status is Status.CLOSED or isinstance(event, TicketDeleted) else None,
    )
    await ports.holdings.keep(holding)
