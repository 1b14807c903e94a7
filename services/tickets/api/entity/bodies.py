"""What the entity surface takes: request bodies and query parameters."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from services.tickets.domain.changes import ChannelWish, StatusWish
from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Requester
from services.tickets.usecases.change_ticket import Wanted
from services.tickets.usecases.open_ticket import NewTicket
from shared.dialects.attachments import MOST_ATTACHMENTS, CamelAttachmentBody
from shared.dialects.entity import CHANNEL, STATUS
from shared.dialects.fields import Email, Name, SearchText, Subject, Text
from shared.http.changes import kept
from shared.vocabulary import Priority

# What use-cases call those fields that have another name here.
CANONICAL = {
    "description": "text",
    "contact_email": "requester_email",
    "contact_name": "requester_name",
    "category_id": "ticket_type_id",
    "assigned_to": "assignee_id",
}
StatusWord = Literal["new", "open", "pending", "resolved", "closed"]
ChannelWord = Literal["email", "web", "phone", "chat", "api"]


class CamelCase(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class NewTicketBody(CamelCase):
    """Only `subject` is required; what is null is as good as absent."""

    subject: Subject
    description: Text | None = None
    status: StatusWord = "new"
    priority: Priority = Priority.NORMAL
    channel: ChannelWord = "email"
    contact_email: Email | None = None
    contact_name: Name | None = None
    category_id: UUID | None = None
    assigned_to: UUID | None = None

    def to_command(self) -> NewTicket:
        return NewTicket(
            text=self.description,
            channel=CHANNEL.into(self.channel),
            subject=self.subject,
            requester=Requester(name=self.contact_name, email=self.contact_email),
            ticket_type_id=self.category_id,
            assignee_id=self.assigned_to,
            status=STATUS.into(self.status),
            priority=self.priority,
        )


class TicketChanges(CamelCase):
    """Only what is given changes; null takes away where that makes sense."""

    subject: Subject = kept()
    description: Text | None = None
    status: StatusWord = kept()
    priority: Priority = kept()
    channel: ChannelWord = kept()
    contact_email: Email | None = None
    contact_name: Name | None = None
    category_id: UUID | None = None
    assigned_to: UUID | None = None

    def to_command(self) -> Wanted:
        given: dict[str, Any] = {CANONICAL.get(name, name): getattr(self, name) for name in self.model_fields_set}
        if "status" in given:
            given["status"] = StatusWish(STATUS.into(self.status), shown_by=STATUS.meanings(self.status))
        if "channel" in given:
            given["channel"] = ChannelWish(CHANNEL.into(self.channel), shown_by=CHANNEL.meanings(self.channel))
        return Wanted(**given)


class MessageBody(CamelCase):
    body: Text
    is_internal: StrictBool = False
    attachments: Annotated[list[CamelAttachmentBody], Field(max_length=MOST_ATTACHMENTS)] = []


class ListQuery(BaseModel):
    """The filters of the list; all that are given must hold."""

    status: StatusWord | None = None
    priority: Priority | None = None
    search: SearchText | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    cursor: str | None = None

    def to_filter(self) -> Filter:
        return Filter(statuses=STATUS.meanings(self.status) if self.status else (), priority=self.priority)


Listing = Annotated[ListQuery, Query()]
