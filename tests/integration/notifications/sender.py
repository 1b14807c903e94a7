"""A sender within the test: real stores, real platforms' adapters, a clock to turn, and a death at any instant."""

import asyncio
from base64 import urlsafe_b64encode as b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from services.notifications.domain.bot import Account, Bot, BotStatus
from services.notifications.domain.content import Content
from services.notifications.domain.outgoing import Outgoing, Progress, Purpose
from services.notifications.store import bots, chats, incoming, outgoing, paces
from services.notifications.usecases.next_turn import next_due, next_turn
from services.notifications.usecases.platform_ports import Platform
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.report import report_on
from services.notifications.usecases.send_next import send_next
from shared.clock import utc_now
from shared.errors import NotFound
from shared.ids import new_id
from shared.mongo import Database, Document
from shared.vocabulary import Channel
from tests.integration.notifications.ports import LEASE, ports_on, stores_on
from tests.support.instants import Instants, Watched

SEAL = b64encode(bytes(32)).decode()
STORES = (bots, chats, outgoing, incoming, paces)


@dataclass
class Files:
    """Tickets' side of attachments: what it has, by id."""

    contents: dict[UUID, bytes] = field(default_factory=dict)

    async def file(self, tenant_id: UUID, *, attachment_id: UUID) -> bytes:
        if attachment_id not in self.contents:
            raise NotFound("There is no such attachment.")
        return self.contents[attachment_id]


@dataclass
class Sender:
    """`clock` is as far ahead as the pauses that were skipped; a call of `live` is one process's life."""

    database: Database
    platforms: Mapping[Channel, Platform]
    files: Files = field(default_factory=Files)
    ahead: timedelta = timedelta()

    def clock(self) -> datetime:
        return utc_now() + self.ahead

    def ports(self, instants: Instants | None = None) -> Ports:
        """Those of the composition root, each of them watched."""
        seen = instants or Instants()
        stores = {**stores_on(self.database, seal=SEAL, clock=self.clock, lease=LEASE), "tickets": self.files}
        watched = {name: cast(Any, Watched(store, instants=seen)) for name, store in stores.items()}
        # What takes a message a second is not waited for here.
        quick = {
            kind: cast(Platform, Watched(platform, instants=seen, per_second=500))
            for kind, platform in self.platforms.items()
        }
        return ports_on(watched, tickets=watched["tickets"], platforms=quick, clock=self.clock)

    async def live(self, instants: Instants) -> bool:
        """Send all there is, one turn after the other, skipping every pause; False where it died on the way."""
        ports = self.ports(instants)
        sending = asyncio.create_task(self._send_all(ports))
        death = asyncio.create_task(instants.died.wait())
        await asyncio.wait([sending, death], return_when=asyncio.FIRST_COMPLETED, timeout=30)
        death.cancel()
        if instants.died.is_set():
            sending.cancel()
            self.ahead += LEASE
            return False
        await sending
        return True

    async def _send_all(self, ports: Ports) -> None:
        while True:
            turn = await next_turn(ports.chats, work="send", clock=self.clock)
            if turn is not None:
                await send_next(turn, ports=ports)
                continue
            pause = await next_due(ports.chats, clock=self.clock)
            if pause is None:
                return
            self.ahead += max(pause, timedelta(milliseconds=1))

    async def ready(self) -> None:
        for store in STORES:
            await self.database[store.COLLECTION].create_indexes(store.INDEXES)

    async def add_bot(self, kind: Channel, token: str) -> Bot:
        """A bot of a tenant of its own."""
        now = self.clock()
        bot = Bot(
            id=new_id(),
            tenant_id=new_id(),
            kind=kind,
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
        return await self.ports().bots.add(bot)

    async def put(
        self, bot: Bot, *, chat_id: int, content: Content, purpose: Purpose = Purpose.REPLY, edits: str | None = None
    ) -> UUID:
        """A message into the chat's outbox."""
        ports, ticket_id, now = self.ports(), new_id(), self.clock()
        chat = await ports.chats.subscribe(bot, chat_id=chat_id, ticket_id=ticket_id)
        message = Outgoing(
            id=new_id(),
            tenant_id=bot.tenant_id,
            ticket_id=ticket_id,
            kind=bot.kind,
            chat=chat.id,
            purpose=purpose,
            content=content,
            progress=Progress.PENDING,
            stored_at=now,
            reported_at=now,
            edits=edits,
        )
        await ports.outgoing.add(message, report=report_on(message))
        await ports.chats.wake(chat, at=now)
        return message.id

    async def row(self, message_id: UUID) -> Document:
        found = await self.database["outgoing"].find_one({"_id": message_id})
        assert found is not None
        return found
