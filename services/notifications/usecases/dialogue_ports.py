"""What the bot's own conversation with a customer needs from the outside."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.chat import Asked, Chat
from services.notifications.domain.project import Project
from services.notifications.domain.rating import Rating
from services.notifications.domain.request import SupportRequest
from shared.events.decisions import CsatReceived


class Dialogues(Protocol):
    """How far the conversation with each chat has come."""

    async def agree(self, chat: Chat, *, by: UUID, at: datetime) -> bool:
        """Keep that the customer may be written to; whether this deed is the one that made it so."""

    async def ask(self, chat: Chat, asked: Asked | None) -> None:
        """Keep what the customer's next message answers; None: nothing."""


class Requests(Protocol):
    """Support requests. One that was settled, or whose time is over, is settled no more."""

    async def add(self, request: SupportRequest) -> SupportRequest:
        """The request as it is stored: an earlier run's of the same asking, where there is one."""

    async def find(self, tenant_id: UUID, code: UUID) -> SupportRequest | None: ...

    async def accept(self, request: SupportRequest, *, chat: Chat, by: UUID, at: datetime) -> SupportRequest:
        """The request as it is then, accepted by this deed or not."""

    async def cancel(self, request: SupportRequest, *, by: UUID, at: datetime) -> SupportRequest:
        """The request as it is then, cancelled by this deed or not."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Projects(Protocol):
    """The tenants' names and descriptions, as they were told last."""

    async def keep(self, project: Project, *, told_at: datetime) -> None:
        """Unless something newer is known."""

    async def find(self, tenant_id: UUID) -> Project | None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Ratings(Protocol):
    """What customers are asked after a close, and their answers."""

    async def ask(self, rating: Rating) -> bool:
        """Keep that this is asked now, and forget the answer to an earlier one; False where a later close has asked."""

    async def find(self, tenant_id: UUID, ticket_id: UUID) -> Rating | None: ...

    async def rate(self, rating: Rating, *, event: CsatReceived) -> bool:
        """Keep the answer and announce it; False where the question was answered, or asked anew, before."""

    async def forget_ticket(self, tenant_id: UUID, ticket_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...
