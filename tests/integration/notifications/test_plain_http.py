"""Where the public address is plain http, the platform itself brings nothing: the bot's updates are asked for."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.timers.polling import Polling
from services.notifications.usecases.add_channel import add_channel
from services.notifications.usecases.check_health import check_health
from services.notifications.usecases.poll import poll
from services.notifications.usecases.ports import Ports
from shared.vocabulary import Channel
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.ports import ports_on, stores_on
from tests.support.eventually import eventually
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import BotShape, FaultShape


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
    yield ports_on(
        stores_on(desk.database, seal=desk.stack.settings["HELPDESK_ENCRYPTION_KEY"]),
        tickets=object(),
        platforms={Channel.TELEGRAM: platform},
        public_url="http://127.0.0.1:8080",
    )
    await platform.close()


@pytest_asyncio.fixture
async def polling(ports: Ports) -> AsyncIterator[Polling]:
    """A poller that runs; whoever stops it stops its questions."""
    running = Polling(ports)
    loop = asyncio.create_task(running.run())
    yield running
    loop.cancel()
    await running.close()


async def stored(desk: Desk, channel_id: UUID) -> list[str]:
    """The keys of what came in, in the order in which it came."""
    rows = await desk.database["incoming"].find({"channel_id": channel_id}).sort("_id").to_list(None)
    return [row["key"] for row in rows]


async def test_a_bot_gets_no_webhook_and_receives_all_the_same(
    ports: Ports, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    health = await check_health(ports, tenant_id=tenant_id, channel_id=bot.id)
    assert await ports.bots.get(tenant_id, bot.id) == bot
    assert (bot.active, bot.last_error, health.problem) == (True, None, None)
    assert (health.sends, health.receives) == (True, True)
    assert await telegram.calls("setWebhook") == []


async def test_what_a_customer_writes_is_asked_for_and_stored_once_in_its_order(
    desk: Desk, ports: Ports, polling: Polling, telegram: TelegramControl, tenant_id: UUID, token: str, chat_id: int
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    await telegram.start(chat_id)
    await telegram.write(chat_id, text="One")
    await telegram.write(chat_id, text="Two")
    await eventually(lambda: _has(desk, bot.id, ["1", "2", "3"]), what="all of it is stored")
    await telegram.write(chat_id, text="Three")
    await eventually(lambda: _has(desk, bot.id, ["1", "2", "3", "4"]), what="so is what comes later")
    kept = await ports.bots.get(tenant_id, bot.id)
    assert kept.last_inbound_at is not None


async def test_nothing_is_confirmed_before_it_is_stored(
    desk: Desk, ports: Ports, telegram: TelegramControl, tenant_id: UUID, token: str, chat_id: int
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    await telegram.start(chat_id)
    for _ in range(2):
        await poll(ports, tenant_id=tenant_id, channel_id=bot.id, holder=tenant_id)
        # As if the process had died before it kept how far it had come: it all comes again.
        await ports.care.advance(bot, None)
    assert [call.parameters.get("offset") for call in await telegram.calls("getUpdates")] == [None, None]
    assert await stored(desk, bot.id) == ["1"]


async def test_of_several_processes_one_asks_for_a_bot(ports: Ports, tenant_id: UUID, token: str) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    now = ports.clock()
    first, second = uuid4(), uuid4()
    held = [await ports.care.hold(bot, holder=holder, at=now, until=now) for holder in (first, first)]
    assert held == [True, True]
    later = await ports.care.hold(bot, holder=first, at=now, until=now.replace(year=now.year + 1))
    assert later
    assert await poll(ports, tenant_id=tenant_id, channel_id=bot.id, holder=second) is None
    await ports.care.let_go(bot, holder=first)
    assert await ports.care.hold(bot, holder=second, at=now, until=now)


async def test_a_webhook_of_somebody_elses_is_a_visible_error_until_it_is_gone(
    ports: Ports, telegram: TelegramControl, tenant_id: UUID, token: str, chat_id: int
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    theirs = BotClient(
        telegram.url, bot=BotShape(token=token, id=bot.account.platform_id, username="x", first_name="x")
    )
    await theirs.result("setWebhook", url="https://other.example/secret-path")
    await poll(ports, tenant_id=tenant_id, channel_id=bot.id, holder=tenant_id)
    troubled = await ports.bots.get(tenant_id, bot.id)
    health = await check_health(ports, tenant_id=tenant_id, channel_id=bot.id)
    assert "Conflict" in (troubled.last_error or "")
    assert health.receives is False
    assert health.problem == "The webhook leads elsewhere, to other.example."
    await theirs.result("deleteWebhook")
    await telegram.start(chat_id)
    await poll(ports, tenant_id=tenant_id, channel_id=bot.id, holder=tenant_id)
    assert (await ports.bots.get(tenant_id, bot.id)).last_error is None
    await theirs.http.aclose()


async def test_a_revoked_token_ends_the_polling(
    ports: Ports, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    bot = await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, method="getUpdates", code=401, description="Unauthorized"))
    assert await poll(ports, tenant_id=tenant_id, channel_id=bot.id, holder=tenant_id) is None
    assert (await ports.bots.get(tenant_id, bot.id)).active is False


async def _has(desk: Desk, channel_id: UUID, keys: list[str]) -> bool:
    return await stored(desk, channel_id) == keys
