"""Every type of event, and who consumes it: the one list from which queues and bindings are declared."""

from shared.events.audit import AuditRecorded
from shared.events.configuration import DirectoryChanged, SettingsChanged
from shared.events.decisions import (
    CsatReceived,
    MessageDelivery,
    RoutingDecided,
    SlaApplied,
    SlaBreached,
    SlaCloseDue,
    SlaWarning,
    TicketUnanswered,
)
from shared.events.envelope import Event
from shared.events.tenant import TenantChanged, TenantDeleted
from shared.events.ticket import (
    TicketAssigned,
    TicketClosed,
    TicketCreated,
    TicketCsatReceived,
    TicketDeleted,
    TicketMerged,
    TicketNoted,
    TicketReopened,
    TicketReplied,
    TicketStatusChanged,
    TicketUnmerged,
    TicketUpdated,
)

EventType = type[Event]

EVENTS: dict[str, EventType] = {
    event.TYPE: event
    for event in (
        TicketCreated,
        TicketUpdated,
        TicketReplied,
        TicketNoted,
        TicketStatusChanged,
        TicketAssigned,
        TicketClosed,
        TicketReopened,
        TicketMerged,
        TicketUnmerged,
        TicketCsatReceived,
        TicketDeleted,
        TicketUnanswered,
        RoutingDecided,
        SlaApplied,
        SlaWarning,
        SlaBreached,
        SlaCloseDue,
        MessageDelivery,
        CsatReceived,
        SettingsChanged,
        DirectoryChanged,
        AuditRecorded,
        TenantChanged,
        TenantDeleted,
    )
}

# Webhook receivers may ask for each of these.
SENT_TO_WEBHOOKS: tuple[EventType, ...] = (
    TicketCreated,
    TicketUpdated,
    TicketReplied,
    TicketNoted,
    TicketStatusChanged,
    TicketAssigned,
    TicketClosed,
    TicketReopened,
    TicketMerged,
    TicketUnmerged,
    TicketCsatReceived,
    TicketDeleted,
    TicketUnanswered,
    SlaWarning,
    SlaBreached,
    MessageDelivery,
    SettingsChanged,
    DirectoryChanged,
)

# What each service's queue is bound to; a test holds that the service handles exactly these.
SUBSCRIPTIONS: dict[str, tuple[EventType, ...]] = {
    "tickets": (
        RoutingDecided,
        SlaApplied,
        SlaBreached,
        SlaCloseDue,
        MessageDelivery,
        CsatReceived,
        AuditRecorded,
        TenantDeleted,
    ),
    "routing": (
        TicketCreated,
        TicketAssigned,
        TicketClosed,
        TicketReopened,
        TicketMerged,
        TicketUnmerged,
        TicketDeleted,
        DirectoryChanged,
        TenantDeleted,
    ),
    "sla": (TicketCreated, TicketUpdated, TicketReplied, TicketDeleted, SettingsChanged, TenantDeleted),
    "webhooks": (*SENT_TO_WEBHOOKS, TenantDeleted),
    "notifications": (
        TicketCreated,
        TicketReplied,
        TicketAssigned,
        TicketClosed,
        TicketDeleted,
        TenantChanged,
        TenantDeleted,
    ),
    "search": (TicketCreated, TicketUpdated, TicketReplied, TicketNoted, TicketDeleted, TenantDeleted),
}

# A queue that wants only some events of a type is bound to one of the other keys that those have.
NARROWER: dict[tuple[str, EventType], str] = {("notifications", TicketCreated): TicketCreated.OF_CHAT}

# Published for consumers outside the product only.
FOR_OUTSIDE: tuple[EventType, ...] = ()
