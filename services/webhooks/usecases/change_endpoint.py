"""Change a webhook endpoint."""

from dataclasses import replace
from uuid import UUID

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.check_url import check_url
from services.webhooks.usecases.event_names import check_events, respelt
from services.webhooks.usecases.ports import Ports


async def change_endpoint(
    ports: Ports,
    *,
    tenant_id: UUID,
    endpoint_id: UUID,
    url: str | None = None,
    events: tuple[str, ...] | None = None,
    format: str | None = None,
    description: str | None = None,
    enabled: bool | None = None,
) -> Endpoint:
    """The endpoint with what was given changed. Raises NotFound, and Invalid for a URL or events that are refused.

    In another format the events go on under their names there.
    """
    before = await ports.endpoints.get(tenant_id, endpoint_id)
    spoken = before.format if format is None else format
    if events is not None:
        check_events(events, format=spoken)
    if url is not None:
        await check_url(url, addresses=ports.addresses)
    switched = before if enabled is None else before.switched(enabled)
    endpoint = replace(
        switched if url is None else switched.moved(url),
        events=respelt(before.events, format=spoken) if events is None else events,
        format=spoken,
        description=before.description if description is None else description,
        updated_at=ports.clock(),
    )
    await ports.endpoints.save(endpoint)
    return endpoint
