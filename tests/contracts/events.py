"""One event of every type, with every field filled in."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from shared.events.attachment import AttachmentSnapshot
from shared.events.audit import AuditActor, AuditData, AuditTarget
from shared.events.configuration import AgentState, DirectoryData, LocalizedText, SettingsData, TenantSettings
from shared.events.decisions import (
    CsatReceivedData,
    MessageDeliveryData,
    RoutingActions,
    RoutingDecidedData,
    SlaAppliedData,
    SlaCloseDueData,
    TargetData,
    UnansweredData,
)
from shared.events.envelope import Actor, Contract, Event
from shared.events.registry import EVENTS, EventType
from shared.events.tenant import TenantChanged, TenantData, TenantDeleted
from shared.events.ticket import (
    ChangedData,
    CreatedData,
    CsatData,
    CustomValue,
    Delivery,
    MessageData,
    MessageSnapshot,
    Ref,
    Requester,
    RoutingState,
    SlaState,
    TenantTerms,
    TicketData,
    TicketSnapshot,
    UpdatedData,
)
from shared.vocabulary import ActorType, AuthorType, Channel, Kind, Priority, SendStatus, SlaTarget, Status

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
AT = datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=UTC)
EVENT_ID, TENANT_ID, TICKET_ID, MESSAGE_ID = (UUID(f"019ca000-0000-7000-8000-00000000000{n}") for n in range(1, 5))
ADA = Ref(id=UUID(int=10), name="Ada")
CREW = Ref(id=UUID(int=11), name="Crew")
RULE = Ref(id=UUID(int=12), name="Orders to Ada")
ACTOR = Actor(type=ActorType.AGENT, id=ADA.id, name=ADA.name)

TICKET = TicketSnapshot(
    id=TICKET_ID,
    tenant_id=TENANT_ID,
    number=7,
    external_id="order-42",
    subject="Where is my order?",
    text="Where is my order?\nIt is late.",
    status=Status.IN_PROGRESS,
    priority=Priority.HIGH,
    kind=Kind.INCIDENT,
    channel=Channel.TELEGRAM,
    channel_id=UUID(int=20),
    chat_id=-1001234567890,
    requester=Requester(
        contact_id=UUID(int=21), name="Bob", email="bob@example.com", first_name="Bob", username="bob_the_customer"
    ),
    ticket_type_id=UUID(int=22),
    assignee=ADA,
    team=CREW,
    tags=("order", "late"),
    custom_fields=(CustomValue(id=UUID(int=23), value=["any", {"thing": 1}]),),
    resolution="Sent again",
    csat_rating=5,
    csat_comment="Thanks",
    first_reply_at=AT,
    resolved_at=AT,
    closed_at=AT,
    last_message_by=AuthorType.CUSTOMER,
    last_message_at=AT,
    waiting_since=AT,
    sla=SlaState(
        policy_id=UUID(int=24),
        policy_name="Gold",
        first_response_deadline=AT,
        first_response_met=True,
        resolution_deadline=AT,
        resolution_met=False,
        first_response_breached=False,
        resolution_breached=True,
        paused=True,
    ),
    routed_by=RULE,
    routing=RoutingState(rule_id=RULE.id, rule_name=RULE.name, reason='rule "Orders to Ada": channel is max'),
    created_by=ADA.id,
    merged_into=UUID(int=25),
    created_at=AT,
    updated_at=AT,
    version=3,
)
MESSAGE = MessageSnapshot(
    id=MESSAGE_ID,
    ticket_id=TICKET_ID,
    author_type=AuthorType.CUSTOMER,
    author_id=UUID(int=21),
    author_name="Bob",
    text="Where is my order?\nIt is late. 🎫",
    internal=False,
    delivery=Delivery(channel=Channel.TELEGRAM, status=SendStatus.FAILED, error="chat not found", at=AT),
    attachments=(
        AttachmentSnapshot(
            id=UUID(int=25),
            name="receipt.pdf",
            content_type="application/pdf",
            size=1234,
            url=f"/v1/helpdesk/attachments/{UUID(int=25)}",
        ),
    ),
    created_at=AT,
)
CHANGES: dict[str, tuple[object, object]] = {
    "status": ("new", "in_progress"),
    "assigned_to": (None, str(ADA.id)),
    "tags": ([], ["order", "late"]),
}
TERMS = TenantTerms(sla_first_reply_hours=2, sla_resolve_hours=8, unanswered_hours=24, auto_close_days=7, revision=3)

DATA: dict[object, Callable[[], Contract]] = {
    CreatedData: lambda: CreatedData(ticket=TICKET, actor=ACTOR, message=MESSAGE, terms=TERMS),
    MessageData: lambda: MessageData(ticket=TICKET, actor=ACTOR, message=MESSAGE),
    ChangedData: lambda: ChangedData(ticket=TICKET, actor=ACTOR, changes=CHANGES),
    UpdatedData: lambda: UpdatedData(ticket=TICKET, actor=ACTOR, changes=CHANGES, message=MESSAGE),
    CsatData: lambda: CsatData(ticket=TICKET, actor=ACTOR, rating=5, comment="Thanks"),
    UnansweredData: lambda: UnansweredData(ticket=TICKET, actor=ACTOR, hours=24),
    TargetData: lambda: TargetData(ticket=TICKET, actor=ACTOR, target=SlaTarget.RESOLUTION, deadline=AT),
    TicketData: lambda: TicketData(ticket=TICKET, actor=ACTOR),
    RoutingDecidedData: lambda: RoutingDecidedData(
        ticket_id=TICKET_ID,
        rule=RULE,
        actions=RoutingActions(assign_to=CREW.id, set_priority=Priority.URGENT, add_tags=("vip",)),
        team=CREW.id,
        assignee=ADA.id,
        alternates=(UUID(int=13),),
        reason='team "Crew": round robin, 1st of 2',
    ),
    SlaAppliedData: lambda: SlaAppliedData(
        ticket_id=TICKET_ID,
        of_sequence=3,
        policy_revision=2,
        policy=Ref(id=UUID(int=24), name="Gold"),
        first_response_deadline=AT,
        resolution_deadline=AT,
        paused=True,
    ),
    SlaCloseDueData: lambda: SlaCloseDueData(ticket_id=TICKET_ID, status=Status.PENDING, since=AT, days=7),
    MessageDeliveryData: lambda: MessageDeliveryData(
        ticket_id=TICKET_ID,
        message_id=MESSAGE_ID,
        channel=Channel.TELEGRAM,
        status=SendStatus.FAILED,
        error="chat not found",
    ),
    CsatReceivedData: lambda: CsatReceivedData(
        ticket_id=TICKET_ID, channel_id=UUID(int=26), chat_id=100, rating=5, comment="Thanks", closed_at=AT
    ),
    SettingsData: lambda: SettingsData(
        settings=TenantSettings(
            helpdesk_welcome_message=LocalizedText(ru="Привет", en="Hello"),
            helpdesk_close_message=LocalizedText(ru="Пока", en="Bye"),
            sla_first_reply_hours=2,
            sla_resolve_hours=8,
            csat_message_template="How was it?",
            helpdesk_unanswered_hours=24,
            helpdesk_auto_close_days=7,
        ),
        changed=("csat_enabled",),
        revision=3,
    ),
    DirectoryData: lambda: DirectoryData(
        what="agent", id=ADA.id, row=AgentState(name=ADA.name, email="ada@example.com", active=True)
    ),
    AuditData: lambda: AuditData(
        actor=AuditActor(type="admin", id=ADA.id, name=ADA.name, key_id=UUID(int=30)),
        action="agent.updated",
        target=AuditTarget(type="agent", id=UUID(int=11)),
        before={"name": "Bob"},
        after={"name": "Rob"},
    ),
    TenantData: lambda: TenantData(id=TENANT_ID, name="Acme", description="Anvils"),
}


def model_of(kind: EventType) -> object:
    """The model of a type's data."""
    return kind.model_fields["data"].annotation


def whole(kind: EventType) -> Event:
    """An event of a type with nothing left out."""
    about_tenant = kind in (TenantChanged, TenantDeleted)
    data = DATA[model_of(kind)]()
    return kind(
        id=EVENT_ID,
        subject=str(TENANT_ID if about_tenant else TICKET_ID),
        time=AT,
        tenantid=TENANT_ID,
        sequence="9" if kind.SOURCE == "/helpdesk/tickets" else None,
        requestid="r-1",
        traceparent=TRACEPARENT,
        data=data,
    )


EVERY = [whole(kind) for kind in EVENTS.values()]
UNUSED_MODELS = set(DATA) - {model_of(kind) for kind in EVENTS.values()}
