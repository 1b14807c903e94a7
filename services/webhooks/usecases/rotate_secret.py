"""Give an endpoint a new secret."""

from dataclasses import replace
from uuid import UUID

from services.webhooks.domain.secret import Secret, rotated
from services.webhooks.usecases.new_secret import new_secret
from services.webhooks.usecases.ports import Ports
from shared.errors import Conflict

ATTEMPTS = 5


async def rotate_secret(ports: Ports, *, tenant_id: UUID, endpoint_id: UUID) -> Secret:
    """The new secret, which signs from the next attempt on; the one before it signs too for 24 hours.

    Raises NotFound, and Conflict where too many are live, or others rotate at this moment.
    """
    new = new_secret()
    for _ in range(ATTEMPTS):
        endpoint = await ports.endpoints.get(tenant_id, endpoint_id)
        if made := next((each for each in endpoint.secrets if each.id == new.id), None):
            return made
        now = ports.clock()
        changed = replace(endpoint, secrets=rotated(endpoint.secrets, new, at=now), updated_at=now)
        if await ports.endpoints.save_secrets(changed, before=endpoint):
            return new
    raise Conflict("This webhook's secret is being rotated by many at once; try again.")
