"""Revise a ticket's watch, whoever else is at it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.sla.domain.watch import Watch
from services.sla.usecases.ports import Ports, TicketWatch
from shared.errors import Conflict
from shared.events.decisions import SlaApplied, SlaAppliedData
from shared.events.ticket import Ref

# Each lost race is another's progress, and few handle events of the same ticket at one time.
ATTEMPTS = 100

Change = Callable[[TicketWatch], Awaitable[TicketWatch]]


async def revise(ports: Ports, change: Change, *, tenant_id: UUID, ticket_id: UUID, unseen: bool = False) -> None:
    """Write what `change` makes of the watch, and announce how the ticket now stands where that is new.

    What changes nothing is not written. `unseen` says that there is most likely no watch yet, so that none is looked
    for first. Raises Conflict where others are always faster.
    """
    blank: TicketWatch = Watch(ticket_id=ticket_id, tenant_id=tenant_id)
    before = blank if unseen else await ports.watches.find(tenant_id, ticket_id) or blank
    for _ in range(ATTEMPTS):
        after = await change(before)
        if after is before or await ports.watches.save(after, applied(before=before, after=after)):
            return
        before = await ports.watches.find(tenant_id, ticket_id) or blank
    raise Conflict("the watch is always written by others")


def applied(*, before: TicketWatch, after: TicketWatch) -> list[SlaApplied]:
    """What tickets is to show from now on, if that is new. Of two, the one of the later write holds."""
    standing = after.standing
    if standing == before.standing or after.promise is None:
        return []
    data = SlaAppliedData(
        ticket_id=after.ticket_id,
        of_sequence=after.last_sequence,
        order=after.rev + 1,
        policy_revision=after.promise.revision,
        policy=Ref(id=standing.policy.id, name=standing.policy.name) if standing.policy else None,
        first_response_deadline=standing.first_response,
        resolution_deadline=standing.resolution,
        paused=standing.paused,
    )
    return [SlaApplied(subject=str(after.ticket_id), tenantid=after.tenant_id, data=data)]
