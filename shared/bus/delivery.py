"""One delivery of the broker's, and the event in it: read once, and refused where it is none that we understand."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from aiormq.abc import DeliveredMessage
from pydantic import ValidationError

from shared import log as logs
from shared.bus.reasons import LIFE, Kind, Reason
from shared.clock import utc_now
from shared.events.envelope import Event
from shared.events.registry import EVENTS, EventType
from shared.telemetry import EVENT_AGE
from shared.trace import begin, read_trace

Handler = Callable[[Any], Awaitable[None]]
Handlers = Mapping[EventType, Handler]

SPEC_VERSION = "1.0"


class Refused(Exception):
    """There is no event to handle, and never will be; `reason` says why."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.reason = Reason(kind, text)


class Delivery:
    """What a service makes of a message: it is handled under the log fields and the trace of its event."""

    __slots__ = ("_event", "_handlers", "event_type", "message")

    def __init__(self, message: DeliveredMessage, *, handlers: Handlers) -> None:
        self.message = message
        self.event_type = message.header.properties.message_type or message.routing_key or ""
        self._handlers = handlers
        self._event: Event | None = None

    @property
    def known_type(self) -> str:
        """The type, or one word for all that are none of ours."""
        return self.event_type if self.event_type in EVENTS else "unknown"

    @property
    def key(self) -> str:
        """Names what was sent, through all its deliveries until it is put back from the dead queue."""
        properties = self.message.header.properties
        name = properties.message_id or sha256(self.message.body).hexdigest()
        life = (properties.headers or {}).get(LIFE)
        return f"{name} {life!s}" if isinstance(life, str) else name

    @property
    def time(self) -> datetime | None:
        """When the event was made; None while nobody has read it."""
        return self._event.time if self._event else None

    async def handle(self) -> None:
        """Raises Refused, and what the handler raises."""
        model = EVENTS.get(self.event_type)
        handler = self._handlers.get(model) if model else None
        if model is None or handler is None:
            raise Refused(Kind.UNKNOWN, f"no handler for {self.event_type[:100]!r}")
        if self._event is None:
            self._event = self._read(model)
        await handler(self._event)

    def _read(self, model: EventType) -> Event:
        try:
            event = model.model_validate_json(self.message.body)
        except ValidationError as error:
            told = error.errors(include_input=False, include_url=False, include_context=False)[:3]
            raise _foreign(self.message.body, model) or Refused(
                Kind.INVALID, f"not a valid {model.TYPE}: {told}"
            ) from None
        if not _spoken(event.specversion, event.dataschema, model):
            raise _version(event.specversion, event.dataschema)
        begin(read_trace(event.traceparent))
        logs.bind(
            event_id=str(event.id),
            tenant_id=str(event.tenantid),
            request_id=event.requestid,
            traceparent=event.traceparent,
        )
        EVENT_AGE.labels(model.TYPE).observe(max(0.0, (utc_now() - event.time).total_seconds()))
        return event


def _spoken(specversion: object, dataschema: object, model: EventType) -> bool:
    """An event need not say its schema; one that says another is of a version whose meaning nobody here knows."""
    return specversion == SPEC_VERSION and (not dataschema or dataschema == model.schema_name())


def _version(specversion: object, dataschema: object) -> Refused:
    return Refused(Kind.VERSION, f"of schema {str(dataschema)[:200]!r}, in CloudEvents {str(specversion)[:20]!r}")


def _foreign(body: bytes, model: EventType) -> Refused | None:
    """What is not valid here may be so by the version that it says."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    specversion, dataschema = said.get("specversion", SPEC_VERSION), said.get("dataschema", "")
    return None if _spoken(specversion, dataschema, model) else _version(specversion, dataschema)
