"""Tickets, messages, actors and events for the unit tests of tickets."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.tickets.domain.actor import Actor
from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ref, Ticket
from shared.events.envelope import Event
from shared.vocabulary import ActorType, AuthorType, Channel, Priority, Status

OPENED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TENANT_ID, TICKET_ID = UUID(int=1), UUID(int=2)
ADA, BOB, CREW = Ref(UUID(int=10), "Ada"), Ref(UUID(int=11), "Bob"), Ref(UUID(int=12), "Crew")
RULE = Ref(UUID(int=20), "Urgent ones to Ada")
ACTOR = Actor(TENANT_ID, ActorType.AGENT, ADA.id, ADA.name)


def minutes(count: float) -> datetime:
    """So many minutes after the ticket was opened."""
    return OPENED + timedelta(minutes=count)


def message(author: AuthorType = AuthorType.AGENT, *, at: datetime = OPENED, internal: bool = False) -> Message:
    return Message(
        id=UUID(int=int(at.timestamp())),
        tenant_id=TENANT_ID,
        ticket_id=TICKET_ID,
        author_type=author,
        author_id=None,
        author_name=None,
        text="Hello",
        created_at=at,
        internal=internal,
    )


def ticket(**fields: Any) -> Ticket:
    """A ticket that a customer has just opened, unless told otherwise."""
    fresh: dict[str, Any] = {
        "id": TICKET_ID,
        "tenant_id": TENANT_ID,
        "number": 7,
        "subject": "Where is my order?",
        "opening": message(AuthorType.CUSTOMER),
        "status": Status.NEW,
        "priority": Priority.NORMAL,
        "channel": Channel.VIRTUAL,
        "created_at": OPENED,
        "updated_at": OPENED,
        "last_message_by": AuthorType.CUSTOMER,
        "last_message_at": OPENED,
        "waiting_since": OPENED,
        "sequence": 1,
    }
    return Ticket(**(fresh | fields))


def at_rest(status: Status) -> Ticket:
    """A ticket that came to this status along the ordinary way, two minutes after its opening."""
    return ticket().with_status(Status.IN_PROGRESS, at=minutes(1)).with_status(status, at=minutes(2))


def types(events: Sequence[Event]) -> list[str]:
    return [event.type for event in events]
