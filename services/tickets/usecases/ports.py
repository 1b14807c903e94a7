"""What the use-cases of tickets need from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.tickets.domain.attachment import StoredFile
from services.tickets.domain.audit import AuditEntry, AuditFilter
from services.tickets.domain.canned_response import CannedResponse
from services.tickets.domain.count import Count
from services.tickets.domain.directory import Agent
from services.tickets.domain.filter import Filter
from services.tickets.domain.history import Occurrence
from services.tickets.domain.message import Delivery, Message
from services.tickets.domain.order import NEWEST_FIRST, Order, Place
from services.tickets.domain.settings import HelpdeskSettings
from services.tickets.domain.sla import Deadlines
from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import Total
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.attachment_ports import Attachments
from services.tickets.usecases.bringing_ports import Bringings, Channels, Chats
from services.tickets.usecases.clock_ports import Clocks
from services.tickets.usecases.directory import Contacts, CustomFields, Rows, SavedViews, Teams, TicketTypes
from services.tickets.usecases.merging_ports import Moving
from shared.clock import Clock
from shared.events.envelope import Event
from shared.vocabulary import SlaTarget


class Tickets(Protocol):
    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Ticket | None: ...

    async def get(self, tenant_id: UUID, ticket_id: UUID) -> Ticket:
        """Raises NotFound, the same for an unknown id and for another tenant's."""

    async def conversation(
        self, tenant_id: UUID, ticket_id: UUID, *, limit: int, notes: bool
    ) -> tuple[Ticket, list[Message]]:
        """The ticket with its newest messages after the opening one, as they were written, notes only if asked.

        Raises NotFound, as `get`.
        """

    async def add(self, ticket: Ticket, events: Sequence[Event]) -> Ticket:
        """Store the ticket and its events in one write; the ticket as it is stored, by an earlier run where so.

        Raises NumberTaken, and Conflict for an `external_id` that is taken."""

    async def save(self, ticket: Ticket, events: Sequence[Event], *, message: Message | None = None) -> bool:
        """Store a change, its events and its message in one write; False where the ticket has moved on meanwhile."""

    async def save_edited(self, ticket: Ticket, events: Sequence[Event], *, message: Message) -> bool:
        """Store a change and its events with the new text of one of its messages, all or nothing; as `save`."""

    async def set_deadlines(self, tenant_id: UUID, ticket_id: UUID, deadlines: Deadlines) -> None:
        """Keep the deadlines unless newer ones are known, or the ticket is gone. Moves no version."""

    async def mark_breached(self, tenant_id: UUID, ticket_id: UUID, target: SlaTarget) -> None: ...

    async def remove(self, ticket: Ticket, events: Sequence[Event]) -> bool:
        """Delete the ticket and its messages, keeping its events until they are out; False as in `save`."""

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
        """Up to `limit` tickets of the list in this order, from behind the place on; and whether there are more.

        `skip` are left out first, where the order is that of creation. With `among`, some thousands, of those only.
        """

    async def count(self, tenant_id: UUID, *, having: Filter, most: int) -> Count:
        """How many tickets there are. Exact up to `most` at least; a lower bound says that there are more."""

    async def among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[Ticket]:
        """Those of the tickets that the filter lets through, newest first."""

    async def ids_among(self, tenant_id: UUID, ids: Sequence[UUID], *, having: Filter) -> list[UUID]:
        """The ids of `among`."""

    async def tenants(self, *, after: UUID | None, limit: int) -> list[UUID]:
        """Up to `limit` tenants that have tickets, in the order of their ids, after the given one."""

    async def any_with(self, tenant_id: UUID, having: Filter) -> bool: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Messages(Protocol):
    async def get(self, tenant_id: UUID, ticket_id: UUID, message_id: UUID) -> Message:
        """Any message but the opening one, wherever a merge has moved it. Raises NotFound."""

    async def page(
        self, tenant_id: UUID, ticket_id: UUID, *, after: UUID | None, below: UUID, limit: int, notes: bool
    ) -> tuple[list[Message], bool]:
        """Messages after the opening one, oldest first, with ids between the two; and whether there are more."""

    async def of_tickets(self, tenant_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Message]]:
        """All messages of these tickets after the opening ones, notes too, in the order in which they were written."""

    async def note_delivery(self, tenant_id: UUID, ticket_id: UUID, message_id: UUID, delivery: Delivery) -> bool:
        """Keep the delivery unless a later one is known; whether it was kept."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...

    async def showing(self, file: StoredFile) -> list[Message]:
        """The messages that carry the file, notes too."""


class Tallies(Protocol):
    """Sums over all of a tenant's tickets, which follow what is written within a second or two."""

    async def total(self, tenant_id: UUID, total: Total) -> int:
        """How many tickets have a value."""

    async def sums(self, tenant_id: UUID, period: Period, *, team_id: UUID | None) -> Mapping[str, int]:
        """The sums over the days of a period, named by priority and measure; of one team, if it is named."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Fold(Protocol):
    async def turn(self, *, by: datetime) -> bool:
        """Count some of what was written before `by`; whether there is more. Raises Unavailable."""


class History(Protocol):
    async def page(self, tenant_id: UUID, ticket_id: UUID, *, after: int, limit: int) -> tuple[list[Occurrence], bool]:
        """What was done to the ticket, oldest first, beyond the given place; and whether there is more."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class AuditLog(Protocol):
    async def add(self, entry: AuditEntry) -> None:
        """Keep the entry, once."""

    async def page(
        self, tenant_id: UUID, *, only: AuditFilter, after: UUID | None, limit: int
    ) -> tuple[list[AuditEntry], bool]:
        """Up to `limit` entries, newest first, older than the given id; and whether there are more."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Settings(Protocol):
    async def get(self, tenant_id: UUID) -> HelpdeskSettings: ...

    async def put(self, tenant_id: UUID, settings: HelpdeskSettings, *, only: frozenset[str]) -> None:
        """Store those fields of the settings that `only` names."""

    async def take_number(self, tenant_id: UUID) -> tuple[int, HelpdeskSettings]:
        """The tenant's next ticket number, and the settings as they are at this moment."""

    async def skip_taken(self, tenant_id: UUID) -> None:
        """Let the next number be higher than any that a ticket has."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Search(Protocol):
    async def ids(self, text: str, *, messages: bool, after: UUID | None, limit: int) -> list[UUID]:
        """Tickets of the caller's tenant with the text in them, newest first, older than `after`; some may be gone, and
        what is a second old be missing. Raises Unavailable within 4 seconds."""


@dataclass(frozen=True, slots=True)
class Ports:
    """`largest_attachment` is in bytes."""

    tickets: Tickets
    messages: Messages
    moving: Moving
    history: History
    attachments: Attachments
    bringings: Bringings
    channels: Channels
    chats: Chats
    tallies: Tallies
    settings: Settings
    audit_log: AuditLog
    agents: Rows[Agent]
    teams: Teams
    ticket_types: TicketTypes
    search: Search
    clocks: Clocks
    contacts: Contacts
    custom_fields: CustomFields
    canned_responses: Rows[CannedResponse]
    saved_views: SavedViews
    clock: Clock
    largest_attachment: int
