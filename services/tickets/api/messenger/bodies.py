"""What `/v1/helpdesk/tickets` takes: request bodies and query parameters."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import AliasChoices, BaseModel, Field, StrictBool, StrictInt, ValidationInfo, field_validator

from services.tickets.domain.changes import StatusWish
from services.tickets.domain.filter import Filter
from services.tickets.domain.ticket import Requester
from services.tickets.usecases.change_ticket import Wanted
from services.tickets.usecases.open_ticket import NewTicket
from services.tickets.usecases.references import FieldWish
from shared.dialects.attachments import MOST_ATTACHMENTS, AttachmentBody
from shared.dialects.fields import At, Name, SearchText, Subject, Tag, Tags, Text
from shared.dialects.messenger import OPEN_AGAIN, STATUS
from shared.http.changes import kept
from shared.vocabulary import CHAT_CHANNELS, Channel, Kind, Priority

StatusWord = Literal["new", "in_progress", "waiting", "closed"]
CreatedChannel = Literal["telegram", "max", "virtual"]
ChatId = Annotated[StrictInt, Field(ge=-(2**63), lt=2**63)]


class FieldBody(BaseModel):
    """A custom field and its value; null takes the value away."""

    id: UUID
    value: Any

    def to_wish(self) -> FieldWish:
        return self.id, self.value


Fields = Annotated[list[FieldBody], Field(max_length=50)]
Attachments = Annotated[list[AttachmentBody], Field(max_length=MOST_ATTACHMENTS)]


class NewTicketBody(BaseModel):
    """`chat_id` and `channel_id`, which says which bot, go with `telegram` and `max`, and only with them."""

    text: Text
    subject: Subject | None = None
    channel: CreatedChannel = "virtual"
    chat_id: ChatId | None = Field(None, validate_default=True)
    channel_id: UUID | None = None
    first_name: Name | None = None
    username: Name | None = None
    ticket_type_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    tags: Tags = []
    custom_fields: Fields = []
    contact_id: UUID | None = None
    external_id: Name | None = None
    kind: Kind = Kind.QUESTION

    @field_validator("chat_id")
    @classmethod
    def _fits_channel(cls, chat_id: int | None, info: ValidationInfo) -> int | None:
        channel = info.data.get("channel", Channel.VIRTUAL)
        if channel in CHAT_CHANNELS and chat_id is None:
            raise ValueError(f"is required for {channel}")
        if channel == Channel.VIRTUAL and chat_id is not None:
            raise ValueError("does not go with virtual")
        return chat_id

    @field_validator("channel_id")
    @classmethod
    def _has_bots(cls, channel_id: UUID | None, info: ValidationInfo) -> UUID | None:
        if channel_id is not None and info.data.get("channel", Channel.VIRTUAL) not in CHAT_CHANNELS:
            raise ValueError("goes with telegram and max")
        return channel_id

    def to_command(self) -> NewTicket:
        return NewTicket(
            text=self.text,
            channel=Channel(self.channel),
            subject=self.subject,
            chat_id=self.chat_id,
            channel_id=self.channel_id,
            requester=Requester(first_name=self.first_name, username=self.username),
            ticket_type_id=self.ticket_type_id,
            priority=self.priority,
            kind=self.kind,
            tags=tuple(self.tags),
            contact_id=self.contact_id,
            external_id=self.external_id,
            custom_fields=tuple(field.to_wish() for field in self.custom_fields),
        )


class ReplyBody(BaseModel):
    text: Text
    internal: StrictBool = False
    attachments: Attachments = []


class CustomerReplyBody(BaseModel):
    text: Text


class StatusBody(BaseModel):
    status: Literal["new", "in_progress", "waiting", "closed", "open"]


class AssignBody(BaseModel):
    """`user_id` is the older name; without either the assignment is removed."""

    assigned_to: UUID | None = Field(None, validation_alias=AliasChoices("assigned_to", "user_id"))


class PriorityBody(BaseModel):
    priority: Priority


class TicketChanges(BaseModel):
    """Only what is given changes; null takes away where that makes sense."""

    subject: Subject = kept()
    status: StatusWord = kept()
    priority: Priority = kept()
    assigned_to: UUID | None = None
    team_id: UUID | None = None
    ticket_type_id: UUID | None = None
    tags: Tags = kept()
    custom_fields: Fields = kept()
    contact_id: UUID | None = None
    kind: Kind = kept()

    def to_command(self) -> Wanted:
        given = self.model_dump(include=self.model_fields_set - {"status"})
        if "assigned_to" in given:
            given["assignee_id"] = given.pop("assigned_to")
        if "tags" in given:
            given["tags"] = tuple(given["tags"])
        if "custom_fields" in given:
            given["custom_fields"] = tuple(field.to_wish() for field in self.custom_fields)
        if "status" in self.model_fields_set:
            given["status"] = status_wish(self.status)
        return Wanted(**given)


class ListFilter(BaseModel):
    """The filters of the list; all that are given must hold."""

    status: StatusWord | None = None
    priority: Priority | None = None
    channel: Channel | None = None
    assigned_to: UUID | None = None
    team_id: UUID | None = None
    ticket_type_id: UUID | None = None
    contact_id: UUID | None = None
    external_id: Name | None = None
    tag: Tag | None = None
    created_from: At | None = None
    created_to: At | None = None
    search: SearchText | None = None

    def to_filter(self) -> Filter:
        return Filter(
            statuses=STATUS.meanings(self.status) if self.status else (),
            priority=self.priority,
            channel=self.channel,
            assignee_id=self.assigned_to,
            team_id=self.team_id,
            ticket_type_id=self.ticket_type_id,
            contact_id=self.contact_id,
            external_id=self.external_id,
            tag=self.tag,
            created_from=self.created_from,
            created_to=self.created_to,
        )


class ListQuery(ListFilter):
    """A page of the list; what is given beside a saved view wins over the view's own filter."""

    view: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: str | None = None


Listing = Annotated[ListQuery, Query()]


def status_command(word: str) -> Wanted:
    """The older word `open` opens again whatever is at rest."""
    return Wanted(open_again=True) if word == OPEN_AGAIN else Wanted(status=status_wish(word))


def status_wish(word: str) -> StatusWish:
    """A word that a ticket already shows on this surface changes nothing."""
    return StatusWish(STATUS.into(word), shown_by=STATUS.meanings(word))
