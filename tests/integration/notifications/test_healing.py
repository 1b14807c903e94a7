"""A webhook that a platform has lost, or that leads elsewhere, is set again, and its channel says what there was."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.domain.bot import Bot
from services.notifications.usecases.add_channel import add_channel
from services.notifications.usecases.check_health import check_health
from services.notifications.usecases.heal import heal, heal_due
from services.notifications.usecases.ports import Ports
from shared.vocabulary import Channel
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.ports import ports_on, stores_on
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import BotShape, FaultShape

PUBLIC_URL = "https://desk.example"


@pytest_asyncio.fixture
async def ports(desk: Desk, telegram: TelegramControl) -> AsyncIterator[Ports]:
    platform = Telegram(telegram.url)
    stores = stores_on(desk.database, seal=desk.stack.settings["HELPDESK_ENCRYPTION_KEY"])
    yield ports_on(stores, tickets=object(), platforms={Channel.TELEGRAM: platform}, public_url=PUBLIC_URL)
    await platform.close()


@pytest_asyncio.fixture
async def bot(ports: Ports, tenant_id: UUID, token: str) -> Bot:
    return await add_channel(ports, tenant_id=tenant_id, kind=Channel.TELEGRAM, token=token, name=None)


@pytest_asyncio.fixture
async def others(telegram: TelegramControl, bot: Bot) -> AsyncIterator[BotClient]:
    """Somebody else who has the bot's token."""
    client = BotClient(
        telegram.url, bot=BotShape(token=bot.token, id=bot.account.platform_id, username="x", first_name="x")
    )
    yield client
    await client.http.aclose()


async def again(ports: Ports, bot: Bot) -> Bot:
    """The bot after it was looked at."""
    await heal(ports, await ports.bots.get(bot.tenant_id, bot.id))
    return await ports.bots.get(bot.tenant_id, bot.id)


async def test_a_webhook_that_is_set_is_left_alone(ports: Ports, telegram: TelegramControl, bot: Bot) -> None:
    assert (await again(ports, bot)).last_error is None
    assert len(await telegram.calls("setWebhook")) == 1


async def test_a_lost_webhook_is_set_again_with_its_secret(
    ports: Ports, telegram: TelegramControl, bot: Bot, others: BotClient
) -> None:
    await others.result("deleteWebhook")
    assert (await again(ports, bot)).last_error == "The webhook is not set. It has been set again."
    first, second = await telegram.calls("setWebhook")
    assert first.parameters == second.parameters
    assert (await again(ports, bot)).last_error is None


async def test_of_a_foreign_webhook_only_the_host_is_told(ports: Ports, bot: Bot, others: BotClient) -> None:
    await others.result("setWebhook", url="https://other.example/bots/secret-in-the-path")
    health = await check_health(ports, tenant_id=bot.tenant_id, channel_id=bot.id)
    assert (health.receives, health.problem) == (False, "The webhook leads elsewhere, to other.example.")
    healed = await again(ports, bot)
    assert healed.last_error == "The webhook leads elsewhere, to other.example. It has been set again."
    health = await check_health(ports, tenant_id=bot.tenant_id, channel_id=bot.id)
    assert (health.receives, health.problem) == (True, None)


async def test_a_platform_that_does_not_answer_is_a_visible_error(
    ports: Ports, telegram: TelegramControl, bot: Bot
) -> None:
    await telegram.fail_next(kind=FaultKind.SERVER_ERROR, method="getWebhookInfo")
    troubled = await again(ports, bot)
    assert (troubled.last_error or "").startswith("The webhook cannot be looked after:")
    assert (await again(ports, bot)).last_error is None


async def test_a_revoked_token_disables_the_channel(ports: Ports, telegram: TelegramControl, bot: Bot) -> None:
    await telegram.script(
        FaultShape(kind=FaultKind.REFUSED, method="getWebhookInfo", code=401, description="Unauthorized")
    )
    assert (await again(ports, bot)).active is False


async def test_each_bot_is_looked_at_once_in_its_time_by_whichever_process(
    ports: Ports, telegram: TelegramControl, bot: Bot
) -> None:
    every = timedelta(minutes=10)
    await heal_due(ports, every=every)
    assert await telegram.calls("getWebhookInfo") == []
    now = ports.clock()
    late = now + every * 2
    assert [each.id for each in await ports.care.to_check([bot], at=late)] == [bot.id]
    taken = [await ports.care.take_check(bot, at=late, next_at=late + every) for _ in range(2)]
    assert taken == [True, False]
    assert await ports.care.to_check([bot], at=late) == []
