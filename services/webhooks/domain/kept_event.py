"""An event as it is kept for those who missed their webhook."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """`body` is the event whole, as JSON: those who ask for it may want it in any format."""

    id: UUID
    tenant_id: UUID
    type: str
    body: bytes
