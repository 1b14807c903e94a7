"""A filter of the ticket list that somebody keeps under a name, and who may see and change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks for views: `id` is that of the key's agent, else the key's own."""

    tenant_id: UUID
    id: str
    admin: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """`filter` holds the list's own words as a query would say them."""

    id: UUID
    tenant_id: UUID
    owner_id: str
    name: str
    filter: Mapping[str, str]
    shared: bool
    created_at: datetime
    updated_at: datetime

    def seen_by(self, viewer: Viewer) -> bool:
        return self.shared or self.changed_by(viewer)

    def changed_by(self, viewer: Viewer) -> bool:
        return viewer.admin or self.owner_id == viewer.id
