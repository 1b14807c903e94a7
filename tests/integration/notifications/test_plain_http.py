"""Where the public address is plain http, Telegram itself gets no webhook, and messages go out all the same."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.store.bots import MongoBots
from services.notifications.store.chats import MongoChats
from services.notifications.store.incoming import MongoIncoming
from services.notifications.store.outgoing import MongoOutgoing
from services.notifications.usecases.add_channel import add_channel
from services.notifications.usecases.check_health import check_health
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.turns import Turns
from shared.bus.outbox import Outbox
from shared.clock import utc_now
from shared.crypto import Sealer
from shared.http.sibling import Sibling
from shared.vocabulary import Channel
from tests.integration.notifications.desk import Desk
from tests.support.fake_telegram import TelegramControl


class Rerouted(httpx.AsyncHTTPTransport):
    """Brings what is meant for Telegram to the fake."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme=self._url.scheme, host=self._url.host, port=self._url.port)
        return await super().handle_async_request(request)


@pytest_asyncio.fixture
async def ports(desk: Desk, telegram: TelegramControl) -> AsyncIterator[Ports]:
    """Those of a notifications that believes itself to speak with Telegram, at a plain http address."""
    platform = Telegram(client=httpx.AsyncClient(transport=Rerouted(telegram.url)))
    outbox = Outbox(desk.database, publisher=desk.publisher, collections=["outgoing"])
    yield Ports(
        bots=MongoBots(desk.database, sealer=Sealer(desk.stack.settings["HELPDESK_ENCRYPTION_KEY"])),
        chats=MongoChats(desk.database, lease=timedelta(minutes=1)),
        outgoing=MongoOutgoing(desk.database, outbox=outbox),
        incoming=MongoIncoming(desk.database, clock=utc_now),
        tickets=TicketsService(Sibling("http://127.0.0.1:1", secret="x" * 32, name="test")),
        platforms={Channel.TELEGRAM: platform},
        public_url="http://127.0.0.1:8080",
        ring=asyncio.Event().set,
        turns=Turns(),
        clock=utc_now,
    )
    await platform.close()


async def test_no_webhook_is_asked_for_and_the_channel_says_why(
    ports: Ports, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    health = await check_health(ports, tenant_id=tenant_id, channel_id=bot.id)
    kept = await ports.bots.get(tenant_id, bot.id)
    assert kept == bot
    assert bot.active
    assert bot.last_error == health.problem
    assert "https" in (bot.last_error or "")
    assert (health.sends, health.receives) == (True, False)
    assert await telegram.calls("setWebhook") == []
