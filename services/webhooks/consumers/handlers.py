"""What webhooks does about each event."""

from functools import partial

from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.fan_out import fan_out
from services.webhooks.usecases.forget_tenant import forget_tenant
from services.webhooks.usecases.ports import Ports
from shared.bus.consumer import Handlers
from shared.events.registry import SENT_TO_WEBHOOKS
from shared.events.tenant import TenantDeleted


def handlers(ports: Ports, *, dispatcher: Dispatcher) -> Handlers:
    send = partial(fan_out, ports=ports, dispatcher=dispatcher)
    return {
        **dict.fromkeys(SENT_TO_WEBHOOKS, send),
        TenantDeleted: partial(forget_tenant, ports=ports),
    }
