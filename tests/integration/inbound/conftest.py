"""One house for all of its tests; each test has a tenant, a bot and a fake Telegram of its own."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.integration.inbound.house import House, open_house
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers
from tests.support.stack import Tenant

NUMBERS = itertools.count(20_000)
# A lost webhook is found at once, and what a dead process left soon.
IMPATIENT = {"HELPDESK_NOTIFICATIONS_WEBHOOK_CHECK_SECONDS": "1", "HELPDESK_NOTIFICATIONS_LEASE_SECONDS": "2"}


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def house(
    servers: BackingServers, telegram_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    directory = tmp_path_factory.mktemp("inbound")
    async with open_house(servers, directory=directory, telegram_url=telegram_url, settings=IMPATIENT) as running:
        yield running


@dataclass
class Desk:
    """A tenant whose bot a customer may write to."""

    tenant: Tenant
    channel_id: str
    token: str
    chat_id: int


@pytest_asyncio.fixture
async def desk(house: House, telegram: TelegramControl) -> Desk:
    return await new_desk(house, telegram)


async def new_desk(house: House, telegram: TelegramControl) -> Desk:
    """A new tenant with a bot of its own, and a chat that nobody has opened."""
    token = f"{next(NUMBERS)}:AAtokenSecret{next(NUMBERS)}"
    await telegram.register_bot(token)
    tenant = await house.stack.make_tenant()
    channel = await house.add_channel(tenant, token)
    return Desk(tenant, channel["id"], token, next(NUMBERS) + 900_000)
