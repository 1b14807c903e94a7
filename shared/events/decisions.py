"""What the other services decide about a ticket and send back."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Contract, Event, Time
from shared.events.ticket import Ref, TicketData
from shared.vocabulary import Channel, Priority, SendStatus, SlaTarget, Status


class RoutingActions(Contract):
    """What a rule does to a ticket; what it leaves alone is absent."""

    assign_to: UUID | None = None
    set_priority: Priority | None = None
    add_tags: tuple[str, ...] = ()


class RoutingDecidedData(Contract):
    """`rule` is absent where a team alone has chosen an agent, and `team` where no team has."""

    ticket_id: UUID
    rule: Ref | None = None
    actions: RoutingActions = RoutingActions()
    team: UUID | None = Field(None, description="The team that has chosen one of its members.")
    assignee: UUID | None = Field(None, description="The member chosen; absent where none is active.")
    alternates: tuple[UUID, ...] = Field((), description="Who is next where the one chosen has been deactivated.")
    reason: str = Field("", description="Why, in words.")
    of_sequence: int = Field(1, description="The event of the ticket that this answers.")


class RoutingDecided(Event):
    """The first rule that matched a new ticket, or what its team has chosen; `subject` is the ticket's id."""

    TYPE: ClassVar[str] = "routing.decided"
    SOURCE: ClassVar[str] = "/helpdesk/routing"
    data: RoutingDecidedData


class SlaAppliedData(Contract):
    """Deadlines that hold from now on; `of_sequence` says which state of the ticket they were reckoned from."""

    ticket_id: UUID
    of_sequence: int
    order: int = Field(0, description="Counts the decisions about a ticket: of two the higher holds.")
    policy_revision: int = 0
    policy: Ref | None = None
    first_response_deadline: Time | None = None
    resolution_deadline: Time | None = None
    paused: bool = False


class SlaApplied(Event):
    TYPE: ClassVar[str] = "sla.applied"
    SOURCE: ClassVar[str] = "/helpdesk/sla"
    data: SlaAppliedData


class TargetData(TicketData):
    target: SlaTarget
    deadline: Time


class SlaWarning(Event):
    """Four fifths of the time of a deadline have passed, and its goal is not reached."""

    TYPE: ClassVar[str] = "sla.warning"
    SOURCE: ClassVar[str] = "/helpdesk/sla"
    data: TargetData


class SlaBreached(Event):
    """A deadline has passed and its goal was not met."""

    TYPE: ClassVar[str] = "sla.breached"
    SOURCE: ClassVar[str] = "/helpdesk/sla"
    data: TargetData


class SlaCloseDueData(Contract):
    """A ticket has been in this status since then, and is to be closed after so many days."""

    ticket_id: UUID
    status: Status
    since: Time
    days: int


class SlaCloseDue(Event):
    """A ticket that waits for its customer, or is resolved, has done so for as long as its tenant wants."""

    TYPE: ClassVar[str] = "sla.close_due"
    SOURCE: ClassVar[str] = "/helpdesk/sla"
    data: SlaCloseDueData


class UnansweredData(TicketData):
    hours: int


class TicketUnanswered(Event):
    """The customer wrote last, and the tenant's threshold has passed; once for each unanswered stretch."""

    TYPE: ClassVar[str] = "ticket.unanswered_24h"
    SOURCE: ClassVar[str] = "/helpdesk/sla"
    data: UnansweredData


class MessageDeliveryData(Contract):
    ticket_id: UUID
    message_id: UUID
    channel: Channel
    status: SendStatus
    error: str | None = None


class MessageDelivery(Event):
    """How far a reply has come toward the customer's messenger or mailbox; `time` orders these."""

    TYPE: ClassVar[str] = "message.delivery"
    SOURCE: ClassVar[str] = "/helpdesk/notifications"
    data: MessageDeliveryData


class CsatReceivedData(Contract):
    """`closed_at` is the ticket's, so that a button pressed late rates no other close; absent, the last is meant."""

    ticket_id: UUID
    channel_id: UUID
    chat_id: int
    rating: int = Field(ge=1, le=5)
    comment: str | None = None
    closed_at: Time | None = None


class CsatReceived(Event):
    """A customer has rated a ticket in a chat; `subject` is the ticket's id. Tickets decides whether it counts."""

    TYPE: ClassVar[str] = "csat.received"
    SOURCE: ClassVar[str] = "/helpdesk/notifications"
    data: CsatReceivedData
