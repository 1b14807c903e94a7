"""The formats that an endpoint can choose: each says an event in one surface's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.dialects import messenger
from shared.events.ticket import MessageSnapshot, TicketSnapshot

Changes = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Format:
    ticket_out: Callable[[TicketSnapshot], dict[str, Any]]
    message_out: Callable[[MessageSnapshot], dict[str, Any]]
    changes_out: Callable[[Changes], dict[str, list[Any]]]


FORMATS: dict[str, Format] = {
    "messenger": Format(messenger.ticket_out, messenger.message_out, messenger.changes_out),
}
