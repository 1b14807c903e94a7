"""Change a ticket: load, decide, save with its events, and again from the start where somebody was quicker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.merge import Merged
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Mark, Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.visible import visible_ticket
from shared.errors import Unavailable
from shared.ids import later_than, mark_of, time_of

ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Amended:
    """The ticket as it is now, whether that is this change's doing, and the message that came with it."""

    ticket: Ticket
    changed: bool
    message: Message | None = None


async def amend(
    ports: Ports,
    *,
    actor: Actor,
    ticket_id: UUID,
    decide: Callable[[Ticket], Ticket],
    message: Callable[[Ticket], Awaitable[Message]] | None = None,
    step: str = "",
    by_way_of: Ticket | None = None,
) -> Amended:
    """What became of the ticket: a decision that changes nothing and brings no message stores and tells nothing.

    What an earlier run of the same request has done is not done again (ADR 4); `step` tells apart what one request does
    to one ticket. Whatever the clocks of several processes say, a ticket's messages have ids in the order in which they
    are stored, and none has a higher one than the ticket's `updated_at` reaches: who has read the ticket knows up to
    where nothing is missing. `by_way_of` is the ticket that the actor asked for, where that was merged into this one:
    what they may see and have seen is known of that one. Raises NotFound, PreconditionFailed where the ticket is no
    longer what the actor expects, Merged where a message comes to a ticket that goes on in another one, and Unavailable
    where others are quicker twenty times in a row.
    """
    mark_id = mark_of(f"{ticket_id} {step}")
    for _ in range(ATTEMPTS):
        before = await _before(ports, actor=actor, ticket_id=ticket_id, by_way_of=by_way_of)
        if (mark := before.mark(mark_id)) is not None:
            return await _done_before(ports, before, mark)
        if by_way_of is None:
            actor.check_seen(before.version)
        if message is not None and before.merged_into is not None:
            raise Merged(before.merged_into)
        written = _in_order(await message(before), after=before) if message else None
        after = decide(before) if written is None or written.internal else decide(before).with_reply(written)
        if after == before and written is None:
            return Amended(before, changed=False)
        now = max(ports.clock(), before.updated_at, time_of(written.id) if written else before.updated_at)
        after = replace(after, updated_at=now, version=before.version + 1, revision=before.revision + 1)
        after = after.marked(mark_id, message_id=written.id if written else None)
        after, events = tell.changed(before, after, actor=actor, at=now, message=written)
        if await ports.tickets.save(after, events, message=written):
            return Amended(after, changed=True, message=written)
    raise Unavailable("This ticket is being changed by many at once; try again.")


async def _before(ports: Ports, *, actor: Actor, ticket_id: UUID, by_way_of: Ticket | None) -> Ticket:
    if by_way_of is None:
        return await visible_ticket(ports, actor=actor, ticket_id=ticket_id)
    return await ports.tickets.get(actor.tenant_id, ticket_id)


def _in_order(message: Message, *, after: Ticket) -> Message:
    return replace(message, id=later_than(after.updated_at, fresh=message.id))


async def _done_before(ports: Ports, ticket: Ticket, mark: Mark) -> Amended:
    if mark.message_id is None:
        return Amended(ticket, changed=True)
    message = await ports.messages.get(ticket.tenant_id, ticket.id, mark.message_id)
    return Amended(ticket, changed=True, message=message)
