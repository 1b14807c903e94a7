"""How a delivery is written in MongoDB, and found."""

from pymongo import ASCENDING, DESCENDING, IndexModel

from services.webhooks.domain.delivery import Attempt, Delivery, DeliveryStatus
from shared.mongo import Document

COLLECTION = "deliveries"
KEPT_SECONDS = 30 * 86_400
INDEXES = [
    IndexModel([("tenant_id", ASCENDING), ("endpoint_id", ASCENDING), ("_id", DESCENDING)], name="of_endpoint"),
    IndexModel(
        [("tenant_id", ASCENDING), ("endpoint_id", ASCENDING), ("_id", DESCENDING)],
        name="failed_of_endpoint",
        partialFilterExpression={"status": DeliveryStatus.FAILED.value},
    ),
    # The clock looks across tenants: at each endpoint's oldest, however many wait behind it.
    IndexModel(
        [("status", ASCENDING), ("endpoint_id", ASCENDING), ("due_at", ASCENDING)],
        name="due",
        partialFilterExpression={"status": DeliveryStatus.PENDING.value},
    ),
    IndexModel([("created_at", ASCENDING)], name="expiry", expireAfterSeconds=KEPT_SECONDS),
]


def to_document(delivery: Delivery) -> Document:
    return {
        "_id": delivery.id,
        "tenant_id": delivery.tenant_id,
        "endpoint_id": delivery.endpoint_id,
        "event_id": delivery.event_id,
        "event": delivery.event,
        "body": delivery.body,
        "status": delivery.status.value,
        "next_attempt_at": delivery.next_attempt_at,
        "due_at": delivery.due_at,
        "holder": delivery.holder,
        "made": delivery.made,
        "attempts": [attempt_document(attempt) for attempt in delivery.attempts],
        "created_at": delivery.created_at,
        "updated_at": delivery.updated_at,
    }


def attempt_document(attempt: Attempt) -> Document:
    return {
        "at": attempt.at,
        "status_code": attempt.status_code,
        "latency_ms": attempt.latency_ms,
        "response": attempt.response,
        "error": attempt.error,
    }


def from_document(document: Document) -> Delivery:
    """The delivery; where it was read without its body, the body is empty."""
    return Delivery(
        id=document["_id"],
        tenant_id=document["tenant_id"],
        endpoint_id=document["endpoint_id"],
        event_id=document["event_id"],
        event=document["event"],
        body=document.get("body", b""),
        status=DeliveryStatus(document["status"]),
        next_attempt_at=document["next_attempt_at"],
        due_at=document["due_at"],
        holder=document["holder"],
        made=document.get("made", len(document["attempts"])),
        attempts=tuple(Attempt(**attempt) for attempt in document["attempts"]),
        created_at=document["created_at"],
        updated_at=document["updated_at"],
    )
