"""A tenant: one organisation whose tickets nobody else sees."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tenant:
    id: UUID
    name: str
    description: str | None
    created_at: datetime
    updated_at: datetime

    def changed(self, *, name: str, description: str | None, at: datetime) -> "Tenant":
        """The tenant with a new name and description."""
        return replace(self, name=name, description=description, updated_at=at)
