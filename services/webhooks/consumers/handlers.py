"""What webhooks does about each event."""

from functools import partial

from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.forget_tenant import forget_tenant
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.take_event import take_event
from shared.bus.consumer import Handlers
from shared.events.registry import SENT_TO_WEBHOOKS
from shared.events.tenant import TenantDeleted


def handlers(ports: Ports, *, dispatcher: Dispatcher) -> Handlers:
    take = partial(take_event, ports=ports, dispatcher=dispatcher)
    return {
        **dict.fromkeys(SENT_TO_WEBHOOKS, take),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
