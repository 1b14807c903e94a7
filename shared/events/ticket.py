"""The canonical ticket and its messages as events carry them, and the events that tickets publishes."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.attachment import AttachmentSnapshot
from shared.events.envelope import Actor, Contract, Event, Time
from shared.vocabulary import AuthorType, Channel, Kind, Priority, SendStatus, Status

SOURCE = "/helpdesk/tickets"


class Ref(Contract):
    """Something named: its id and the name that it had when the event was made."""

    id: UUID
    name: str


class Requester(Contract):
    """The customer as the ticket remembers them."""

    contact_id: UUID | None = None
    name: str | None = None
    email: str | None = None
    first_name: str | None = None
    username: str | None = None


class CustomValue(Contract):
    id: UUID
    value: Any


class SlaState(Contract):
    """How a ticket stands against its deadlines, exact at the moment at which the snapshot was taken."""

    policy_id: UUID | None = None
    policy_name: str | None = None
    first_response_deadline: Time | None = None
    first_response_met: bool | None = None
    resolution_deadline: Time | None = None
    resolution_met: bool | None = None
    first_response_breached: bool = False
    resolution_breached: bool = False
    paused: bool = False


class RoutingState(Contract):
    """What routing last decided about a ticket; the rule is absent where the ticket's team decided by itself."""

    rule_id: UUID | None = None
    rule_name: str | None = None
    reason: str


class TicketSnapshot(Contract):
    """A ticket after a change, in canonical words, without its messages."""

    id: UUID
    tenant_id: UUID | None = None
    number: int
    external_id: str | None = Field(None, description="The name that the tenant's own system has for the ticket.")
    subject: str
    text: str | None = None
    status: Status
    priority: Priority
    kind: Kind = Kind.QUESTION
    channel: Channel
    channel_id: UUID | None = None
    chat_id: int | None = None
    requester: Requester = Requester()
    ticket_type_id: UUID | None = None
    assignee: Ref | None = None
    team: Ref | None = None
    tags: tuple[str, ...] = ()
    custom_fields: tuple[CustomValue, ...] = ()
    resolution: str | None = None
    csat_rating: int | None = None
    csat_comment: str | None = None
    first_reply_at: Time | None = None
    resolved_at: Time | None = None
    closed_at: Time | None = None
    last_message_by: AuthorType | None = None
    last_message_at: Time | None = None
    waiting_since: Time | None = Field(None, description="When the customer first wrote after the last agent reply.")
    sla: SlaState | None = None
    routed_by: Ref | None = Field(None, description="The routing rule that was applied.")
    routing: RoutingState | None = Field(None, description="What routing last decided, and why.")
    created_by: UUID | None = Field(None, description="The agent or contact who opened the ticket.")
    merged_into: UUID | None = Field(None, description="The ticket in which this one goes on.")
    created_at: Time
    updated_at: Time
    version: int


class Delivery(Contract):
    """How far a message has come toward the customer's messenger or mailbox."""

    channel: Channel
    status: SendStatus
    error: str | None = None
    at: Time


class MessageSnapshot(Contract):
    """One message of a ticket's conversation."""

    id: UUID
    ticket_id: UUID | None = None
    author_type: AuthorType
    author_id: UUID | None = None
    author_name: str | None = None
    text: str
    internal: bool = False
    delivery: Delivery | None = None
    attachments: tuple[AttachmentSnapshot, ...] = ()
    created_at: Time


class TenantTerms(Contract):
    """The tenant's settings that consumers of `ticket.created` act on, so that none uses a stale copy."""

    sla_first_reply_hours: int | None = None
    sla_resolve_hours: int | None = None
    unanswered_hours: int | None = None
    auto_close_days: int | None = None
    revision: int = Field(0, description="Counts the changes of the tenant's settings.")


class TicketData(Contract):
    ticket: TicketSnapshot
    actor: Actor


class ChangedData(TicketData):
    changes: dict[str, tuple[Any, Any]] = Field(default_factory=dict)


class UpdatedData(ChangedData):
    message: MessageSnapshot | None = Field(None, description="The message whose text its customer has changed.")


class CsatData(TicketData):
    rating: int = Field(ge=1, le=5, description="5 is best.")
    comment: str | None = None


class MessageData(TicketData):
    message: MessageSnapshot


class CreatedData(TicketData):
    message: MessageSnapshot | None = None
    terms: TenantTerms = TenantTerms()


class TicketEvent(Event):
    """An event about a ticket: `subject` is the ticket's id."""

    SOURCE: ClassVar[str] = SOURCE
    data: TicketData

    @property
    def order(self) -> int:
        """The event's place among its ticket's events, from 1."""
        return int(self.sequence or 0)


class TicketCreated(TicketEvent):
    TYPE: ClassVar[str] = "ticket.created"
    OF_CHAT: ClassVar[str] = "ticket.created.chat"
    data: CreatedData

    @property
    def also(self) -> tuple[str, ...]:
        return () if self.data.ticket.chat_id is None else (self.OF_CHAT,)


class TicketUpdated(TicketEvent):
    TYPE: ClassVar[str] = "ticket.updated"
    data: UpdatedData


class TicketReplied(TicketEvent):
    TYPE: ClassVar[str] = "ticket.replied"
    data: MessageData


class TicketNoted(TicketEvent):
    TYPE: ClassVar[str] = "ticket.noted"
    data: MessageData


class TicketStatusChanged(TicketEvent):
    TYPE: ClassVar[str] = "ticket.status_changed"
    data: ChangedData


class TicketAssigned(TicketEvent):
    TYPE: ClassVar[str] = "ticket.assigned"
    data: ChangedData


class TicketClosed(TicketEvent):
    TYPE: ClassVar[str] = "ticket.closed"
    data: ChangedData


class TicketReopened(TicketEvent):
    TYPE: ClassVar[str] = "ticket.reopened"
    data: ChangedData


class TicketMerged(TicketEvent):
    """The ticket goes on in `data.ticket.merged_into`, with its messages. A close by merge is told by no `closed`."""

    TYPE: ClassVar[str] = "ticket.merged"
    data: ChangedData


class TicketUnmerged(TicketEvent):
    """The ticket is as it was before it was merged, and has its messages again."""

    TYPE: ClassVar[str] = "ticket.unmerged"
    data: ChangedData


class TicketCsatReceived(TicketEvent):
    """The customer has rated a closed or resolved ticket, the first time since it is that."""

    TYPE: ClassVar[str] = "ticket.csat_received"
    data: CsatData


class TicketDeleted(TicketEvent):
    TYPE: ClassVar[str] = "ticket.deleted"
