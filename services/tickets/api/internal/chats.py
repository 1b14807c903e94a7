"""`/internal/helpdesk` and `/internal/chat-tickets`: what a bot shows its customers."""

from dataclasses import asdict
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from services.tickets.domain.chat import Chat
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.read_chat import chat_conversation, chat_tickets
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import Channel, Scope


class ChatQuery(BaseModel):
    kind: Literal["telegram", "max"]
    channel_id: UUID
    chat_id: int

    def to_chat(self) -> Chat:
        return Chat(Channel(self.kind), self.channel_id, self.chat_id)


WhichChat = Annotated[ChatQuery, Query()]


def chats_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal", tags=["internal"])

    @router.get("/helpdesk")
    async def helpdesk() -> Response:
        """The tenant's settings as they are now, and its enabled ticket types; none where those are switched off."""
        tenant_id = _tenant()
        settings = await ports.settings.get(tenant_id)
        types = await ports.ticket_types.of_tenant(tenant_id) if settings.helpdesk_ticket_types_enabled else []
        shown = [{"id": each.id, "name": each.name} for each in types if each.enabled]
        return json_answer({"settings": asdict(settings), "ticket_types": shown})

    @router.get("/chat-tickets")
    async def tickets(chat: WhichChat) -> Response:
        """The chat's newest ten tickets, those that were active last first."""
        found = await chat_tickets(ports, tenant_id=_tenant(), chat=chat.to_chat())
        return json_answer({"tickets": [_line(ticket) for ticket in found]})

    @router.get("/chat-tickets/{ticket_id}")
    async def conversation(ticket_id: str, chat: WhichChat) -> Response:
        """A ticket of the chat with its newest ten messages, oldest first, and no note."""
        found = await chat_conversation(ports, tenant_id=_tenant(), chat=chat.to_chat(), ticket_id=path_id(ticket_id))
        said = [
            {
                "author_type": message.author_type,
                "author_name": message.author_name,
                "text": message.text,
                "at": rfc3339(message.created_at),
            }
            for message in found.messages
        ]
        return json_answer({"ticket": _line(found.ticket), "said": said})

    return router


def _tenant() -> UUID:
    caller = sibling_caller()
    caller.require(Scope.READ, agent_only=True)
    return caller.tenant


def _line(ticket: Ticket) -> dict[str, object]:
    return {"id": ticket.id, "number": ticket.number, "subject": ticket.subject, "status": ticket.status}
