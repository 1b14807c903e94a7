"""Many chats that are answered at once: each keeps its order, and no bot and no chat is written to too fast."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from bench.conversations import answer_all
from services.notifications.clients.max import Max
from services.notifications.clients.telegram import Telegram
from services.notifications.store import chats
from shared.clock import utc_now
from shared.ids import new_id
from tests.integration.notifications.desk import Desk, open_desk
from tests.support.fake_max import MaxControl
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers

CHATS, REPLIES = 40, 3


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two_copies(
    servers: BackingServers, telegram_url: str, max_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    directory = tmp_path_factory.mktemp("many")
    async with open_desk(servers, directory=directory, telegram_url=telegram_url, max_url=max_url, copies=2) as running:
        yield running


async def test_two_processes_together_keep_order_and_pace(
    two_copies: Desk, telegram: TelegramControl, max_api: MaxControl
) -> None:
    platforms = ((telegram, Telegram), (max_api, Max))
    seen = await asyncio.gather(
        *(answer_all(two_copies, control, bots=1, chats=CHATS, replies=REPLIES) for control, _ in platforms)
    )
    for figures, (_, limits) in zip(seen, platforms, strict=True):
        assert (figures.messages, figures.refused, figures.in_order) == (CHATS * REPLIES, 0, True)
        assert figures.least_apart >= limits.chat_pause.total_seconds()
        assert figures.most_in_a_second <= limits.per_second


async def test_the_chat_that_is_due_first_is_found_without_looking_at_others(two_copies: Desk) -> None:
    database, now = two_copies.database, utc_now() + timedelta(days=1)
    tenant_id = new_id()
    await database["chats"].insert_many([row(tenant_id, number, now) for number in range(1000)])
    turns = chats.MongoChats(database, lease=timedelta(seconds=60))
    for _ in range(100):
        assert await turns.claim(at=now + timedelta(hours=1))
    command = {"find": "chats", "filter": {"due_at": {"$lte": now + timedelta(hours=1)}}, "sort": {"due_at": 1}}
    plan = await database.command("explain", {**command, "limit": 1}, verbosity="executionStats")
    await database["chats"].delete_many({"tenant_id": tenant_id})
    assert (plan["executionStats"]["totalKeysExamined"], plan["executionStats"]["totalDocsExamined"]) == (1, 1)


def row(tenant_id: UUID, number: int, due_at: object) -> dict[str, object]:
    chat = {"_id": new_id(), "tenant_id": tenant_id, "channel_id": tenant_id, "chat_id": number}
    return {**chat, "wakes": 1, "due_at": due_at}
