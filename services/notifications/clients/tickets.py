"""Tickets, asked over HTTP as a sibling, at `/internal/…`."""

from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import urlencode
from uuid import UUID, uuid4

from services.notifications.clients.tickets_answers import (
    BroughtShown,
    ConversationShown,
    HelpdeskShown,
    Kept,
    Lines,
    Recipients,
    check,
    read,
)
from services.notifications.domain.colleagues import Concerned
from services.notifications.domain.helpdesk import Brought, Conversation, CustomerMessage, Helpdesk, TicketLine
from shared.errors import NotFound
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.vocabulary import Channel, Role, Scope, Surface

MESSAGES = "/internal/customer-messages"
FILES = "/internal/attachments"


class TicketsService:
    """Asks in its own name, once: whoever wants something of it asks again later where it is away."""

    def __init__(self, tickets: Sibling) -> None:
        self._tickets = tickets

    async def settings(self, tenant_id: UUID) -> Helpdesk:
        answer = await self._tickets.ask("GET", "/internal/helpdesk", caller=_myself(tenant_id))
        return read(answer, HelpdeskShown).to_helpdesk()

    async def bring(self, message: CustomerMessage) -> Brought:
        body = asdict(message)
        tenant_id = body.pop("tenant_id")
        answer = await self._tickets.ask("POST", MESSAGES, caller=_myself(tenant_id), json=body)
        return read(answer, BroughtShown).to_brought()

    async def edit(self, tenant_id: UUID, *, channel_id: UUID, chat_id: int, message_id: str, text: str) -> bool:
        body = {"channel_id": channel_id, "chat_id": chat_id, "platform_message_id": message_id, "text": text}
        try:
            check(await self._tickets.ask("PUT", MESSAGES, caller=_myself(tenant_id), json=body))
        except NotFound:
            return False
        return True

    async def of_chat(self, tenant_id: UUID, *, kind: Channel, channel_id: UUID, chat_id: int) -> Sequence[TicketLine]:
        chat = urlencode({"kind": kind.value, "channel_id": channel_id, "chat_id": chat_id})
        answer = await self._tickets.ask("GET", f"/internal/chat-tickets?{chat}", caller=_myself(tenant_id))
        return [line.to_line() for line in read(answer, Lines).tickets]

    async def conversation(
        self, tenant_id: UUID, *, kind: Channel, channel_id: UUID, chat_id: int, ticket_id: UUID
    ) -> Conversation | None:
        chat = urlencode({"kind": kind.value, "channel_id": channel_id, "chat_id": chat_id})
        path = f"/internal/chat-tickets/{ticket_id}?{chat}"
        try:
            answer = await self._tickets.ask("GET", path, caller=_myself(tenant_id))
            return read(answer, ConversationShown).to_conversation()
        except NotFound:
            return None

    async def attach(self, tenant_id: UUID, *, key: str, name: str, content_type: str, content: bytes) -> UUID:
        path = f"{FILES}?{urlencode({'key': key, 'name': name, 'content_type': content_type})}"
        answer = await self._tickets.ask_bytes("POST", path, caller=_myself(tenant_id), content=content)
        return read(answer, Kept).id

    async def file(self, tenant_id: UUID, *, attachment_id: UUID) -> bytes:
        answer = await self._tickets.ask_bytes("GET", f"{FILES}/{attachment_id}", caller=_myself(tenant_id))
        check(answer)
        return answer.content

    async def concerned(self, tenant_id: UUID, *, ticket_id: UUID) -> Concerned:
        try:
            answer = await self._tickets.ask("GET", f"/internal/recipients/{ticket_id}", caller=_myself(tenant_id))
            return read(answer, Recipients).to_concerned()
        except NotFound:
            return Concerned(None, ())


def _myself(tenant_id: UUID) -> Caller:
    return Caller(
        tenant_id=str(tenant_id),
        role=Role.ADMIN,
        scopes=(Scope.READ, Scope.WRITE),
        name="notifications",
        surface=Surface.MESSENGER,
        request_id=str(uuid4()),
    )
