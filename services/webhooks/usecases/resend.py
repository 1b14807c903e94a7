"""Send a delivery once more."""

from uuid import UUID

from services.webhooks.usecases.check_enabled import check_enabled
from services.webhooks.usecases.ports import Ports
from shared.ids import new_id_of


async def resend(ports: Ports, *, tenant_id: UUID, endpoint_id: UUID, delivery_id: UUID) -> None:
    """Make it due at once, whatever became of it, with its whole schedule before it.

    One that is being sent at this moment is left to that. Raises NotFound, and Conflict where the endpoint is disabled.
    """
    endpoint = await ports.endpoints.get(tenant_id, endpoint_id)
    delivery = await ports.deliveries.get(tenant_id, endpoint_id, delivery_id)
    check_enabled(endpoint)
    await ports.deliveries.again(
        tenant_id, endpoint_id, [delivery.id], mark=new_id_of("webhook resend"), at=ports.clock()
    )
