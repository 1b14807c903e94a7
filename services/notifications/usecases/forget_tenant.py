"""Purge what notifications holds of a tenant that is gone."""

from services.notifications.usecases.connect import disconnect
from services.notifications.usecases.ports import Ports
from shared.events.tenant import TenantDeleted


async def forget_tenant(event: TenantDeleted, *, ports: Ports) -> None:
    """Take the bots' webhooks away as far as possible, and delete bots, chats, what came in and goes out, and all
    that the bots' conversations left behind."""
    for bot in await ports.bots.of_tenant(event.tenantid):
        await disconnect(ports, bot)
    await ports.bots.forget_tenant(event.tenantid)
    await ports.outgoing.forget_tenant(event.tenantid)
    await ports.emails.forget_tenant(event.tenantid)
    await ports.care.forget_tenant(event.tenantid)
    await ports.incoming.forget_tenant(event.tenantid)
    await ports.chats.forget_tenant(event.tenantid)
    await ports.paces.forget_tenant(event.tenantid)
    await ports.requests.forget_tenant(event.tenantid)
    await ports.ratings.forget_tenant(event.tenantid)
    await ports.projects.forget_tenant(event.tenantid)
