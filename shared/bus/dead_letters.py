"""A dead letter as it can be read, whoever buried it: a service, with headers of ours, or the broker with its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiormq.abc import DeliveredMessage

from shared.bus.reasons import DIED_AT, KIND, REASON, ROUTING_KEY, TRIED
from shared.bus.topology import DELIVERY_LIMIT
from shared.events.envelope import rfc3339

# The word of the broker for a message that it has delivered too often.
TOO_OFTEN = "delivery_limit"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What is known of one: `type`, `tenant` and `time` as its sender says, None where it does not.

    `id` is its event's, or where it has none, made of what it says. `died_at` is RFC 3339.
    """

    service: str
    id: str
    type: str | None
    tenant: str | None
    time: str | None
    kind: str
    reason: str
    attempts: int | None
    died_at: str | None
    routing_key: str | None
    bytes: int


def read_dead_letter(message: DeliveredMessage, *, service: str) -> DeadLetter:
    """Never raises: what nobody can read is listed like the rest."""
    properties = message.header.properties
    envelope = _envelope(message.body)
    headers = properties.headers or {}
    about = _ours(headers) if REASON in headers else _brokers(headers)
    return DeadLetter(
        service=service,
        id=properties.message_id or _text(envelope.get("id")) or sha256(message.body).hexdigest(),
        type=properties.message_type or about["routing_key"] or _text(envelope.get("type")),
        tenant=_text(envelope.get("tenantid")),
        time=_text(envelope.get("time")),
        bytes=len(message.body),
        **about,
    )


def _ours(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": str(headers.get(KIND, "failed")),
        "reason": str(headers[REASON]),
        "attempts": headers.get(TRIED),
        "died_at": headers.get(DIED_AT),
        "routing_key": _text(headers.get(ROUTING_KEY)),
    }


def _brokers(headers: Mapping[str, Any]) -> dict[str, Any]:
    deaths = headers.get("x-death") or [{}]
    death = deaths[0]
    kind = str(death.get("reason", "unknown"))
    keys = death.get("routing-keys") or [None]
    at = death.get("time")
    return {
        "kind": kind,
        "reason": f"the broker put it aside: {kind}",
        "attempts": DELIVERY_LIMIT + 1 if kind == TOO_OFTEN else None,
        "died_at": rfc3339(at.astimezone(UTC)) if isinstance(at, datetime) else None,
        "routing_key": _text(keys[0]),
    }


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(value: object) -> str | None:
    return value[:200] if isinstance(value, str) and value else None
