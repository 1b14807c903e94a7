"""Merge a ticket into another one."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.history import Doer
from services.tickets.domain.merge import Promise
from services.tickets.domain.merging import check_target, merged
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import ATTEMPTS, amend
from services.tickets.usecases.finish_merge import finish_merge
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.withdraw_promise import withdraw_promise
from shared.errors import HelpdeskError, Invalid, Unavailable
from shared.ids import later_than, mark_of, new_id

STEP = "merge"
# A promise that is older is not built on any more; the timers withdraw it some time after that.
PROMISE_HOLDS = timedelta(seconds=4)


async def merge_tickets(ports: Ports, *, actor: Actor, ticket_id: UUID, into: UUID) -> Ticket:
    """The target, with the messages of the ticket, which is closed and goes on there.

    Whatever dies from the moment at which the source is stored as merged, the rest is done then or by the timers.
    Raises NotFound, PreconditionFailed; Invalid where the target is unknown or the ticket itself; Conflict where the
    target is closed or merged, or the ticket was merged before, or either is being merged at this moment.
    """
    source = await ports.tickets.get(actor.tenant_id, ticket_id)
    if source.mark(mark_of(f"{ticket_id} {STEP}")) is None:
        actor.check_seen(source.version)
        source = await _merged(ports, source, actor=actor, into=into)
    await finish_merge(ports, source=source)
    return await _target(ports, actor=actor, into=into)


async def _merged(ports: Ports, source: Ticket, *, actor: Actor, into: UUID) -> Ticket:
    """The source, once it is stored as merged."""
    if into == source.id:
        raise Invalid.field("into", "A ticket cannot be merged into itself.")
    target, promise = await _promised(ports, source, actor=actor, into=into)

    def decide(before: Ticket) -> Ticket:
        at = max(ports.clock(), before.updated_at)
        if at - promise.at > PROMISE_HOLDS:
            raise Unavailable("The merge took too long; try again.")
        return merged(before, promise, into=target, by=Doer(actor.type, actor.id, actor.name), at=at)

    try:
        return (await amend(ports, actor=actor, ticket_id=source.id, decide=decide, step=STEP)).ticket
    except Unavailable:
        # Whether it was stored is unknown: the timers will see.
        raise
    except HelpdeskError:
        await withdraw_promise(ports, target=target, promise=promise)
        raise


async def _promised(ports: Ports, source: Ticket, *, actor: Actor, into: UUID) -> tuple[Ticket, Promise]:
    """The target, which from now on is neither merged itself nor deleted, until the merge is done or withdrawn."""
    for _ in range(ATTEMPTS):
        target = await _target(ports, actor=actor, into=into)
        check_target(target)
        latest = max(source.updated_at, target.updated_at)
        promise = Promise(later_than(latest, fresh=new_id()), source.id, ports.clock())
        promising = replace(target, promises=(*target.promises, promise), revision=target.revision + 1)
        if await ports.tickets.save(promising, ()):
            return promising, promise
    raise Unavailable("The ticket to merge into is being changed by many at once; try again.")


async def _target(ports: Ports, *, actor: Actor, into: UUID) -> Ticket:
    target = await ports.tickets.find(actor.tenant_id, into)
    if target is None:
        raise Invalid.field("into", "There is no ticket with this id.")
    return target
