"""Make a delivery of an event for every endpoint that wants it."""

from services.webhooks.domain.delivery import Delivery, delivery_id
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.formats import FORMATS
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import Sendable, render
from shared.ids import new_id


async def fan_out(event: Sendable, *, ports: Ports, dispatcher: Dispatcher) -> None:
    """Return when the deliveries are stored. What this process has room for it sends at once; nobody waits for it."""
    endpoints = {
        each.id: each
        for each in await ports.endpoints.enabled(event.tenantid)
        if each.wants(event.type, spelt=FORMATS[each.format].name_out(event.type))
    }
    if not endpoints:
        return
    bodies = {name: render(event, format=FORMATS[name]) for name in {each.format for each in endpoints.values()}}
    deliveries = [
        _delivery(event, endpoint, body=bodies[endpoint.format], ports=ports, room=dispatcher.room(endpoint.id) > 0)
        for endpoint in endpoints.values()
    ]
    for delivery in await ports.deliveries.add(deliveries):
        if delivery.holder is None:
            dispatcher.leave_behind(delivery.endpoint_id)
        else:
            dispatcher.take(delivery, endpoint=endpoints[delivery.endpoint_id])


def _delivery(event: Sendable, endpoint: Endpoint, *, body: bytes, ports: Ports, room: bool) -> Delivery:
    """With room, it is claimed in the act of storing it, if its first attempt is due at once.

    It is as old as its event, by which its owner looks for it.
    """
    now = ports.clock()
    first = ports.schedule.next_attempt(made=0, at=now, jitter=0) or now
    claimed = room and first <= now
    return Delivery(
        id=delivery_id(event_id=event.id, endpoint_id=endpoint.id),
        tenant_id=event.tenantid,
        endpoint_id=endpoint.id,
        event_id=event.id,
        event=FORMATS[endpoint.format].name_out(event.type),
        body=body,
        created_at=event.time,
        updated_at=now,
        next_attempt_at=first,
        due_at=now + ports.lease if claimed else first,
        holder=new_id() if claimed else None,
    )
