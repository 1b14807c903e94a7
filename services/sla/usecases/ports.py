"""What the use-cases of SLA need from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

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

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """`hour` is how long an hour of a tenant's terms lasts."""

    watches: Watches
    clock: Clock
    hour: timedelta
