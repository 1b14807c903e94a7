"""What `/helpdesk/api/v1/tickets` takes: request bodies in their envelope, and query parameters."""

from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, PlainSerializer, model_validator
from pydantic.alias_generators import to_camel

from services.tickets.domain.changes import StatusWish
from services.tickets.domain.filter import Filter
from services.tickets.domain.order import Order, SortBy
from services.tickets.domain.ticket import Requester
from services.tickets.usecases.change_ticket import Wanted
from services.tickets.usecases.open_ticket import NewTicket
from services.tickets.usecases.references import FieldWish
from shared.dialects.envelope import AGENT, CUSTOM_FIELD, STATUS, id_into, id_out
from shared.dialects.fields import Email, Name, SearchText, Subject, Tags
from shared.errors import Malformed
from shared.http.changes import kept
from shared.vocabulary import Channel, Kind, Priority

PATH = "/tickets"
MOST_FIELDS = 50

StatusWord = Literal["new", "open", "pending", "resolved", "closed"]


def _id_of(kind: str) -> BeforeValidator:
    """Reads an id as this surface spells it, or a plain UUID."""

    def read(value: object) -> UUID:
        try:
            return id_into(kind, str(value))
        except ValueError:
            raise ValueError(f"must be {kind}_ and 32 hex digits, or a UUID") from None

    spelled = rf"^({kind}_)?[0-9a-f]{{32}}$|^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"
    return BeforeValidator(read, json_schema_input_type=Annotated[str, Field(pattern=spelled)])


AgentId = Annotated[UUID, _id_of(AGENT), PlainSerializer(lambda agent_id: id_out(AGENT, agent_id))]
FieldId = Annotated[UUID, _id_of(CUSTOM_FIELD)]


class CamelModel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class FieldBody(CamelModel):
    """A custom field's value; null takes it away."""

    id: FieldId
    value: JsonValue


Fields = Annotated[list[FieldBody], Field(max_length=MOST_FIELDS)]


class NewTicketFields(CamelModel):
    subject: Subject
    status: StatusWord = "new"
    priority: Priority = Priority.NORMAL
    kind: Annotated[Kind, Field(alias="type")] = Kind.QUESTION
    requester_email: Email | None = None
    requester_name: Name | None = None
    assignee_id: AgentId | None = None
    tags: Tags = []
    custom_fields: Fields = []

    def to_command(self) -> NewTicket:
        return NewTicket(
            text=None,
            channel=Channel.API,
            subject=self.subject,
            requester=Requester(name=self.requester_name, email=self.requester_email),
            custom_fields=_wishes(self.custom_fields),
            assignee_id=self.assignee_id,
            status=STATUS.into(self.status),
            priority=self.priority,
            kind=self.kind,
            tags=tuple(self.tags),
        )


class TicketChanges(CamelModel):
    """Only what is given changes; null takes away where that makes sense."""

    subject: Subject = kept()
    status: StatusWord = kept()
    priority: Priority = kept()
    kind: Annotated[Kind, Field(alias="type")] = kept()
    requester_email: Email | None = None
    requester_name: Name | None = None
    assignee_id: AgentId | None = None
    tags: Tags = kept()
    custom_fields: Fields = kept()

    def to_command(self) -> Wanted:
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if "status" in given:
            given["status"] = StatusWish(STATUS.into(self.status), shown_by=STATUS.meanings(self.status))
        if "tags" in given:
            given["tags"] = tuple(self.tags)
        if "custom_fields" in given:
            given["custom_fields"] = _wishes(self.custom_fields)
        return Wanted(**given)


def _wishes(fields: list[FieldBody]) -> tuple[FieldWish, ...]:
    return tuple((field.id, field.value) for field in fields)


class Enveloped(BaseModel):
    """A body without its `ticket` object cannot be read at all."""

    @model_validator(mode="before")
    @classmethod
    def _has_a_ticket(cls, body: object) -> object:
        if isinstance(body, dict) and not isinstance(body.get("ticket"), dict):
            raise Malformed("The body must be a JSON object with a `ticket` object in it.")
        return body


class NewTicketBody(Enveloped):
    ticket: NewTicketFields


class ChangedTicketBody(Enveloped):
    ticket: TicketChanges


class ListQuery(BaseModel):
    """The filters of the list, all of which must hold, its order, and the page."""

    status: StatusWord | None = None
    priority: Priority | None = None
    assignee_id: AgentId | None = None
    search: SearchText | None = None
    page_size: Annotated[int, Field(ge=1, le=100)] = 25
    after: str | None = None
    sort_by: SortBy = SortBy.CREATED_AT
    sort_order: Literal["asc", "desc"] = "desc"

    @property
    def order(self) -> Order:
        return Order(self.sort_by, descending=self.sort_order == "desc")

    def to_filter(self) -> Filter:
        return Filter(
            statuses=STATUS.meanings(self.status) if self.status else (),
            priority=self.priority,
            assignee_id=self.assignee_id,
        )

    def link(self, *, after: str) -> str:
        """The same list from there on, beneath the surface's base: with all that was asked for."""
        asked = self.model_dump(mode="json", include=self.model_fields_set - {"after"}, exclude_none=True)
        return f"{PATH}?{urlencode({'after': after, **asked})}"


Listing = Annotated[ListQuery, Query()]
