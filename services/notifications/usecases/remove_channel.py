"""Remove a channel."""

from uuid import UUID

from services.notifications.usecases.connect import disconnect
from services.notifications.usecases.ports import Ports


async def remove_channel(ports: Ports, *, tenant_id: UUID, channel_id: UUID) -> None:
    """What still waits to be sent through it will fail as `no_channel`. Raises NotFound."""
    bot = await ports.bots.get(tenant_id, channel_id)
    await disconnect(ports, bot)
    await ports.bots.remove(tenant_id, channel_id)
    await ports.care.forget(bot)
