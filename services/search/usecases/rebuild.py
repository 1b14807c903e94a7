"""Make an index anew from what tickets holds."""

from uuid import UUID

from services.search.usecases.ports import Ports
from shared.log import get_logger

log = get_logger()


async def rebuild(ports: Ports, *, tenant_id: UUID | None) -> None:
    """Make one tenant's index anew, or everybody's, while events go on and searches are answered from the old one.

    Waits for as long as tickets is away. Raises Unavailable where the index cannot be written.
    """
    if tenant_id is not None:
        await _rebuild(ports, tenant_id=tenant_id)
        return
    for each in sorted(await ports.tickets.tenants() | ports.index.tenants()):
        await _rebuild(ports, tenant_id=each)
    await ports.index.declare_complete()


async def _rebuild(ports: Ports, *, tenant_id: UUID) -> None:
    read, after = 0, None
    async with ports.index.anew(tenant_id) as fresh:
        while True:
            page = await ports.tickets.page(tenant_id, after=after)
            await fresh.add(page.entries)
            read, after = read + len(page.entries), page.after
            if after is None:
                break
    log.info("index made anew", tenant_id=str(tenant_id), tickets=read)
