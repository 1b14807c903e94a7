"""Tickets, terms and watches for SLA's tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.sla.domain.terms import Terms
from services.sla.domain.watch import Watch
from shared.vocabulary import AuthorType, Status

OPENED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TICKET_ID, TENANT_ID = UUID(int=1), UUID(int=2)
TERMS = Terms(first_reply_hours=2, resolve_hours=8, unanswered_hours=24)


def hours(count: float) -> datetime:
    """So many hours after the ticket was opened."""
    return OPENED + timedelta(hours=count)


@dataclass(frozen=True)
class SeenTicket:
    """A ticket that a customer has just opened, unless told otherwise."""

    status: Status = Status.NEW
    created_at: datetime = OPENED
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    last_message_by: AuthorType | None = AuthorType.CUSTOMER
    last_message_at: datetime | None = OPENED
    waiting_since: datetime | None = OPENED


def blank() -> Watch[SeenTicket]:
    return Watch(ticket_id=TICKET_ID, tenant_id=TENANT_ID)


def watching(ticket: SeenTicket | None = None, *, terms: Terms = TERMS) -> Watch[SeenTicket]:
    """A watch that has heard of the ticket's opening."""
    return blank().follow(ticket or SeenTicket(), sequence=1).under(terms)
