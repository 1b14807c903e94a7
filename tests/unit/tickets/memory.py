"""Tickets kept in memory, for use-cases whose store is not what is tested."""

from collections.abc import Callable, Sequence
from uuid import UUID

from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.envelope import Event
from tests.unit.tickets.builders import minutes


class Absent:
    """A port, or the rest of one, that the use-case under test has no business with."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"nobody should have asked for {name}")


class MemoryTickets(Absent):
    """Saves as the real store does: only over the state that the change was decided on. Lists and counts nothing."""

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


def ports(tickets: MemoryTickets) -> Ports:
    """Ports with nothing but tickets behind them; it is nine minutes after the opening."""
    nothing = Absent()
    return Ports(
        tickets=tickets,  # type: ignore[arg-type]  # refuses what it does not keep
        messages=nothing,  # type: ignore[arg-type]  # refuses every call
        audit_log=nothing,  # type: ignore[arg-type]  # refuses every call
        moving=nothing,  # type: ignore[arg-type]  # refuses every call
        history=nothing,  # type: ignore[arg-type]  # refuses every call
        attachments=nothing,  # type: ignore[arg-type]  # refuses every call
        bringings=nothing,  # type: ignore[arg-type]  # refuses every call
        channels=nothing,  # type: ignore[arg-type]  # refuses every call
        chats=nothing,  # type: ignore[arg-type]  # refuses every call
        tallies=nothing,  # type: ignore[arg-type]  # refuses every call
        settings=nothing,  # type: ignore[arg-type]  # refuses every call
        agents=nothing,  # type: ignore[arg-type]  # refuses every call
        teams=nothing,  # type: ignore[arg-type]  # refuses every call
        ticket_types=nothing,  # type: ignore[arg-type]  # refuses every call
        clocks=nothing,  # type: ignore[arg-type]  # refuses every call
        search=nothing,  # type: ignore[arg-type]  # refuses every call
        contacts=nothing,  # type: ignore[arg-type]  # refuses every call
        custom_fields=nothing,  # type: ignore[arg-type]  # refuses every call
        canned_responses=nothing,  # type: ignore[arg-type]  # refuses every call
        saved_views=nothing,  # type: ignore[arg-type]  # refuses every call
        clock=lambda: minutes(9),
        largest_attachment=0,
    )
