"""A receiver within the test: real stores, real tickets, a platform that insists, and a death at any instant."""

import asyncio
from base64 import urlsafe_b64encode as b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from services.notifications.domain.bot import Account, Bot, BotStatus
from services.notifications.store import bots, care, chats, incoming, outgoing, paces
from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.platform_ports import Platform
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.receive import receive
from services.notifications.usecases.see_to_next import see_to_next
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database
from shared.vocabulary import Channel
from tests.integration.notifications.ports import LEASE, ports_on, stores_on
from tests.support.instants import Instants, Watched

SEAL = b64encode(bytes(32)).decode()
STORES = (bots, care, chats, incoming, outgoing, paces)


@dataclass
class Receiver:
    """`clock` is as far ahead as the pauses that were skipped; a call of `live` is one process's life."""

    database: Database
    tickets: object
    platform: Platform
    bot: Bot
    ahead: timedelta = timedelta()
    delivered: int = 0
    instants: Instants = field(default_factory=Instants)

    def clock(self) -> datetime:
        return utc_now() + self.ahead

    def ports(self) -> Ports:
        stores = {**stores_on(self.database, seal=SEAL, clock=self.clock), "tickets": self.tickets}
        watched = {name: cast(Any, Watched(store, instants=self.instants)) for name, store in stores.items()}
        platform = cast(Platform, Watched(self.platform, instants=self.instants))
        return ports_on(watched, tickets=watched["tickets"], platforms={Channel.TELEGRAM: platform}, clock=self.clock)

    async def live(self, updates: Sequence[bytes], *, fatal: int | None = None) -> bool:
        """Take in what the platform brings and see to all there is; False where it died on the way, for the next life.

        What was not answered comes again, and so does the last that was: the answer may have been lost.
        """
        self.instants = Instants(fatal=fatal)
        living = asyncio.create_task(self._live(updates))
        death = asyncio.create_task(self.instants.died.wait())
        await asyncio.wait([living, death], return_when=asyncio.FIRST_COMPLETED, timeout=60)
        death.cancel()
        if self.instants.died.is_set():
            living.cancel()
            self.ahead += LEASE
            return False
        await living
        return True

    async def _live(self, updates: Sequence[bytes]) -> None:
        ports = self.ports()
        for number, update in enumerate(updates):
            if number + 1 >= self.delivered:
                await receive(ports, update, bot=self.bot)
                self.delivered = number + 1
        while True:
            turn = await next_turn(ports.receiving, work="receive", clock=self.clock)
            if turn is not None:
                await see_to_next(turn, ports=ports)
                continue
            pause = await next_due(ports.receiving, clock=self.clock)
            if pause is None:
                return
            self.ahead += max(pause, timedelta(milliseconds=1))


async def make_indexes(database: Database) -> None:
    for store in STORES:
        await database[store.COLLECTION].create_indexes(store.INDEXES)


def new_bot(tenant_id: UUID, token: str) -> Bot:
    now = utc_now()
    return Bot(
        id=new_id(),
        tenant_id=tenant_id,
        kind=Channel.TELEGRAM,
        name="Desk",
        token=token,
        webhook_secret="s" * 40,
        account=Account(platform_id=new_id().int % 10**9, username=None, first_name="Desk"),
        status=BotStatus.ACTIVE,
        last_error=None,
        last_inbound_at=None,
        token_set_at=now,
        created_at=now,
        updated_at=now,
    )
