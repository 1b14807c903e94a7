"""Notifications killed again and again while it sends: no reply is lost, and none arrives twice."""

import random
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio

from shared.vocabulary import Channel
from tests.integration.notifications.conftest import NUMBERS
from tests.integration.notifications.desk import Desk, open_desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers

CHATS, REPLIES, KILLS = 6, 4, 4
SEED = 5


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mortal(
    servers: BackingServers, telegram_url: str, max_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """A notifications whose claims lapse soon."""
    directory, lease = tmp_path_factory.mktemp("mortal"), {"HELPDESK_NOTIFICATIONS_LEASE_SECONDS": "3"}
    async with open_desk(
        servers, directory=directory, telegram_url=telegram_url, max_url=max_url, more=lease
    ) as running:
        yield running


async def test_nothing_is_lost_and_nothing_doubled(
    mortal: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = UUID((await mortal.add_channel(tenant_id, token))["id"])
    chats = [next(NUMBERS) for _ in range(CHATS)]
    for chat_id in chats:
        await telegram.knows(chat_id)
    tickets = [TicketBuilder(tenant_id, chat_id, Channel.TELEGRAM, channel) for chat_id in chats]
    for number in range(REPLIES):
        await mortal.publish(*(ticket.replied(f"{number}") for ticket in tickets))
    for kill in sorted(random.Random(SEED).sample(range(1, CHATS * REPLIES - CHATS), KILLS)):
        await eventually(lambda kill=kill: sent_are(telegram, kill), within=30, every=0.003, what=f"{kill} sent")
        await mortal.stack.kill("notifications")
        await mortal.stack.start()
    await eventually(lambda: settled(mortal, tenant_id), within=60, what="every reply has its outcome")
    unknown = 0
    for ticket in tickets:
        rows = await mortal.database["outgoing"].find({"ticket_id": ticket.id}).sort("_id").to_list(None)
        shown = await telegram.texts(ticket.chat_id or 0)
        assert shown == sorted(set(shown)), "each once, in order"
        missing = {row["content"]["text"] for row in rows} - set(shown)
        unsure = {row["content"]["text"] for row in rows if row["error"] == "unknown_if_sent"}
        assert missing <= unsure
        assert {row["error"] for row in rows} <= {None, "unknown_if_sent"}
        unknown += len(unsure)
    assert unknown <= KILLS * CHATS


async def sent_are(telegram: TelegramControl, count: int) -> bool:
    return len(await telegram.calls("sendMessage")) >= count


async def settled(desk: Desk, tenant_id: UUID) -> bool:
    query = {"tenant_id": tenant_id, "progress": {"$in": ["sent", "failed"]}}
    return await desk.database["outgoing"].count_documents(query) == CHATS * REPLIES
