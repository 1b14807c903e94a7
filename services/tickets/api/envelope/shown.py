"""What `/helpdesk/api/v1/tickets` answers, as the API document shows it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from services.tickets.api.envelope.bodies import StatusWord
from shared.http.documented import CamelShown
from shared.vocabulary import Kind, Priority


class FieldShown(CamelShown):
    """A custom field's value, of the type that the field has."""

    id: Annotated[str, Field(pattern="^cf_[0-9a-f]{32}$")]
    value: Any


class TicketShown(CamelShown):
    """A ticket."""

    id: Annotated[str, Field(pattern="^tkt_[0-9a-f]{32}$")]
    subject: str
    status: StatusWord
    priority: Priority
    kind: Annotated[Kind, Field(alias="type")]
    assignee_id: Annotated[str, Field(pattern="^usr_[0-9a-f]{32}$")] | None
    requester_email: str | None
    requester_name: str | None
    tags: list[str]
    custom_fields: list[FieldShown]
    created_at: datetime
    updated_at: datetime


class EnvelopeShown(CamelShown):
    """A ticket in its envelope."""

    ticket: TicketShown


class MetaShown(CamelShown):
    page_size: int
    has_more: bool


class LinksShown(CamelShown):
    """`next` can be followed as it stands; null on the last page."""

    next: str | None


class TicketPageShown(CamelShown):
    """A page of the list."""

    tickets: list[TicketShown]
    meta: MetaShown
    links: LinksShown
