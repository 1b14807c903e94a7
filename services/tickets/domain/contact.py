"""A customer as the tenant knows them, apart from any ticket."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """`email` is as it was given; two that differ only in case are the same address."""

    id: UUID
    tenant_id: UUID
    name: str
    email: str | None
    telegram_chat_id: int | None
    max_chat_id: int | None
    created_at: datetime
    updated_at: datetime
