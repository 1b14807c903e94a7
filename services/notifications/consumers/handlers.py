"""What notifications does about each event."""

from functools import partial

from services.notifications.usecases.forget_tenant import forget_tenant
from services.notifications.usecases.forget_ticket import forget_ticket
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.subscribe import subscribe
from services.notifications.usecases.take_reply import take_reply
from services.notifications.usecases.tell_agents import tell_of_assignment
from shared.bus.consumer import Handlers
from shared.events.tenant import TenantDeleted
from shared.events.ticket import TicketAssigned, TicketCreated, TicketDeleted, TicketReplied


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(subscribe, ports=ports),
        TicketReplied: partial(take_reply, ports=ports),
        TicketAssigned: partial(tell_of_assignment, ports=ports),
        TicketDeleted: partial(forget_ticket, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
