"""Tickets, terms and watches for SLA's tests."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.sla.domain.course import Mark
from services.sla.domain.policy import Policy
from services.sla.domain.promise import Promise
from services.sla.domain.terms import Terms, Thresholds
from services.sla.domain.watch import Watch
from shared.vocabulary import AuthorType, Priority, Status

OPENED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TICKET_ID, TENANT_ID = UUID(int=1), UUID(int=2)
THRESHOLDS = Thresholds(first_reply_hours=2, resolve_hours=8, unanswered_hours=24)
TERMS = Terms(THRESHOLDS)
PROMISE = TERMS.promise(Priority.NORMAL)


def hours(count: float) -> datetime:
    """So many hours after the ticket was opened."""
    return OPENED + timedelta(hours=count)


@dataclass(frozen=True)
class SeenTicket:
    """A ticket that a customer has just opened, unless told otherwise."""

    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    created_at: datetime = OPENED
    updated_at: datetime = OPENED
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    last_message_by: AuthorType | None = AuthorType.CUSTOMER
    last_message_at: datetime | None = OPENED
    waiting_since: datetime | None = OPENED


def policy(number: int = 1, **fields: object) -> Policy:
    """One for every priority, with 4 and 24 hours, that pauses, unless told otherwise."""
    usual = Policy(
        id=UUID(int=100 + number),
        tenant_id=TENANT_ID,
        name=f"Policy {number}",
        first_response_hours=4,
        resolution_hours=24,
        applies=tuple(Priority),
        business_hours_id=None,
        pause_when_pending=True,
        created_at=OPENED,
        updated_at=OPENED,
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def blank() -> Watch[SeenTicket]:
    return Watch(ticket_id=TICKET_ID, tenant_id=TENANT_ID)


def seen(watch: Watch[SeenTicket], ticket: SeenTicket, *, sequence: int, at: datetime) -> Watch[SeenTicket]:
    """The watch after an event that changed the ticket's status or priority."""
    mark = Mark(sequence, at, ticket.status, ticket.priority)
    return watch.follow(replace(ticket, updated_at=at), sequence=sequence).marked(mark)


def watching(ticket: SeenTicket | None = None, *, promise: Promise = PROMISE) -> Watch[SeenTicket]:
    """A watch that has heard of the ticket's opening."""
    return seen(blank(), ticket or SeenTicket(), sequence=1, at=OPENED).under(promise)
