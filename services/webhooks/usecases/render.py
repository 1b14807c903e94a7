"""An event as the bytes that go to a receiver, the same in every attempt."""

import json
from datetime import datetime
from uuid import UUID

from services.webhooks.usecases.event_names import TEST
from services.webhooks.usecases.formats import Format
from shared.events.configuration import DirectoryChanged, SettingsChanged
from shared.events.decisions import (
    MessageDelivery,
    SlaBreached,
    TargetData,
    TicketUnanswered,
    UnansweredData,
)
from shared.events.envelope import rfc3339
from shared.events.ticket import ChangedData, CreatedData, CsatData, MessageData, TicketData, TicketEvent, UpdatedData

Sendable = TicketEvent | SlaBreached | TicketUnanswered | SettingsChanged | DirectoryChanged | MessageDelivery

MOST_BYTES = 256 * 1024
# Texts are cut to the first of these lengths (in characters) with which the whole fits.
CUTS = (16_384, 4_096, 1_024, 256)


def render(event: Sendable, *, format: Format) -> bytes:
    """`{"type", "timestamp", "data", "truncated"?}` in UTF-8, at most 256 KiB: long texts are cut to fit."""
    said: dict[str, object] = {
        "type": format.name_out(event.type),
        "timestamp": rfc3339(event.time),
        "data": _data(event, format=format),
    }
    body = _encode(said)
    for longest in CUTS:
        if len(body) <= MOST_BYTES:
            break
        body = _encode({**said, "data": _cut(said["data"], longest=longest), "truncated": True})
    return body


def render_test(endpoint_id: UUID, *, at: datetime) -> bytes:
    """A test's body, the same in every format: it is about the endpoint, and no ticket."""
    return _encode({"type": TEST, "timestamp": rfc3339(at), "data": {"endpoint": str(endpoint_id)}})


def _data(event: Sendable, *, format: Format) -> dict[str, object]:
    """Configuration is said in the messenger's words in every format: no other surface has it. A delivery is about a
    message, and whoever tells of it knows no more of the ticket."""
    if isinstance(event, SettingsChanged | DirectoryChanged):
        return event.data.model_dump(mode="json")
    if isinstance(event, MessageDelivery):
        return event.data.model_dump(mode="json", exclude_none=True)
    return {"ticket": format.ticket_out(event.data.ticket), **_extras(event.data, format=format)}


def _extras(data: TicketData, *, format: Format) -> dict[str, object]:
    """What the event carries beside its ticket and may be told outside."""
    match data:
        case CreatedData(message=message) | MessageData(message=message) if message is not None:
            return {"message": format.message_out(message)}
        case UpdatedData(message=message) if message is not None:
            return {"changes": format.changes_out(data.changes), "message": format.message_out(message)}
        case ChangedData():
            return {"changes": format.changes_out(data.changes)}
        case CsatData():
            return {"rating": data.rating, "comment": data.comment}
        case TargetData():
            return {"target": data.target.value, "deadline": rfc3339(data.deadline)}
        case UnansweredData():
            return {"hours": data.hours}
    return {}


def _encode(said: dict[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(value: object, *, longest: int) -> object:
    match value:
        case str():
            return value[:longest]
        case dict():
            return {name: _cut(part, longest=longest) for name, part in value.items()}
        case list():
            return [_cut(part, longest=longest) for part in value]
    return value
