"""Take an event in: it goes to those who want it, and is kept for those who will ask."""

from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.fan_out import fan_out
from services.webhooks.usecases.keep_event import keep_event
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import Sendable


async def take_event(event: Sendable, *, ports: Ports, dispatcher: Dispatcher) -> None:
    """Return when its deliveries and the event itself are stored; each bears a repeat."""
    await fan_out(event, ports=ports, dispatcher=dispatcher)
    await keep_event(event, ports=ports)
