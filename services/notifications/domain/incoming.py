"""An update of a platform as it came in, kept until it has been seen to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Incoming:
    """`update` is the platform's own bytes; `key` is the deed's (`Inbound.key`); `id` is a UUIDv7 of when it came."""

    id: UUID
    tenant_id: UUID
    channel_id: UUID
    chat: UUID
    key: str
    update: bytes
    came_at: datetime
    attempts: int = 0
