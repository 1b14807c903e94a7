"""What notifications does about each event."""

from functools import partial

from services.notifications.usecases.forget_tenant import forget_tenant
from services.notifications.usecases.forget_ticket import forget_ticket
from services.notifications.usecases.keep_project import keep_project
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.see_off import see_off
from services.notifications.usecases.subscribe import subscribe
from services.notifications.usecases.take_reply import take_reply
from services.notifications.usecases.tell_agents import tell_of_assignment
from shared.bus.consumer import Handlers
from shared.events.tenant import TenantChanged, TenantDeleted
from shared.events.ticket import TicketAssigned, TicketClosed, TicketCreated, TicketDeleted, TicketReplied


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(subscribe, ports=ports),
        TicketReplied: partial(take_reply, ports=ports),
        TicketAssigned: partial(tell_of_assignment, ports=ports),
        TicketClosed: partial(see_off, ports=ports),
        TicketDeleted: partial(forget_ticket, ports=ports),
        TenantChanged: partial(keep_project, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
