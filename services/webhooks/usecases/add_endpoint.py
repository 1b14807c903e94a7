"""Add a webhook endpoint."""

from uuid import UUID

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.check_url import check_url
from services.webhooks.usecases.event_names import check_events
from services.webhooks.usecases.new_secret import new_secret
from services.webhooks.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id_of, run_again

MOST_ENDPOINTS = 100


async def add_endpoint(
    ports: Ports, *, tenant_id: UUID, url: str, events: tuple[str, ...], format: str, description: str, enabled: bool
) -> Endpoint:
    """The new endpoint with its secret.

    Raises Invalid for a URL or events that are refused, Conflict where the tenant has 100.
    """
    endpoint_id = new_id_of("webhook")
    if run_again() and (made := await ports.endpoints.find(tenant_id, endpoint_id)):
        return made
    check_events(events, format=format)
    await check_url(url, addresses=ports.addresses)
    if await ports.endpoints.count(tenant_id) >= MOST_ENDPOINTS:
        raise Conflict(f"A tenant can have at most {MOST_ENDPOINTS} webhook endpoints.", code="too_many")
    now = ports.clock()
    endpoint = Endpoint(
        id=endpoint_id,
        tenant_id=tenant_id,
        url=url,
        events=events,
        format=format,
        description=description,
        enabled=enabled,
        secrets=(new_secret(),),
        created_at=now,
        updated_at=now,
    )
    return await ports.endpoints.add(endpoint)
