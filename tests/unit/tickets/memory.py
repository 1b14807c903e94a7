"""Tickets kept in memory, for use-cases whose store is not what is tested."""

from collections.abc import Callable, Sequence
from uuid import UUID

from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.domain.message import Message
from services.tickets.domain.order import NEWEST_FIRST, Order, Place
from services.tickets.domain.sla import Deadlines
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.envelope import Event
from shared.vocabulary import SlaTarget
from tests.unit.tickets.builders import minutes


class MemoryTickets:
    """Saves as the real store does: only over the state that the change was decided on."""

    def __init__(self, *tickets: Ticket) -> None:
        self.rows = {ticket.id: ticket for ticket in tickets}
        self.events: list[Event] = []
        self.messages: list[Message] = []
        self.before_save: Callable[[Ticket], None] = lambda _: None

    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Ticket | None:
        ticket = self.rows.get(ticket_id)
        return ticket if ticket is not None and ticket.tenant_id == tenant_id else None

    async def get(self, tenant_id: UUID, ticket_id: UUID) -> Ticket:
        ticket = await self.find(tenant_id, ticket_id)
        if ticket is None:
            raise NotFound("There is no ticket with this id.")
        return ticket

    async def add(self, ticket: Ticket, events: Sequence[Event]) -> Ticket:
        if ticket.id in self.rows:
            return self.rows[ticket.id]
        self.rows[ticket.id] = ticket
        self.events += events
        return ticket

    async def save(self, ticket: Ticket, events: Sequence[Event], *, message: Message | None = None) -> bool:
        self.before_save(ticket)
        if self.rows[ticket.id].revision != ticket.revision - 1:
            return False
        self.rows[ticket.id] = ticket
        self.events += events
        self.messages += [message] if message else []
        return True

    async def remove(self, ticket: Ticket, events: Sequence[Event]) -> bool:
        if self.rows[ticket.id].revision != ticket.revision - 1:
            return False
        del self.rows[ticket.id]
        self.events += events
        return True

    # No use-case that is tested in memory calls what follows: one that began to would have to be told so.

    async def set_deadlines(self, tenant_id: UUID, ticket_id: UUID, deadlines: Deadlines) -> None:
        raise NotImplementedError

    async def mark_breached(self, tenant_id: UUID, ticket_id: UUID, target: SlaTarget) -> None:
        raise NotImplementedError

    async def page(
        self,
        tenant_id: UUID,
        *,
        having: Filter,
        after: Place | None,
        limit: int,
        order: Order = NEWEST_FIRST,
        skip: int = 0,
        among: Sequence[UUID] | None = None,
    ) -> tuple[list[Ticket], bool]:
        raise NotImplementedError

    async def among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[Ticket]:
        raise NotImplementedError

    async def ids_among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[UUID]:
        raise NotImplementedError

    async def tenants(self, *, after: UUID | None, limit: int) -> list[UUID]:
        raise NotImplementedError

    async def count(self, tenant_id: UUID, *, having: Filter, most: int) -> Count:
        raise NotImplementedError

    async def any_with(self, tenant_id: UUID, having: Filter) -> bool:
        raise NotImplementedError

    async def forget_tenant(self, tenant_id: UUID) -> None:
        raise NotImplementedError


class Absent:
    """A port that the use-case under test has no business with."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"nobody should have asked for {name}")


def ports(tickets: MemoryTickets) -> Ports:
    """Ports with nothing but tickets behind them; it is nine minutes after the opening."""
    nothing = Absent()
    return Ports(
        tickets=tickets,
        messages=nothing,  # type: ignore[arg-type]  # refuses every call
        audit_log=nothing,  # type: ignore[arg-type]  # refuses every call
        moving=nothing,  # type: ignore[arg-type]  # refuses every call
        history=nothing,  # type: ignore[arg-type]  # refuses every call
        attachments=nothing,  # type: ignore[arg-type]  # refuses every call
        tallies=nothing,  # type: ignore[arg-type]  # refuses every call
        settings=nothing,  # type: ignore[arg-type]  # refuses every call
        agents=nothing,  # type: ignore[arg-type]  # refuses every call
        teams=nothing,  # type: ignore[arg-type]  # refuses every call
        ticket_types=nothing,  # type: ignore[arg-type]  # refuses every call
        search=nothing,  # type: ignore[arg-type]  # refuses every call
        contacts=nothing,  # type: ignore[arg-type]  # refuses every call
        custom_fields=nothing,  # type: ignore[arg-type]  # refuses every call
        canned_responses=nothing,  # type: ignore[arg-type]  # refuses every call
        saved_views=nothing,  # type: ignore[arg-type]  # refuses every call
        clock=lambda: minutes(9),
        largest_attachment=0,
    )
