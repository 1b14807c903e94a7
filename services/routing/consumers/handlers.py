"""What routing does about each event."""

from functools import partial

from services.routing.usecases.decide import decide
from services.routing.usecases.follow import follow
from services.routing.usecases.forget_tenant import forget_tenant
from services.routing.usecases.heed_assignment import heed_assignment
from services.routing.usecases.keep_directory import keep_directory
from services.routing.usecases.ports import Ports
from shared.bus.consumer import Handlers
from shared.events.configuration import DirectoryChanged
from shared.events.tenant import TenantDeleted
from shared.events.ticket import (
    TicketAssigned,
    TicketClosed,
    TicketCreated,
    TicketDeleted,
    TicketMerged,
    TicketReopened,
    TicketUnmerged,
)

FOLLOWED = (TicketClosed, TicketReopened, TicketMerged, TicketUnmerged, TicketDeleted)


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(decide, ports=ports),
        TicketAssigned: partial(heed_assignment, ports=ports),
        **dict.fromkeys(FOLLOWED, partial(follow, ports=ports)),
        DirectoryChanged: partial(keep_directory, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
