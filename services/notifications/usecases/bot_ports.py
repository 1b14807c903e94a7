"""What the use-cases of notifications need to know and keep of bots."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.domain.bot import Bot
from shared.vocabulary import Channel


class Bots(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Bot | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Bot: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Bot], bool]: ...

    async def of_tenant(self, tenant_id: UUID) -> list[Bot]: ...

    async def called(self, channel_id: UUID) -> Bot | None:
        """The bot of this channel, whichever tenant's: a platform that calls knows no more of it."""

    async def note_inbound(self, bot: Bot, *, at: datetime) -> None:
        """Keep that an update came in, at this time or later."""

    async def all_active(self, *, after: UUID | None, limit: int) -> list[Bot]:
        """Some of all tenants' active bots, by their ids; none where there are no more."""

    async def note_trouble(self, bot: Bot, *, error: str | None) -> None:
        """Keep what went wrong with it last, or that nothing does, unless somebody has changed it since it was read."""

    async def first_active(self, tenant_id: UUID, kind: Channel) -> Bot | None: ...

    async def add(self, row: Bot) -> Bot:
        """Raises Conflict where the tenant has this bot already."""

    async def save(self, row: Bot) -> None: ...

    async def disable(self, bot: Bot, *, error: str, at: datetime) -> None:
        """Keep that the bot works no more, and why, unless somebody has changed it since it was read."""

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Care(Protocol):
    """What processes share of looking after bots."""

    async def hold(self, bot: Bot, *, holder: UUID, at: datetime, until: datetime) -> bool:
        """Have the bot to poll for oneself until then, or for longer; False where another has it."""

    async def let_go(self, bot: Bot, *, holder: UUID) -> None: ...

    async def marker(self, bot: Bot) -> int | None:
        """How far its updates are stored."""

    async def advance(self, bot: Bot, marker: int | None) -> None: ...

    async def to_check(self, bots: Sequence[Bot], *, at: datetime) -> list[Bot]:
        """Those of the bots whose webhooks may have to be looked at now."""

    async def take_check(self, bot: Bot, *, at: datetime, next_at: datetime) -> bool:
        """Whether its webhook is to be looked at now, by whoever asks first; `next_at` is when it will be again."""

    async def forget(self, bot: Bot) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...
