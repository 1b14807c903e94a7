"""Send an endpoint a test, so that its owner sees whether anything arrives."""

from uuid import UUID

from services.webhooks.domain.delivery import Delivery, delivery_id
from services.webhooks.usecases.check_enabled import check_enabled
from services.webhooks.usecases.event_names import TEST
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.render import render_test
from shared.ids import new_id_of


async def send_test(ports: Ports, *, tenant_id: UUID, endpoint_id: UUID) -> UUID:
    """The id of its delivery, which goes out within a second, whatever events the endpoint is for.

    Raises NotFound, and Conflict where the endpoint is disabled.
    """
    endpoint = await ports.endpoints.get(tenant_id, endpoint_id)
    check_enabled(endpoint)
    event_id, now = new_id_of("webhook test"), ports.clock()
    delivery = Delivery(
        id=delivery_id(event_id=event_id, endpoint_id=endpoint.id),
        tenant_id=tenant_id,
        endpoint_id=endpoint.id,
        event_id=event_id,
        event=TEST,
        body=render_test(endpoint.id, at=now),
        created_at=now,
        updated_at=now,
        next_attempt_at=now,
        due_at=now,
    )
    await ports.deliveries.add([delivery])
    return delivery.id
