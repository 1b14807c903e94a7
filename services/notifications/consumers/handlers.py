"""What notifications does about each event."""

from functools import partial

from services.notifications.usecases.forget_tenant import forget_tenant
from services.notifications.usecases.forget_ticket import forget_ticket
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.queue_reply import queue_reply
from services.notifications.usecases.say_closed import say_closed
from services.notifications.usecases.subscribe import subscribe
from shared.bus.consumer import Handlers
from shared.events.tenant import TenantDeleted
from shared.events.ticket import TicketClosed, TicketCreated, TicketDeleted, TicketReplied


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(subscribe, ports=ports),
        TicketReplied: partial(queue_reply, ports=ports),
        TicketClosed: partial(say_closed, ports=ports),
        TicketDeleted: partial(forget_ticket, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
