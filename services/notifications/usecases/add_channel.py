"""Add a bot as a channel of a tenant."""

from secrets import token_urlsafe
from uuid import UUID

from services.notifications.domain.bot import Bot, BotStatus
from services.notifications.usecases.connect import connect
from services.notifications.usecases.identify import identify
from services.notifications.usecases.ports import Ports
from shared.ids import new_id_of
from shared.vocabulary import Channel

NOT_YET = "The webhook is not set yet."


async def add_channel(ports: Ports, *, tenant_id: UUID, kind: Channel, token: str, name: str | None) -> Bot:
    """The new channel. Raises Invalid for a wrong token, Conflict for a bot that the tenant has, Unavailable."""
    account = await identify(ports, kind=kind, token=token)
    now = ports.clock()
    bot = Bot(
        id=new_id_of("channel"),
        tenant_id=tenant_id,
        kind=kind,
        name=name or account.first_name,
        token=token,
        webhook_secret=token_urlsafe(32),
        account=account,
        status=BotStatus.ACTIVE,
        last_error=NOT_YET,
        last_inbound_at=None,
        token_set_at=now,
        created_at=now,
        updated_at=now,
    )
    # Stored first: a bot that is refused here must not have had its webhook turned to us.
    return await connect(ports, await ports.bots.add(bot))
