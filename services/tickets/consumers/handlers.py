"""What tickets does about each event."""

from functools import partial

from services.tickets.usecases.apply_routing import apply_routing
from services.tickets.usecases.apply_sla import apply_deadlines, mark_breached
from services.tickets.usecases.close_left import close_left
from services.tickets.usecases.forget_tenant import forget_tenant
from services.tickets.usecases.note_delivery import note_delivery
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.rate_ticket import take_rating
from services.tickets.usecases.record_audit import record_audit
from shared.bus.consumer import Handlers
from shared.events.audit import AuditRecorded
from shared.events.decisions import CsatReceived, MessageDelivery, RoutingDecided, SlaApplied, SlaBreached, SlaCloseDue
from shared.events.tenant import TenantDeleted


def handlers(ports: Ports) -> Handlers:
    return {
        RoutingDecided: partial(apply_routing, ports=ports),
        SlaApplied: partial(apply_deadlines, ports=ports),
        SlaBreached: partial(mark_breached, ports=ports),
        SlaCloseDue: partial(close_left, ports=ports),
        CsatReceived: partial(take_rating, ports=ports),
        AuditRecorded: partial(record_audit, ports=ports),
        MessageDelivery: partial(note_delivery, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
