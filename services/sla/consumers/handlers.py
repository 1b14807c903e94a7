"""What SLA does about each event."""

from functools import partial

from services.sla.usecases.end_watch import end_watch
from services.sla.usecases.forget_tenant import forget_tenant
from services.sla.usecases.heed_settings import heed_settings
from services.sla.usecases.ports import Ports
from services.sla.usecases.start_watch import start_watch
from services.sla.usecases.update_watch import update_watch
from shared.bus.consumer import Handlers
from shared.events.configuration import SettingsChanged
from shared.events.tenant import TenantDeleted
from shared.events.ticket import TicketCreated, TicketDeleted, TicketReplied, TicketUpdated


def handlers(ports: Ports) -> Handlers:
    return {
        TicketCreated: partial(start_watch, ports=ports),
        TicketUpdated: partial(update_watch, ports=ports),
        TicketReplied: partial(update_watch, ports=ports),
        TicketDeleted: partial(end_watch, ports=ports),
        SettingsChanged: partial(heed_settings, ports=ports),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
