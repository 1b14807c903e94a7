"""Have the search index made anew."""

from uuid import UUID

from gateway.usecases.ports import Ports


async def rebuild_search(ports: Ports, *, tenant_id: UUID | None) -> None:
    """Begins soon, and searches go on meanwhile. Raises NotFound for an unknown tenant, and Unavailable."""
    if tenant_id is not None:
        await ports.tenants.get(tenant_id)
    await ports.search.rebuild(tenant_id)
