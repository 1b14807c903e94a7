"""A text that agents have ready for what they are asked often."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CannedResponse:
    id: UUID
    tenant_id: UUID
    title: str
    text: str
    shortcut: str | None
    created_at: datetime
    updated_at: datetime
