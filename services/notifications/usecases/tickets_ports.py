"""What the use-cases of notifications ask of tickets."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.notifications.domain.colleagues import Concerned
from services.notifications.domain.helpdesk import Brought, Conversation, CustomerMessage, Helpdesk, TicketLine
from shared.vocabulary import Channel


class Tickets(Protocol):
    """The tickets service. Every call raises Unavailable where it cannot answer now; nothing is then half done."""

    async def settings(self, tenant_id: UUID) -> Helpdesk:
        """The tenant's settings and enabled ticket types as they are now."""

    async def bring(self, message: CustomerMessage) -> Brought:
        """Store a customer's message, once for each `key`: in the ticket that it names, else in the chat's open ticket
        that was active last, else (after a close) as the tenant's setting says, else in a new one. Raises a
        HelpdeskError (Forbidden `helpdesk_disabled`, `create_disabled`; NotFound for a ticket of another chat)."""

    async def edit(self, tenant_id: UUID, *, channel_id: UUID, chat_id: int, message_id: str, text: str) -> bool:
        """Change what a customer wrote; False where there is no such message."""

    async def of_chat(self, tenant_id: UUID, *, kind: Channel, channel_id: UUID, chat_id: int) -> Sequence[TicketLine]:
        """The chat's newest ten tickets, those that were active last first; `kind` is the channel's: a ticket may name
        no bot, and is then any's of its messenger."""

    async def conversation(
        self, tenant_id: UUID, *, kind: Channel, channel_id: UUID, chat_id: int, ticket_id: UUID
    ) -> Conversation | None:
        """A ticket of the chat with its newest ten messages, notes left out; None where it is not the chat's."""

    async def attach(self, tenant_id: UUID, *, key: str, name: str, content_type: str, content: bytes) -> UUID:
        """Store a file for a message to come, once for each `key`. Raises Invalid for one that is not accepted."""

    async def file(self, tenant_id: UUID, *, attachment_id: UUID) -> bytes:
        """The bytes of an attachment. Raises NotFound."""

    async def concerned(self, tenant_id: UUID, *, ticket_id: UUID) -> Concerned:
        """The ticket's assignee, else its team's members, active ones only; nobody where there is no such ticket."""
