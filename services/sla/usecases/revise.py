"""Revise a ticket's watch after an event, whoever else is at it."""

from collections.abc import Callable

from services.sla.domain.watch import Watch
from services.sla.usecases.ports import Ports, TicketWatch
from shared.errors import Conflict
from shared.events.decisions import SlaApplied, SlaAppliedData
from shared.events.ticket import TicketEvent

# Each lost race is another's progress, and few handle events of the same ticket at one time.
ATTEMPTS = 100

Change = Callable[[TicketWatch], TicketWatch]


async def revise(event: TicketEvent, change: Change, *, ports: Ports, unseen: bool = False) -> None:
    """Write what `change` makes of the watch, and announce new deadlines; what changes nothing is not written.

    `unseen` says that there is most likely no watch yet, so that none is looked for first.
    Raises Conflict where others are always faster.
    """
    tenant_id, ticket_id = event.tenantid, event.data.ticket.id
    blank: TicketWatch = Watch(ticket_id=ticket_id, tenant_id=tenant_id)
    before = blank if unseen else await ports.watches.find(tenant_id, ticket_id) or blank
    for _ in range(ATTEMPTS):
        after = change(before)
        if after is before or await ports.watches.save(after, _applied(event, before=before, after=after)):
            return
        before = await ports.watches.find(tenant_id, ticket_id) or blank
    raise Conflict("the watch is always written by others")


def _applied(event: TicketEvent, *, before: TicketWatch, after: TicketWatch) -> list[SlaApplied]:
    deadlines = after.deadlines
    if not deadlines or deadlines == before.deadlines:
        return []
    data = SlaAppliedData(
        ticket_id=after.ticket_id,
        of_sequence=after.last_sequence,
        first_response_deadline=deadlines.first_response,
        resolution_deadline=deadlines.resolution,
    )
    return [SlaApplied(subject=event.subject, tenantid=event.tenantid, data=data)]
