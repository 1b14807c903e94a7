"""Remove a webhook endpoint."""

from uuid import UUID

from services.webhooks.usecases.ports import Ports


async def remove_endpoint(ports: Ports, *, tenant_id: UUID, endpoint_id: UUID) -> None:
    """Delete the endpoint and all that was, or was still to be, delivered to it. Raises NotFound."""
    await ports.endpoints.remove(tenant_id, endpoint_id)
    await ports.deliveries.forget_endpoint(tenant_id, endpoint_id)
