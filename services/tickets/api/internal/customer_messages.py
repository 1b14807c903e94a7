"""`/internal/customer-messages`: what customers write in messengers, brought by the sibling that speaks with those."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from services.tickets.domain.bringing import ChatMessage
from services.tickets.domain.chat import Chat
from services.tickets.domain.message import PlatformMessage
from services.tickets.usecases.bring_message import bring_message
from services.tickets.usecases.edit_message import edit_message
from services.tickets.usecases.ports import Ports
from shared.dialects.attachments import MOST_ATTACHMENTS
from shared.errors import NotFound
from shared.http.app import json_answer
from shared.http.door import sibling_caller
from shared.vocabulary import Channel, Scope

LONGEST_TEXT = 65_536
LONGEST_NAME = 255
LINES = "\t\n\r"


def _plain_text(text: str) -> str:
    """Without what no text of ours may have: nobody asks a customer in a messenger to write it again."""
    kept = (each for each in text if each in LINES or unicodedata.category(each) not in {"Cc", "Cs"})
    return "".join(kept)[:LONGEST_TEXT]


def _plain_name(name: object) -> object:
    if not isinstance(name, str):
        return name
    plain = "".join(each for each in name if unicodedata.category(each) not in {"Cc", "Cs"})
    return plain.strip()[:LONGEST_NAME].strip() or None


Kind = Literal["telegram", "max"]
Key = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Written = Annotated[str, AfterValidator(_plain_text)]
CustomerName = Annotated[str | None, BeforeValidator(_plain_name)]


class MessageBody(BaseModel):
    """`key` makes it be stored once."""

    key: Key
    kind: Kind
    channel_id: UUID
    chat_id: int
    platform_message_id: Key | None = None
    text: Written
    written_at: datetime | None = None
    first_name: CustomerName = None
    username: CustomerName = None
    attachments: Annotated[list[UUID], Field(max_length=MOST_ATTACHMENTS)] = []
    ticket_id: UUID | None = None
    ticket_type_id: UUID | None = None
    new: bool = False

    def to_command(self) -> ChatMessage:
        given = self.model_dump(exclude={"kind", "channel_id", "chat_id", "written_at", "attachments"})
        chat = Chat(Channel(self.kind), self.channel_id, self.chat_id)
        return ChatMessage(chat=chat, attachments=tuple(self.attachments), **given)


class EditBody(BaseModel):
    channel_id: UUID
    chat_id: int
    platform_message_id: Key
    text: Written


def customer_messages_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/customer-messages", tags=["internal"])

    @router.post("")
    async def post_message(body: MessageBody) -> Response:
        """Where the message is: its ticket, and whether that was opened or reopened for it."""
        caller = sibling_caller()
        caller.require(Scope.WRITE, agent_only=True)
        brought = await bring_message(ports, tenant_id=caller.tenant, message=body.to_command())
        return json_answer(
            {
                "ticket_id": brought.ticket_id,
                "number": brought.number,
                "opened": brought.opened,
                "reopened": brought.reopened,
            }
        )

    @router.put("")
    async def put_message(body: EditBody) -> Response:
        """204 once the message has this text; 404 where there is no such message."""
        caller = sibling_caller()
        caller.require(Scope.WRITE, agent_only=True)
        platform = PlatformMessage(body.channel_id, body.chat_id, body.platform_message_id)
        if not await edit_message(ports, tenant_id=caller.tenant, platform=platform, text=body.text):
            raise NotFound("There is no such message.")
        return Response(status_code=204)

    return router
