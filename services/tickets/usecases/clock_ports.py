"""What the use-cases need of sla."""

from typing import Protocol
from uuid import UUID

from services.tickets.domain.ledger import Ledger


class Clocks(Protocol):
    async def ledger(self, ticket_id: UUID) -> Ledger:
        """What is measured of a ticket of the caller's tenant, at this moment; empty before sla has heard of it.

        Raises Unavailable within 4 seconds."""
