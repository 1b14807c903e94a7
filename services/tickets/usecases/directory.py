"""What the use-cases of tickets need of the tenant's people, and of what tickets are sorted by."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from services.tickets.domain.contact import Contact
from services.tickets.domain.custom_field import CustomField
from services.tickets.domain.directory import Team, TicketType
from services.tickets.domain.saved_view import SavedView, Viewer

Row = TypeVar("Row")


class Rows(Protocol[Row]):
    """Create, read, change and delete for one kind of row, each call within one tenant."""

    async def find(self, tenant_id: UUID, row_id: UUID) -> Row | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Row: ...

    async def add(self, row: Row) -> Row:
        """The row as it is stored: an earlier run's of the same request, where there is one."""

    async def save(self, row: Row) -> None: ...

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Row], bool]: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Teams(Rows[Team], Protocol):
    async def any_with_member(self, tenant_id: UUID, agent_id: UUID) -> bool: ...

    async def unknown_members(self, tenant_id: UUID, members: Sequence[UUID]) -> list[UUID]:
        """Those of the ids that are no active agent of this tenant."""


class TicketTypes(Rows[TicketType], Protocol):
    async def of_tenant(self, tenant_id: UUID) -> list[TicketType]:
        """All types, in the order in which they are shown."""


class Contacts(Rows[Contact], Protocol):
    async def by_email(self, tenant_id: UUID, email: str) -> Contact | None:
        """The contact with this address, however its letters are written."""

    async def ensure(self, contact: Contact) -> Contact:
        """The contact that has this one's address (its chat, where it has no address), or this one, stored.

        Raises Conflict where its chat is another's.

        However many ask at the same moment, all get the same one."""

    async def matching(
        self, tenant_id: UUID, *, email: str | None, search: str | None, after: UUID | None, limit: int
    ) -> tuple[list[Contact], bool]:
        """A page of those with this address, and whose name or address begins with `search`."""


class CustomFields(Rows[CustomField], Protocol):
    async def of_tenant(self, tenant_id: UUID) -> list[CustomField]:
        """All fields, in the order of their creation."""


class SavedViews(Rows[SavedView], Protocol):
    async def listed_for(self, viewer: Viewer, *, after: UUID | None, limit: int) -> tuple[list[SavedView], bool]:
        """A page of the viewer's own views and those that others share."""
