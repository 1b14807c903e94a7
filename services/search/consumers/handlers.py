"""What search does about each event."""

from functools import partial

from services.search.usecases.follow import follow
from services.search.usecases.forget_tenant import forget_tenant
from services.search.usecases.forget_ticket import forget_ticket
from services.search.usecases.ports import Ports
from shared.bus.consumer import Handlers
from shared.events.tenant import TenantDeleted
from shared.events.ticket import TicketCreated, TicketDeleted, TicketNoted, TicketReplied, TicketUpdated


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(follow, ports=ports),
        TicketUpdated: partial(follow, ports=ports),
        TicketReplied: partial(follow, ports=ports),
        TicketNoted: partial(follow, ports=ports),
        TicketDeleted: partial(forget_ticket, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
