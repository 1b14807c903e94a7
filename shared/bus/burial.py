"""Putting an event on the dead queue, with its reason."""

from aiormq import spec
from aiormq.abc import AbstractChannel

from shared.bus.delivery import Delivery
from shared.bus.publisher import PERSISTENT
from shared.bus.reasons import DIED_AT, KIND, LONGEST_REASON, REASON, ROUTING_KEY, TRIED, Reason
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.events.envelope import rfc3339
from shared.log import get_logger
from shared.telemetry import DEAD_LETTERS

log = get_logger()

CONFIRM_SECONDS = 25.0


async def bury(delivery: Delivery, *, reason: Reason, wire: AbstractChannel, names: Names, service: str) -> None:
    """Returns when the broker has confirmed the dead letter, so that the original may be acknowledged."""
    message = delivery.message
    was = message.header.properties
    log.error("event is dead", queue=service, event_id=was.message_id, kind=reason.kind, reason=reason.text)
    properties = spec.Basic.Properties(
        content_type=was.content_type,
        delivery_mode=PERSISTENT,
        message_id=was.message_id,
        message_type=was.message_type,
        headers={
            REASON: reason.text[:LONGEST_REASON],
            KIND: reason.kind,
            TRIED: reason.attempts,
            DIED_AT: rfc3339(utc_now()),
            # One that was put back came by its queue's name the second time.
            ROUTING_KEY: (was.headers or {}).get(ROUTING_KEY) or message.routing_key or "",
        },
    )
    await wire.basic_publish(
        message.body,
        exchange=names.dead,
        routing_key=names.queue(service),
        properties=properties,
        mandatory=True,
        timeout=CONFIRM_SECONDS,
    )
    DEAD_LETTERS.labels(service, reason.kind).inc()
