"""Finish a merge, or its undoing, from wherever it was broken off."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.merge import Merge, Stage
from services.tickets.domain.merging import in_course_of, settled
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases import tell
from services.tickets.usecases.amend import ATTEMPTS
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable

# What a target tells beside its own fields: the ticket that has come to it, or has left it.
MERGED_FROM = "merged_from"


async def finish_merge(ports: Ports, *, source: Ticket) -> None:
    """Move the messages of the merge in the source's journal, tell it of the target, and note that it is done.

    Every step may have been done before. Raises Unavailable; then it is left to whoever comes next.
    """
    merge = source.merge
    if merge is None or not merge.under_way:
        return
    if merge.stage is Stage.MOVING:
        await ports.moving.carry(source)
        await _taken_in(ports, source, merge=merge)
    else:
        await ports.moving.bring_back(source)
        await _let_go(ports, source, merge=merge)
    await _settle(ports, source, merge=merge)


async def final_target(ports: Ports, *, ticket: Ticket) -> Ticket | None:
    """The ticket that has the messages of this merged one now; None where one on the way was deleted."""
    holder: Ticket | None = ticket
    while holder is not None and holder.merged_into is not None:
        holder = await ports.tickets.find(ticket.tenant_id, holder.merged_into)
    return holder


async def _taken_in(ports: Ports, source: Ticket, *, merge: Merge) -> None:
    """The target keeps its promise, once."""

    def decide(target: Ticket) -> Ticket | None:
        if all(promise.id != merge.id for promise in target.promises):
            return None
        return replace(target, promises=tuple(each for each in target.promises if each.source_id != source.id))

    await _change_holder(ports, merge.into, source=source, merge=merge, decide=decide)


async def _let_go(ports: Ports, source: Ticket, *, merge: Merge) -> None:
    """The ticket that had the messages last goes on without them; its mark says that it was told."""

    def decide(holder: Ticket) -> Ticket | None:
        return None if holder.mark(merge.id) else holder.marked(merge.id, message_id=None)

    target = await ports.tickets.find(source.tenant_id, merge.into)
    holder = None if target is None else await final_target(ports, ticket=target)
    if holder is not None:
        await _change_holder(ports, holder.id, source=source, merge=merge, decide=decide)


async def _change_holder(
    ports: Ports, holder_id: UUID, *, source: Ticket, merge: Merge, decide: Callable[[Ticket], Ticket | None]
) -> None:
    """Store the holder as its messages leave it now, and tell it in the name of whoever asked for the merge."""
    moving = merge.stage is Stage.MOVING
    beside = {MERGED_FROM: (None, source.id) if moving else (source.id, None)}
    actor = Actor(source.tenant_id, merge.by.type, merge.by.id, merge.by.name)
    for _ in range(ATTEMPTS):
        before = await ports.tickets.find(source.tenant_id, holder_id)
        after = None if before is None else decide(before)
        if before is None or after is None:
            return
        said = await ports.messages.of_tickets(source.tenant_id, [before.id])
        after = in_course_of(after, said[before.id])
        # None of its messages has a higher id than its `updated_at` reaches.
        now = max(ports.clock(), before.updated_at, merge.since)
        after = replace(after, updated_at=now, version=before.version + 1, revision=before.revision + 1)
        after, events = tell.changed(before, after, actor=actor, at=now, beside=beside)
        if await ports.tickets.save(after, events):
            return
    raise Unavailable("The ticket is being changed by many at once; try again.")


async def _settle(ports: Ports, source: Ticket, *, merge: Merge) -> None:
    for _ in range(ATTEMPTS):
        before = await ports.tickets.find(source.tenant_id, source.id)
        journal = None if before is None else before.merge
        if before is None or journal is None or (journal.id, journal.stage) != (merge.id, merge.stage):
            return
        if await ports.tickets.save(replace(settled(before), revision=before.revision + 1), ()):
            return
    raise Unavailable("The ticket is being changed by many at once; try again.")
