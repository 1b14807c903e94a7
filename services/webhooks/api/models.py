"""Bodies of `/v1/helpdesk/webhooks`."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from services.webhooks.domain.delivery import Attempt, Delivery, DeliveryStatus
from services.webhooks.domain.endpoint import EVERYTHING, Endpoint
from services.webhooks.usecases.event_names import SPELLINGS, TEST
from services.webhooks.usecases.formats import FORMATS
from shared.dialects.fields import no_control_characters
from shared.events.envelope import rfc3339
from shared.http.changes import Changes, kept
from shared.http.documented import Row, Shown, one_of, page_of

DELIVERED = (*SPELLINGS, TEST)


def _delivered(name: str) -> str:
    if name not in DELIVERED:
        raise ValueError(f"must be one of {', '.join(DELIVERED)}")
    return name


def _known_format(name: str) -> str:
    if name not in FORMATS:
        raise ValueError(f"must be one of {', '.join(FORMATS)}")
    return name


Url = Annotated[str, StringConstraints(min_length=1, max_length=2_048)]
# Which of them there are depends on the format.
EventName = Annotated[str, StringConstraints(max_length=64), one_of(EVERYTHING, *SPELLINGS)]
Events = Annotated[list[EventName], Field(min_length=1, max_length=50)]
FormatName = Annotated[str, AfterValidator(_known_format), one_of(*FORMATS)]
Description = Annotated[str, StringConstraints(max_length=255), AfterValidator(no_control_characters)]
EventFilter = Annotated[str, AfterValidator(_delivered), one_of(*DELIVERED)]


class EndpointIn(BaseModel):
    url: Url
    events: Events
    format: FormatName = "messenger"
    description: Description | None = None
    enabled: Annotated[bool, Field(strict=True)] = True


class EndpointChanges(Changes):
    """Only what is given changes; a description of null takes it away."""

    url: Url = kept()
    events: Events = kept()
    format: FormatName = kept()
    description: Description | None = None
    enabled: Annotated[bool, Field(strict=True)] = kept()

    def given(self) -> dict[str, Any]:
        given = super().given()
        if "description" in given:
            given["description"] = self.description or ""
        if "events" in given:
            given["events"] = unique(self.events)
        return given


def unique(events: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(events))


class WebhookShown(Row):
    """An endpoint, without its secret."""

    url: str
    events: list[str]
    format: str
    description: str | None
    enabled: bool
    disabled_reason: str | None
    failing_since: datetime | None


WebhookPage = page_of("webhooks", WebhookShown)


class NewWebhookShown(WebhookShown):
    """A new endpoint with the secret that signs what is sent to it, which is shown only here."""

    secret: str


class SecretShown(Shown):
    """The new secret, which is shown only here."""

    secret: str


class DeliveryQueuedShown(Shown):
    """The delivery by its id, under which it can be followed."""

    delivery_id: UUID


class ReplayQueuedShown(Shown):
    """How many deliveries are sent once more."""

    queued: int


class AttemptShown(Shown):
    """One POST; `response` has the first KiB of the answer, `error` why it counts as failed."""

    at: datetime
    status_code: int | None
    latency_ms: int
    response: str
    error: str | None


class WebhookDeliveryShown(Row):
    """One event on its way to one endpoint, with every attempt."""

    event_id: UUID
    event: str
    status: DeliveryStatus
    next_attempt_at: datetime | None
    attempts: list[AttemptShown]


WebhookDeliveryPage = page_of("deliveries", WebhookDeliveryShown)


def endpoint_out(endpoint: Endpoint) -> dict[str, Any]:
    """An endpoint without its secret."""
    return {
        "id": str(endpoint.id),
        "url": endpoint.url,
        "events": list(endpoint.events),
        "format": endpoint.format,
        "description": endpoint.description or None,
        "enabled": endpoint.enabled,
        "disabled_reason": endpoint.disabled_reason,
        "failing_since": rfc3339(endpoint.failing.since) if endpoint.failing else None,
        "created_at": rfc3339(endpoint.created_at),
        "updated_at": rfc3339(endpoint.updated_at),
    }


def delivery_out(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": str(delivery.id),
        "event_id": str(delivery.event_id),
        "event": delivery.event,
        "status": delivery.status.value,
        "next_attempt_at": rfc3339(delivery.next_attempt_at) if delivery.next_attempt_at else None,
        "attempts": [_attempt_out(attempt) for attempt in delivery.attempts],
        "created_at": rfc3339(delivery.created_at),
        "updated_at": rfc3339(delivery.updated_at),
    }


def _attempt_out(attempt: Attempt) -> dict[str, Any]:
    return {
        "at": rfc3339(attempt.at),
        "status_code": attempt.status_code,
        "latency_ms": attempt.latency_ms,
        "response": attempt.response,
        "error": attempt.error,
    }
