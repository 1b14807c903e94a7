"""A delivery: one event on its way to one endpoint, with every attempt that was made."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from services.webhooks.domain.outcome import Answer, Verdict, verdict_of
from services.webhooks.domain.schedule import Schedule


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One POST and what came of it; `error` says why there is no status code, or why it is a failure."""

    at: datetime
    status_code: int | None
    latency_ms: int
    response: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """`holder` is the claim by which one worker has it to itself until `due_at`; without one, anybody's then.

    `made` counts the attempts since its schedule began, which it does anew where somebody asks for it once more.
    """

    id: UUID
    tenant_id: UUID
    endpoint_id: UUID
    event_id: UUID
    event: str
    body: bytes
    created_at: datetime
    updated_at: datetime
    status: DeliveryStatus = DeliveryStatus.PENDING
    next_attempt_at: datetime | None = None
    due_at: datetime | None = None
    holder: UUID | None = None
    made: int = 0
    attempts: tuple[Attempt, ...] = ()

    def after(self, answer: Answer, *, at: datetime, now: datetime, schedule: Schedule, jitter: float) -> "Delivery":
        """The delivery with the attempt made at `at` noted, and what follows from it as of `now`."""
        attempt = Attempt(at, answer.status_code, answer.latency_ms, answer.response, answer.error)
        made, attempts = self.made + 1, (*self.attempts, attempt)
        told = replace(self, made=made, attempts=attempts, updated_at=now, next_attempt_at=None, due_at=None)
        verdict = verdict_of(answer)
        if verdict is Verdict.DELIVERED:
            return replace(told, status=DeliveryStatus.DELIVERED)
        again = schedule.next_attempt(made=made, at=now, jitter=jitter, retry_after_seconds=answer.retry_after_seconds)
        if verdict is Verdict.GONE or again is None:
            return replace(told, status=DeliveryStatus.FAILED)
        return replace(told, next_attempt_at=again, due_at=again)


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries to show; what is absent does not narrow. `events` are the spellings of one event."""

    status: DeliveryStatus | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Deliveries by the time of their events; both ends belong to it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """An endpoint that has deliveries due, and since when the oldest is."""

    endpoint_id: UUID
    since: datetime


def delivery_id(*, event_id: UUID, endpoint_id: UUID) -> UUID:
    """The one id that this event's delivery to this endpoint can have: a repeated event finds it taken.

    It keeps the event's time in front, so that ids sort by the age of their events.
    """
    return UUID(bytes=event_id.bytes[:6] + uuid5(event_id, str(endpoint_id)).bytes[6:])


def webhook_id(delivery: Delivery) -> str:
    """What the receiver tells repeats by: the same for every attempt, without dots."""
    return f"msg_{delivery.event_id}_{delivery.endpoint_id}"
