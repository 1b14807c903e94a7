"""Undo a merge."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.history import Doer
from services.tickets.domain.merging import unmerged
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import amend
from services.tickets.usecases.finish_merge import final_target, finish_merge
from services.tickets.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import mark_of

STEP = "unmerge"


async def unmerge_ticket(ports: Ports, *, actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket as it was before it was merged, with its own messages; what was written since stays at the target.

    Raises NotFound, PreconditionFailed; Conflict where it was never merged, longer than 24 hours ago, or where its
    target is deleted, and its messages with it.
    """
    source = await ports.tickets.get(actor.tenant_id, ticket_id)
    if source.mark(mark_of(f"{ticket_id} {STEP}")) is None:
        actor.check_seen(source.version)
        await finish_merge(ports, source=source)
        if await final_target(ports, ticket=source) is None:
            raise Conflict("The ticket that this one was merged into is deleted.", code="target_deleted")

    def decide(before: Ticket) -> Ticket:
        at = max(ports.clock(), before.updated_at)
        return unmerged(before, by=Doer(actor.type, actor.id, actor.name), at=at)

    amended = await amend(ports, actor=actor, ticket_id=ticket_id, decide=decide, step=STEP)
    await finish_merge(ports, source=amended.ticket)
    return await ports.tickets.get(actor.tenant_id, ticket_id)
