"""A process that dies at any instant of a talk: the next one says what is missing, and does nothing twice."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.domain.chat import Asked, Question
from services.notifications.domain.phrases import Phrase
from services.notifications.domain.rating import Rating
from services.notifications.store import bots, chats, outgoing, ratings, requests
from services.notifications.usecases.make_request import make_request
from shared.clock import utc_now
from shared.http.sibling import Sibling
from shared.ids import new_id
from shared.mongo import connect
from shared.vocabulary import Channel
from tests.integration.notifications.dialogue.conftest import NUMBERS
from tests.integration.notifications.dialogue.house import House, answer_of
from tests.integration.notifications.dialogue.talker import EN, SEAL, Talker, new_bot, press_of, words_of
from tests.integration.notifications.ports import stores_on
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers


@pytest_asyncio.fixture
async def talker(
    house: House, servers: BackingServers, telegram_url: str, telegram: TelegramControl
) -> AsyncIterator[Talker]:
    database = connect(servers.mongo.url, database=f"talker_{uuid4().hex[:10]}")
    for store in (bots, chats, outgoing, requests, ratings):
        await database[store.COLLECTION].create_indexes(store.INDEXES)
    tenant_id, key = await house.make_tenant(name="Acme")
    token = f"{next(NUMBERS)}:AAtokenSecret"
    await telegram.register_bot(token)
    platform = Telegram(telegram_url)
    secret = house.stack.settings["HELPDESK_IDENTITY_SECRET"]
    sibling = Sibling(house.stack.urls["tickets"][0], secret=secret, name="notifications")
    bot = await stores_on(database, seal=SEAL)["bots"].add(new_bot(UUID(tenant_id), token))
    headers = {"Authorization": f"Bearer {key}"}
    base_url = f"{house.stack.base_url}/v1/helpdesk"
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=15, verify=False) as admin:
        yield Talker(database, platform, TicketsService(sibling), bot, admin)
    await platform.close()
    await sibling.close()
    await database.client.drop_database(database.name)
    database.client.close()


async def test_a_subscription_by_request(talker: Talker) -> None:
    expected = [phrase.words(EN) for phrase in (Phrase.SUBSCRIBED, Phrase.WELCOME, Phrase.MENU)]
    for fatal in range(1, 200):
        chat = await talker.meet()
        made = await make_request(talker.ports(), tenant_id=talker.bot.tenant_id, channel=None, ticket_type_id=None)
        died = await talker.dies(chat, press_of(chat, f"ok:{made.request.code.hex}"), fatal=fatal)
        assert await talker.said(chat) == expected
        stored = await talker.row(requests.COLLECTION, {"code": made.request.code})
        assert (stored["settled"], stored["subscriber_id"]) == ("accepted", chat.id)
        assert (await talker.chat(chat)).subscribed_at is not None
        if not died:
            return
    raise AssertionError("it never came to the end")


async def test_the_answer_to_a_question(talker: Talker) -> None:
    for fatal in range(1, 200):
        chat = await talker.meet()
        await talker.ports().dialogues.agree(chat, by=new_id(), at=utc_now())
        await talker.ports().dialogues.ask(chat, Asked(Question.NEW_TICKET))
        died = await talker.dies(chat, words_of(chat, f"Broken at {fatal}"), fatal=fatal)
        lines = await talker.tickets.of_chat(
            talker.bot.tenant_id, kind=Channel.TELEGRAM, channel_id=talker.bot.id, chat_id=chat.chat_id
        )
        [ticket] = lines
        assert ticket.subject == f"Broken at {fatal}"
        assert await talker.said(chat) == [Phrase.TICKET_OPENED.words(EN, number=ticket.number)]
        assert (await talker.chat(chat)).asked is None
        if not died:
            return
    raise AssertionError("it never came to the end")


async def test_a_rating(talker: Talker) -> None:
    chat = await talker.meet()
    await talker.dies(chat, words_of(chat, "Broken"), fatal=10_000)
    [ticket] = (await answer_of(talker.admin, "GET", "/tickets"))["tickets"]
    await answer_of(talker.admin, "PATCH", f"/tickets/{ticket['id']}/status", json={"status": "closed"})
    said, told = await talker.said(chat), 0
    for fatal in range(1, 200):
        asked = Rating(UUID(ticket["id"]), talker.bot.tenant_id, chat.id, fatal, new_id(), closed_at=None)
        assert await talker.ports().ratings.ask(asked)
        died = await talker.dies(chat, press_of(chat, f"csat:{ticket['id']}:4"), fatal=fatal)
        said, told = [*said, Phrase.RATED.words(EN, rating=4)], told + 1
        assert await talker.said(chat) == said
        stored = await talker.row(ratings.COLLECTION, {"_id": UUID(ticket["id"])})
        assert (stored["rating"], len(stored["outbox"])) == (4, told)
        if not died:
            return
    raise AssertionError("it never came to the end")
