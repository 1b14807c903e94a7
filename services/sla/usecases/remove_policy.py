"""Remove an SLA policy."""

from uuid import UUID

from services.sla.usecases.ports import Ports


async def remove_policy(ports: Ports, *, tenant_id: UUID, policy_id: UUID) -> None:
    """Open tickets soon stand under what is left. Raises NotFound."""
    await ports.policies.remove(tenant_id, policy_id)
    await ports.terms.changed(tenant_id, at=ports.clock())
