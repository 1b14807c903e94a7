"""The formats that an endpoint can choose: each says an event in one surface's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.dialects import entity, envelope, messenger, workflow
from shared.dialects.changes import Changes
from shared.events.ticket import MessageSnapshot, TicketSnapshot


@dataclass(frozen=True, slots=True)
class Format:
    """`names` has the events that it calls something else than the bus does."""

    ticket_out: Callable[[TicketSnapshot], dict[str, Any]]
    message_out: Callable[[MessageSnapshot], dict[str, Any]]
    changes_out: Callable[[Changes], dict[str, list[Any]]]
    names: Mapping[str, str] = field(default_factory=dict)

    def name_out(self, event_type: str) -> str:
        """The event's name in this format."""
        return self.names.get(event_type, event_type)


FORMATS: dict[str, Format] = {
    "messenger": Format(messenger.ticket_out, messenger.message_out, messenger.changes_out),
    "workflow": Format(workflow.details_out, workflow.message_out, workflow.changes_out),
    "envelope": Format(envelope.ticket_out, envelope.message_out, envelope.changes_out, envelope.EVENTS),
    "entity": Format(entity.ticket_out, entity.message_out, entity.changes_out),
}
