"""The tenant as its customers know it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Project:
    tenant_id: UUID
    name: str
    description: str | None
