"""One notifications for all of its tests; each test has a tenant, a bot and a fake Telegram of its own."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio

from shared.ids import new_id
from tests.integration.notifications.desk import Desk, open_desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers

NUMBERS = itertools.count(1000)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def desk(
    servers: BackingServers, telegram_url: str, max_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    directory = tmp_path_factory.mktemp("notifications")
    async with open_desk(servers, directory=directory, telegram_url=telegram_url, max_url=max_url) as running:
        yield running


@pytest.fixture
def tenant_id() -> UUID:
    return new_id()


@pytest.fixture
def chat_id() -> int:
    return 500_000 + next(NUMBERS)


@dataclass
class Conversation:
    """A ticket whose customer has started the tenant's bot in their chat."""

    ticket: TicketBuilder
    chat_id: int
    channel_id: UUID


@pytest_asyncio.fixture
async def token(telegram: TelegramControl) -> str:
    """The token of a bot that Telegram knows."""
    secret = f"{next(NUMBERS)}:AAtokenSecret{next(NUMBERS)}"
    await telegram.register_bot(secret)
    return secret


@pytest_asyncio.fixture
async def conversation(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, chat_id: int
) -> Conversation:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.start(chat_id)
    ticket = TicketBuilder(tenant_id, chat_id)
    await desk.publish(ticket.created())
    return Conversation(ticket, chat_id, UUID(channel["id"]))


Texts = Callable[[], Awaitable[list[str]]]


@pytest.fixture
def texts(telegram: TelegramControl, chat_id: int) -> Texts:
    """What the bot has written into the chat so far."""
    return lambda: telegram.texts(chat_id)
