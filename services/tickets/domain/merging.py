"""The rules of merging: which tickets can be, and what a merge and its undoing make of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from services.tickets.domain.history import Doer
from services.tickets.domain.merge import Merge, Merged, Promise, Stage
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from shared.errors import Conflict
from shared.vocabulary import AuthorType, Status

UNDONE_WITHIN = timedelta(hours=24)


def check_at_rest(ticket: Ticket) -> None:
    """Raises Conflict while messages are on their way from or to the ticket."""
    if ticket.promises or (ticket.merge is not None and ticket.merge.under_way):
        raise Conflict("This ticket is being merged at this moment; try again.", code="merging")


def check_target(target: Ticket) -> None:
    """Raises Conflict where nothing can be merged into the ticket."""
    if target.merged_into is not None:
        raise Conflict("The ticket to merge into was itself merged into another one.", code="target_merged")
    if target.status is Status.CLOSED:
        raise Conflict("The ticket to merge into is closed.", code="target_closed")


def merged(source: Ticket, promise: Promise, *, into: Ticket, by: Doer, at: datetime) -> Ticket:
    """The source, closed, with its messages about to move. Raises Conflict where it cannot be merged now."""
    if source.merged_into is not None:
        raise Conflict("This ticket was merged into another one before.", code="already_merged")
    check_at_rest(source)
    merge = Merge(
        id=promise.id,
        into=into.id,
        by=by,
        at=at,
        stage=Stage.MOVING,
        since=at,
        status=source.status,
        resolved_at=source.resolved_at,
        closed_at=source.closed_at,
    )
    return replace(source.with_status(Status.CLOSED, at=at), merge=merge, merged_into=into.id)


def unmerged(source: Ticket, *, by: Doer, at: datetime) -> Ticket:
    """The source as it stood before, with its messages about to return. Raises Conflict where that cannot be."""
    merge = source.merge
    if merge is None or source.merged_into is None:
        raise Conflict("This ticket is not merged into another one.", code="not_merged")
    check_at_rest(source)
    if at - merge.at > UNDONE_WITHIN:
        raise Conflict("A merge can be undone within 24 hours; this one is older.", code="too_late")
    return replace(
        source,
        merged_into=None,
        merge=replace(merge, stage=Stage.RETURNING, since=at, by=by),
        status=merge.status,
        resolved_at=merge.resolved_at,
        closed_at=merge.closed_at,
    )


def settled(source: Ticket) -> Ticket:
    """The source once all its messages have arrived."""
    if source.merge is None or source.merge.stage is Stage.RETURNING:
        return replace(source, merge=None)
    return replace(source, merge=replace(source.merge, stage=Stage.MERGED))


def check_changed(before: Ticket, after: Ticket) -> None:
    """Raises Merged where somebody would change a ticket that goes on in another one."""
    if before.merged_into is not None and after != before:
        raise Merged(before.merged_into)


def in_course_of(ticket: Ticket, messages: Iterable[Message]) -> Ticket:
    """As it stands with these messages beside its opening, wherever they came from: who wrote last, and who waits.

    Its first reply is the first that an agent gave since it was opened, and then it is not new any more.
    """
    public = (each for each in messages if not each.internal and each.author_type is not AuthorType.SYSTEM)
    said = [(ticket.created_at, AuthorType.CUSTOMER), *((each.created_at, each.author_type) for each in public)]
    said.sort(key=lambda each: each[0])
    waiting: datetime | None = None
    for at, author in said:
        waiting = (waiting or at) if author is AuthorType.CUSTOMER else None
    replies = (at for at, author in said if author is AuthorType.AGENT and at >= ticket.created_at)
    first, (last_at, last_by) = next(replies, None), said[-1]
    started = first is not None and ticket.status is Status.NEW
    return replace(
        ticket.with_status(Status.IN_PROGRESS, at=last_at) if started else ticket,
        first_reply_at=first,
        last_message_by=last_by,
        last_message_at=last_at,
        waiting_since=waiting,
    )
