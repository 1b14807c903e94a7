"""A change of a tenant's terms on its way to the tickets that are open already."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Revising:
    """Terms that are to reach every open ticket; `rounds` counts how often all have been looked through."""

    tenant_id: UUID
    revision: int
    rounds: int
