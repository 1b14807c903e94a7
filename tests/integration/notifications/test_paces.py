"""A bot's pace, shared by all processes: places one after the other, a queue, and the platform's own word."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest_asyncio

from services.notifications.domain.bot import Account, Bot, BotStatus
from services.notifications.domain.chat import Chat
from services.notifications.domain.pace import Place
from services.notifications.store.paces import MongoPaces
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database, connect
from shared.vocabulary import Channel
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

EVERY = timedelta(seconds=10)


@pytest_asyncio.fixture
async def database(servers: BackingServers) -> AsyncIterator[Database]:
    database = connect(servers.mongo.url, database=f"paces_{uuid4().hex[:10]}")
    yield database
    await database.client.drop_database(database.name)
    database.client.close()


def a_bot() -> Bot:
    now = utc_now()
    return Bot(
        id=new_id(),
        tenant_id=new_id(),
        kind=Channel.TELEGRAM,
        name="Desk",
        token="1:A",
        webhook_secret="s",
        account=Account(platform_id=1, username=None, first_name="Desk"),
        status=BotStatus.ACTIVE,
        last_error=None,
        last_inbound_at=None,
        token_set_at=now,
        created_at=now,
        updated_at=now,
    )


def a_chat(bot: Bot) -> Chat:
    return Chat(id=new_id(), tenant_id=bot.tenant_id, channel_id=bot.id, chat_id=1)


async def test_of_many_who_ask_at_once_one_may_go_and_the_others_queue_up(database: Database) -> None:
    bot = a_bot()
    processes = [MongoPaces(database), MongoPaces(database)]
    places = await asyncio.gather(*(processes[n % 2].ask(bot, every=EVERY, queued=False) for n in range(6)))
    assert [place.granted for place in places].count(True) == 1
    waits = sorted(round(place.wait / EVERY) for place in places)
    assert waits == [0, 1, 2, 3, 4, 5]


async def test_who_has_queued_goes_before_who_comes_now(database: Database) -> None:
    bot, paces = a_bot(), MongoPaces(database)

    async def granted(*, queued: bool) -> bool:
        return (await paces.ask(bot, every=timedelta(milliseconds=300), queued=queued)).granted

    assert await granted(queued=False)
    assert not (await paces.ask(bot, every=EVERY, queued=False)).granted
    assert not await granted(queued=False), "there is a queue of ten seconds"
    await eventually(lambda: granted(queued=True), within=5, what="who has queued may go")
    assert not await granted(queued=False)


async def test_bots_do_not_share(database: Database) -> None:
    paces = MongoPaces(database)
    places = [await paces.ask(a_bot(), every=EVERY, queued=False) for _ in range(3)]
    assert all(place.granted for place in places)


async def test_a_pause_asked_of_one_chat_is_not_the_bots(database: Database) -> None:
    bot, paces = a_bot(), MongoPaces(database)
    chat = a_chat(bot)
    await paces.limited(bot, chat=chat, pause=EVERY)
    await paces.limited(bot, chat=chat, pause=EVERY)
    assert (await paces.ask(bot, every=EVERY, queued=False)).granted


async def test_a_pause_asked_of_two_chats_at_once_is_the_bots(database: Database) -> None:
    bot, paces = a_bot(), MongoPaces(database)
    for chat in (a_chat(bot), a_chat(bot)):
        await paces.limited(bot, chat=chat, pause=EVERY)
    place: Place = await paces.ask(bot, every=EVERY, queued=True)
    assert (place.granted, round(place.wait / EVERY)) == (False, 1)


async def test_a_tenant_that_is_gone_leaves_no_pace(database: Database) -> None:
    bot, paces = a_bot(), MongoPaces(database)
    await paces.ask(bot, every=EVERY, queued=False)
    await paces.forget_tenant(bot.tenant_id)
    left: list[UUID] = await database["paces"].distinct("_id")
    assert left == []
