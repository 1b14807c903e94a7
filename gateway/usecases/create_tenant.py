"""Create a tenant, and say so."""

from gateway.domain.tenant import Tenant
from gateway.usecases.announce_tenant import announcement
from gateway.usecases.ports import Ports
from shared.ids import new_id_of


async def create_tenant(ports: Ports, *, name: str, description: str | None) -> Tenant:
    """The new tenant. Names need not be unique."""
    now = ports.clock()
    tenant = Tenant(id=new_id_of("tenant"), name=name, description=description, created_at=now, updated_at=now)
    return await ports.tenants.add(tenant, events=[announcement(tenant)])
