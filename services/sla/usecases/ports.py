"""What the use-cases of SLA need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.sla.domain.figures import Figures
from services.sla.domain.policy import Policy, Timetable
from services.sla.domain.revising import Revising
from services.sla.domain.terms import Terms, Thresholds
from services.sla.domain.watch import Watch
from shared.clock import Clock
from shared.events.envelope import Event
from shared.events.ticket import TicketSnapshot

TicketWatch = Watch[TicketSnapshot]


class Watches(Protocol):
    async def find(self, tenant_id: UUID, ticket_id: UUID) -> TicketWatch | None: ...

    async def save(self, watch: TicketWatch, events: Sequence[Event] = ()) -> bool:
        """Write the watch and announce the events, both or neither, and let go of it where it was claimed.

        False where it has been written since this one was read (`rev`): nothing happened.
        """

    async def next_due(self, *, now: datetime) -> datetime | None:
        """When the next timer is due that nobody has claimed; it may be in the past."""

    async def claim(self, *, due_by: datetime, now: datetime) -> TicketWatch | None:
        """The watch that has been due the longest, for a minute nobody else's; None where nothing is due."""

    async def under_older(self, tenant_id: UUID, revision: int, *, limit: int) -> list[TicketWatch]:
        """Some watches on tickets that are still there whose promise was drawn from older terms than these."""

    async def open_ones(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> list[TicketWatch]:
        """Watches on tickets that are still there, by id."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class TermsBook(Protocol):
    async def of_tenant(self, tenant_id: UUID) -> Terms: ...

    async def heed(self, tenant_id: UUID, thresholds: Thresholds, *, at: datetime) -> None:
        """Keep the settings' thresholds, unless newer ones are known."""

    async def changed(self, tenant_id: UUID, *, at: datetime) -> None:
        """Count a change of policies or business hours, so that it reaches the open tickets."""

    async def claim_revising(self, *, at: datetime) -> Revising | None:
        """The change that has waited longest to reach the tickets, for a while nobody else's."""

    async def revised(self, revising: Revising, *, again_at: datetime | None) -> None:
        """Let go of it; `again_at` is when to look once more."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Policies(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Policy | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Policy: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Policy], bool]: ...

    async def add(self, row: Policy) -> Policy: ...

    async def save(self, row: Policy) -> None: ...

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Timetables(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Timetable | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Timetable: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Timetable], bool]: ...

    async def add(self, row: Timetable) -> Timetable: ...

    async def save(self, row: Timetable) -> None: ...

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Tickets(Protocol):
    async def figures(self, *, since: date | None, until: date | None) -> Figures:
        """How the tickets of the caller's tenant fared that were created in these days; the last thirty, unnamed.

        Raises Invalid for a period that is none, and Unavailable within 4 seconds."""


@dataclass(frozen=True, slots=True)
class Ports:
    watches: Watches
    terms: TermsBook
    policies: Policies
    timetables: Timetables
    tickets: Tickets
    clock: Clock
