"""What the use-cases of tickets need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from services.tickets.domain.directory import Agent, Team, TicketType
from services.tickets.domain.filter import Filter
from services.tickets.domain.message import Delivery, Message
from services.tickets.domain.order import NEWEST_FIRST, Order, Place
from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.domain.sla import Deadlines
from services.tickets.domain.ticket import Ticket
from shared.clock import Clock
from shared.events.envelope import Event
from shared.vocabulary import SlaTarget

Row = TypeVar("Row")


class Tickets(Protocol):
    async def get(self, tenant_id: UUID, ticket_id: UUID) -> Ticket:
        """Raises NotFound, the same for an unknown id and for another tenant's."""

    async def add(self, ticket: Ticket, events: Sequence[Event]) -> None:
        """Store the ticket and its events in one write."""

    async def save(self, ticket: Ticket, events: Sequence[Event], *, message: Message | None = None) -> bool:
        """Store a change, its events and its message in one write; False where the ticket has moved on meanwhile."""

    async def set_deadlines(self, tenant_id: UUID, ticket_id: UUID, deadlines: Deadlines) -> None:
        """Keep the deadlines unless newer ones are known, or the ticket is gone. Moves no version."""

    async def mark_breached(self, tenant_id: UUID, ticket_id: UUID, target: SlaTarget) -> None: ...

    async def remove(self, ticket: Ticket, events: Sequence[Event]) -> bool:
        """Delete the ticket and its messages, keeping its events until they are out; False as in `save`."""

    async def page(
        self, tenant_id: UUID, *, having: Filter, after: Place | None, limit: int, order: Order = NEWEST_FIRST
    ) -> tuple[list[Ticket], bool]:
        """Up to `limit` tickets of the list in this order, from behind the place on; and whether there are more."""

    async def any_with(self, tenant_id: UUID, having: Filter) -> bool: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Messages(Protocol):
    async def newest(self, tenant_id: UUID, ticket_id: UUID, *, limit: int, notes: bool) -> list[Message]:
        """The newest messages after the opening one, in the order in which they were written; notes only if asked."""

    async def note_delivery(self, tenant_id: UUID, ticket_id: UUID, message_id: UUID, delivery: Delivery) -> bool:
        """Keep the delivery unless a later one is known; whether it was kept."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Settings(Protocol):
    async def get(self, tenant_id: UUID) -> HelpdeskSettings: ...

    async def put(self, tenant_id: UUID, settings: HelpdeskSettings, *, only: frozenset[str]) -> None:
        """Store those fields of the settings that `only` names."""

    async def take_number(self, tenant_id: UUID) -> tuple[int, HelpdeskSettings]:
        """The tenant's next ticket number, and the settings as they are at this moment."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Rows(Protocol[Row]):
    """Create, read, change and delete for one kind of row, each call within one tenant."""

    async def find(self, tenant_id: UUID, row_id: UUID) -> Row | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Row: ...

    async def add(self, row: Row) -> None: ...

    async def save(self, row: Row) -> None: ...

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Row], bool]: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Teams(Rows[Team], Protocol):
    async def any_with_member(self, tenant_id: UUID, agent_id: UUID) -> bool: ...

    async def unknown_members(self, tenant_id: UUID, members: Sequence[UUID]) -> list[UUID]:
        """Those of the ids that are no agent of this tenant."""


class TicketTypes(Rows[TicketType], Protocol):
    async def of_tenant(self, tenant_id: UUID) -> list[TicketType]:
        """All types, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Ports:
    tickets: Tickets
    messages: Messages
    settings: Settings
    agents: Rows[Agent]
    teams: Teams
    ticket_types: TicketTypes
    clock: Clock
