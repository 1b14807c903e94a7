"""Deliveries, answers and tickets for the tests of webhooks."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.webhooks.domain.delivery import Delivery
from services.webhooks.domain.outcome import Answer, answered
from services.webhooks.domain.schedule import Schedule
from shared.events.ticket import TicketSnapshot
from shared.vocabulary import Channel, Priority, Status

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
EVENT_ID, ENDPOINT_ID, TENANT_ID = UUID("01980000-0000-7000-8000-000000000001"), UUID(int=2), UUID(int=3)
SCHEDULE = Schedule((0, 5, 300))


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def said(status_code: int, *, retry_after_seconds: float | None = None) -> Answer:
    """A receiver's answer."""
    return answered(status_code, latency_ms=3, response="", retry_after_seconds=retry_after_seconds)


def nothing_said(error: str = "no connection") -> Answer:
    return Answer(None, 15_000, error=error)


def delivery() -> Delivery:
    """A delivery that no attempt has been made of."""
    return Delivery(
        id=UUID(int=4),
        tenant_id=TENANT_ID,
        endpoint_id=ENDPOINT_ID,
        event_id=EVENT_ID,
        event="ticket.created",
        body=b"{}",
        created_at=AT,
        updated_at=AT,
        next_attempt_at=AT,
        due_at=AT,
    )


def attempted(before: Delivery, answer: Answer, *, jitter: float = 0.0) -> Delivery:
    """The delivery after one more attempt, made and answered at 9:00."""
    return before.after(answer, at=AT, now=AT, schedule=SCHEDULE, jitter=jitter)


def ticket(*, text: str = "It is late.", status: Status = Status.NEW) -> TicketSnapshot:
    return TicketSnapshot(
        id=UUID(int=5),
        number=1,
        subject="Where is my order?",
        text=text,
        status=status,
        priority=Priority.NORMAL,
        channel=Channel.TELEGRAM,
        created_at=AT,
        updated_at=AT,
        version=1,
    )
