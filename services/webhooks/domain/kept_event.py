"""An event as it is kept for those who missed their webhook."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """`body` is what a webhook in the messenger's format would carry."""

    id: UUID
    tenant_id: UUID
    type: str
    body: bytes
