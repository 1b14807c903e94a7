"""What the use-cases of notifications need for e-mails."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.email import Email
from shared.events.decisions import MessageDelivery


class Emails(Protocol):
    async def add(self, email: Email, *, report: MessageDelivery | None) -> bool:
        """Store the e-mail and announce its state; False where its event's e-mail to this address is there already."""

    async def claim(self, *, at: datetime) -> Email | None:
        """The e-mail that is due longest and that nobody else tries, claimed for a lease."""

    async def put_off(self, email: Email, *, until: datetime) -> None:
        """Let it be claimed again then."""

    async def settle(self, email: Email, *, report: MessageDelivery | None) -> None:
        """Keep the outcome and announce it, unless the claim has passed to another; its text is forgotten."""

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None:
        """Drop what waits to be sent about the ticket."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Postman(Protocol):
    @property
    def employed(self) -> bool:
        """Whether this installation sends e-mails at all."""

    async def deliver(self, email: Email) -> None:
        """Hand it to the mail server, within 45 seconds.

        Raises Temporary where it was surely not taken, UnknownIfDone where no answer was seen, and Permanent where it
        never will be.
        """
