"""What routing does about each event."""

from functools import partial

from services.routing.usecases.decide import decide
from services.routing.usecases.forget_tenant import forget_tenant
from services.routing.usecases.ports import Ports
from shared.bus.consumer import Handlers
from shared.events.tenant import TenantDeleted
from shared.events.ticket import TicketCreated


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(decide, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
