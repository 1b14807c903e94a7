"""Take an event in: it goes to those who want it, and is kept for those who will ask."""

import asyncio

from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.fan_out import fan_out
from services.webhooks.usecases.keep_event import keep_event
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import Sendable


async def take_event(event: Sendable, *, ports: Ports, dispatcher: Dispatcher) -> None:
    """Return when its deliveries and the event itself are stored; each bears a repeat."""
    # Both gather with other events': one after the other, an event would hold its place for twice as long.
    await asyncio.gather(fan_out(event, ports=ports, dispatcher=dispatcher), keep_event(event, ports=ports))
