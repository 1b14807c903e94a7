"""What `/api/helpdesk/tickets` takes: request bodies and query parameters."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from services.tickets.domain.changes import StatusWish
from services.tickets.domain.filter import Filter
from services.tickets.usecases.change_ticket import Wanted
from services.tickets.usecases.open_ticket import NewTicket
from services.tickets.usecases.references import FieldWish
from shared.dialects.attachments import MOST_ATTACHMENTS, CamelAttachmentBody
from shared.dialects.fields import At, SearchText, Subject, Tags, Text
from shared.dialects.workflow import PRIORITY, STATUS
from shared.errors import Invalid
from shared.http.changes import kept
from shared.vocabulary import Channel

StatusWord = Literal["new", "in_progress", "pending_customer", "resolved", "closed"]
PriorityWord = Literal["low", "medium", "high", "urgent"]


class Camel(BaseModel):
    """Fields are written in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)


class CustomFieldBody(Camel):
    """A custom field of the tenant's; null takes its value away."""

    id: UUID
    value: Any


CustomFields = Annotated[list[CustomFieldBody], Field(max_length=50)]


class NewTicketBody(Camel):
    subject: Subject
    contact_id: UUID
    description: Text | None = None
    priority: PriorityWord = "medium"
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    tags: Tags = []
    custom_fields: CustomFields = []

    def to_command(self) -> NewTicket:
        return NewTicket(
            text=self.description,
            channel=Channel.API,
            subject=self.subject,
            contact_id=self.contact_id,
            priority=PRIORITY.into(self.priority),
            team_id=self.team_id,
            assignee_id=self.assignee_id,
            tags=tuple(self.tags),
            custom_fields=field_wishes(self.custom_fields),
        )


class TicketChanges(Camel):
    """Only what is given changes; null takes away where that makes sense."""

    subject: Subject = kept()
    description: Text | None = None
    status: StatusWord = kept()
    priority: PriorityWord = kept()
    tags: Tags = kept()
    contact_id: UUID | None = None
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    custom_fields: CustomFields = kept()

    def to_command(self) -> Wanted:
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if "description" in given:
            given["text"] = given.pop("description")
        if "status" in given:
            given["status"] = status_wish(self.status)
        if "priority" in given:
            given["priority"] = PRIORITY.into(self.priority)
        if "tags" in given:
            given["tags"] = tuple(self.tags)
        if "custom_fields" in given:
            given["custom_fields"] = field_wishes(self.custom_fields)
        return Wanted(**given)


class AssignBody(Camel):
    """At least one of the two; null takes the assignment away."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    assignee_id: UUID | None = None
    team_id: UUID | None = None

    def to_command(self) -> Wanted:
        """Raises Invalid where neither is given."""
        if not self.model_fields_set:
            raise Invalid.field("assigned_to", "Give an assigneeId, a teamId, or both.")
        return Wanted(**{name: getattr(self, name) for name in self.model_fields_set})


class ReplyBody(Camel):
    body: Text
    internal: StrictBool = False
    attachments: Annotated[list[CamelAttachmentBody], Field(max_length=MOST_ATTACHMENTS)] = []


class CloseBody(Camel):
    resolution: Text | None = None


class ListQuery(Camel):
    """The filters of the list; all that are given must hold."""

    status: StatusWord | None = None
    priority: PriorityWord | None = None
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    contact_id: UUID | None = None
    overdue_sla: bool | None = None
    search: SearchText | None = None
    created_from: Annotated[At | None, Field(alias="from")] = None
    created_to: Annotated[At | None, Field(alias="to")] = None
    page: Annotated[int, Field(ge=1)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 20

    def to_filter(self, *, now: datetime) -> Filter:
        """What the list is to show at this moment."""
        return Filter(
            statuses=STATUS.meanings(self.status) if self.status else (),
            priority=PRIORITY.into(self.priority) if self.priority else None,
            assignee_id=self.assignee_id,
            team_id=self.team_id,
            contact_id=self.contact_id,
            created_from=self.created_from,
            created_to=self.created_to,
            overdue_at=now if self.overdue_sla is True else None,
            in_time_at=now if self.overdue_sla is False else None,
        )


Listing = Annotated[ListQuery, Query()]


def status_wish(word: str) -> StatusWish:
    """A word that a ticket already shows on this surface changes nothing."""
    return StatusWish(STATUS.into(word), shown_by=STATUS.meanings(word))


def field_wishes(fields: list[CustomFieldBody]) -> tuple[FieldWish, ...]:
    return tuple((field.id, field.value) for field in fields)
