"""Take up deliveries that are due: retries, what a dead process had claimed, and what there was no room for."""

import asyncio
from collections.abc import Iterable, Mapping
from uuid import UUID

from services.webhooks.domain.delivery import Delivery, DeliveryStatus, Due
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.dispatch import Dispatcher
from services.webhooks.usecases.ports import Ports
from shared.errors import Unavailable
from shared.ids import new_id
from shared.log import get_logger
from shared.telemetry import TIMER_LATENESS, WEBHOOK_DELIVERIES

log = get_logger()

MOST_ENDPOINTS = 64


async def take_due(*, ports: Ports, dispatcher: Dispatcher) -> bool:
    """Claim and send what there is room for; True where there may be more to do at once.

    While the database is away nothing is due.
    """
    try:
        return await _take(ports=ports, dispatcher=dispatcher)
    except Unavailable as error:
        log.warning("due deliveries wait", error=error.message)
        return False


async def _take(*, ports: Ports, dispatcher: Dispatcher) -> bool:
    now = ports.clock()
    shares = _shares(await ports.deliveries.due(at=now), dispatcher=dispatcher)
    if not shares:
        return False
    claimed, endpoints = await asyncio.gather(
        ports.deliveries.claim(shares, holder=new_id(), at=now, until=now + ports.lease),
        ports.endpoints.of_ids(list(shares)),
    )
    await _end(claimed, endpoints=endpoints, ports=ports)
    for delivery in claimed:
        endpoint = endpoints.get(delivery.endpoint_id)
        if endpoint is not None and endpoint.enabled:
            if delivery.next_attempt_at is not None:
                TIMER_LATENESS.labels("webhook").observe((now - delivery.next_attempt_at).total_seconds())
            dispatcher.take(delivery, endpoint=endpoint)
    return bool(claimed)


def _shares(due: Iterable[Due], *, dispatcher: Dispatcher) -> dict[UUID, int]:
    """How many to take of each endpoint, the longest-waiting endpoints first."""
    shares: dict[UUID, int] = {}
    for each in due:
        if room := dispatcher.room(each.endpoint_id):
            shares[each.endpoint_id] = room
        else:
            dispatcher.leave_behind(each.endpoint_id)
    return dict(list(shares.items())[:MOST_ENDPOINTS])


async def _end(claimed: list[Delivery], *, endpoints: Mapping[UUID, Endpoint], ports: Ports) -> None:
    """What was for an endpoint that is gone is dropped; what comes due while one is disabled fails."""
    orphans = [each for each in claimed if each.endpoint_id not in endpoints]
    if orphans:
        await ports.deliveries.drop(orphans)
    refused = [each for each in claimed if (found := endpoints.get(each.endpoint_id)) and not found.enabled]
    if refused:
        await ports.deliveries.fail(refused, at=ports.clock())
        WEBHOOK_DELIVERIES.labels(DeliveryStatus.FAILED.value).inc(len(refused))
