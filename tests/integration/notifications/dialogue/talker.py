"""A process within the test that sees to what customers do, and dies at any instant."""

import asyncio
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

import httpx

from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.domain.bot import Account, Bot, BotStatus
from services.notifications.domain.chat import Chat
from services.notifications.domain.inbound import Sender
from services.notifications.domain.incoming import Incoming
from services.notifications.domain.language import Language
from services.notifications.store import outgoing
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.see_to import see_to
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database, Document
from shared.vocabulary import Channel
from tests.integration.notifications.dialogue.conftest import NUMBERS
from tests.integration.notifications.ports import ports_on, stores_on
from tests.support.instants import Instants, Watched

SEAL = urlsafe_b64encode(bytes(32)).decode()
EN = Language.EN


@dataclass
class Talker:
    """Real stores, a real platform and real tickets, all of them watched; nobody sends what is said."""

    database: Database
    telegram: Telegram
    tickets: TicketsService
    bot: Bot
    admin: httpx.AsyncClient

    def ports(self, instants: Instants | None = None) -> Ports:
        seen = instants or Instants()
        stores = stores_on(self.database, seal=SEAL)
        watched = {name: cast(Any, Watched(store, instants=seen)) for name, store in stores.items()}
        platform = cast(Any, Watched(self.telegram, instants=seen))
        return ports_on(watched, tickets=Watched(self.tickets, instants=seen), platforms={Channel.TELEGRAM: platform})

    async def meet(self) -> Chat:
        sender = Sender(platform_id=1, first_name="Bob", language="en")
        return await self.ports().chats.meet(self.bot, chat_id=next(NUMBERS), sender=sender)

    async def chat(self, chat: Chat) -> Chat:
        """As it is now: whoever sees to a deed has just read it."""
        return await self.ports().chats.meet(self.bot, chat_id=chat.chat_id, sender=Sender(platform_id=1))

    async def dies(self, chat: Chat, update: dict[str, Any], *, fatal: int) -> bool:
        """See to an update by a process that dies at this instant, and by the next; whether the first one died."""
        incoming = Incoming(
            id=new_id(),
            tenant_id=self.bot.tenant_id,
            channel_id=self.bot.id,
            chat=chat.id,
            key=uuid4().hex,
            update=json.dumps({"update_id": 1, **update}).encode(),
            came_at=utc_now(),
        )
        life = Instants(fatal=fatal)
        first = asyncio.create_task(see_to(self.ports(life), incoming, chat=await self.chat(chat)))
        death = asyncio.create_task(life.died.wait())
        await asyncio.wait([first, death], return_when=asyncio.FIRST_COMPLETED, timeout=30)
        death.cancel()
        died = life.died.is_set()
        if died:
            first.cancel()
        else:
            await first
        await see_to(self.ports(), incoming, chat=await self.chat(chat))
        return died

    async def said(self, chat: Chat) -> list[str]:
        rows = self.database[outgoing.COLLECTION].find({"chat": chat.id}).sort("_id", 1)
        return [row["content"]["text"] for row in await rows.to_list(None)]

    async def row(self, collection: str, query: Document) -> Document:
        found = await self.database[collection].find_one(query)
        assert found is not None
        return found


def new_bot(tenant_id: UUID, token: str) -> Bot:
    now = utc_now()
    return Bot(
        id=new_id(),
        tenant_id=tenant_id,
        kind=Channel.TELEGRAM,
        name="Desk",
        token=token,
        webhook_secret="s" * 40,
        account=Account(platform_id=next(NUMBERS), username="desk_bot", first_name="Desk"),
        status=BotStatus.ACTIVE,
        last_error=None,
        last_inbound_at=None,
        token_set_at=now,
        created_at=now,
        updated_at=now,
    )


def _message(chat: Chat, **content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1700000000, "chat": {"id": chat.chat_id, "type": "private"}, **content}


def words_of(chat: Chat, text: str) -> dict[str, Any]:
    return {"message": _message(chat, text=text, **{"from": _person(chat)})}


def press_of(chat: Chat, data: str) -> dict[str, Any]:
    query = {"id": "1", "chat_instance": "x", "data": data, "from": _person(chat), "message": _message(chat, text="?")}
    return {"callback_query": query}


def _person(chat: Chat) -> dict[str, Any]:
    return {"id": chat.chat_id, "is_bot": False, "first_name": "Bob", "language_code": "en"}
