"""A process that takes in and brings customers' messages may die at any instant: none is lost, none stands twice."""

import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.clients.tickets import TicketsService
from services.notifications.domain.helpdesk import Brought, CustomerMessage, Helpdesk
from shared.http.sibling import Sibling
from shared.mongo import Database, connect
from tests.integration.inbound.conftest import Desk
from tests.integration.inbound.house import House
from tests.integration.inbound.receiver import Receiver, make_indexes, new_bot
from tests.integration.inbound.test_hearing import hears
from tests.integration.inbound.test_hooks import update
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import Attach
from tests.support.servers import BackingServers
from tests.support.stack import Tenant

CHATS = itertools.count(7_000_000)


@pytest_asyncio.fixture
async def database(servers: BackingServers, house: House) -> AsyncIterator[Database]:
    """One that no process has: what is seen to is seen to by the test."""
    made = connect(servers.mongo.url, database=f"{house.stack.namespace}_mortal")
    await make_indexes(made)
    yield made
    await made.client.drop_database(made.name)
    made.client.close()


@pytest_asyncio.fixture
async def tickets(house: House) -> AsyncIterator[TicketsService]:
    secret = house.stack.settings["HELPDESK_IDENTITY_SECRET"]
    sibling = Sibling(house.stack.urls["tickets"][0], secret=secret, name="notifications")
    yield TicketsService(sibling)
    await sibling.close()


@dataclass
class Scene:
    """A receiver and the customers of its tenant's one bot, which nobody else hears."""

    house: House
    tenant: Tenant
    receiver: Receiver
    file_id: str

    async def told(self, chat_id: int) -> list[list[str]]:
        """The messages of each ticket of the chat, with the names of their files."""
        tickets = [each for each in await self.house.tickets(self.tenant) if each["chat_id"] == chat_id]
        return [
            [
                " ".join([message["text"], *(file["name"] for file in message["attachments"])])
                for message in await self.house.messages(self.tenant, ticket["id"])
            ]
            for ticket in tickets
        ]

    async def said(self, chat_id: int) -> list[str]:
        """What waits to be said to the customer."""
        chat = await self.receiver.database["chats"].find_one({"chat_id": chat_id})
        assert chat is not None
        rows = await self.receiver.database["outgoing"].find({"chat": chat["_id"]}).sort("_id").to_list(None)
        return [row["content"]["text"] for row in rows]

    async def kept(self, chat_id: int) -> list[dict[str, Any]]:
        chat = await self.receiver.database["chats"].find_one({"chat_id": chat_id})
        assert chat is not None
        return await self.receiver.database["incoming"].find({"chat": chat["_id"]}).sort("_id").to_list(None)


@pytest_asyncio.fixture
async def scene(
    house: House, telegram: TelegramControl, database: Database, tickets: TicketsService
) -> AsyncIterator[Scene]:
    number = next(CHATS)
    token = f"{number}:AAtoken"
    await telegram.register_bot(token)
    tenant = await house.stack.make_tenant()
    platform = Telegram(telegram.url)
    receiver = Receiver(database, tickets, platform, new_bot(UUID(tenant.id), token))
    await receiver.ports().bots.add(receiver.bot)
    await telegram.start(number)
    sent = await telegram.attach(number, content=b"words", wish=Attach(name="a.txt", mime_type="text/plain"))
    assert sent.file is not None
    yield Scene(house, tenant, receiver, sent.file.file_id)
    await platform.close()


def edit(chat_id: int, number: int, text: str, *, of: int) -> bytes:
    message = json.loads(update(chat_id, number, text=text, message_id=of))["message"]
    return json.dumps({"update_id": number, "edited_message": {**message, "edit_date": 1700000001}}).encode()


async def test_nothing_is_lost_and_nothing_stands_twice(scene: Scene) -> None:
    fatal, whole = 0, False
    while not whole:
        fatal += 1
        chat_id, first = next(CHATS), fatal * 10
        file = {"file_id": scene.file_id, "file_name": "a.txt", "mime_type": "text/plain", "file_size": 5}
        updates = [
            update(chat_id, first, text=None, caption="Look", document=file),
            update(chat_id, first + 1, text="It is bruning"),
            edit(chat_id, first + 2, "It is burning", of=first + 1),
        ]
        scene.receiver.delivered = 0
        whole = await scene.receiver.live(updates, fatal=fatal)
        instant = scene.receiver.instants.last
        if not whole:
            assert await scene.receiver.live(updates)
        assert await scene.told(chat_id) == [["Look a.txt", "It is burning"]], (fatal, instant)
        assert len(await scene.said(chat_id)) == 1, (fatal, instant)
        rows = await scene.kept(chat_id)
        assert [(row["key"], row["error"]) for row in rows] == [(str(first + n), None) for n in range(3)]
        assert not any("update" in row or "waits" in row for row in rows)
    assert fatal > 20


class Poisoned:
    """Tickets that choke on one text, and quote it."""

    def __init__(self, tickets: TicketsService) -> None:
        self._tickets = tickets

    async def settings(self, tenant_id: UUID) -> Helpdesk:
        return await self._tickets.settings(tenant_id)

    async def bring(self, message: CustomerMessage) -> Brought:
        if message.text == "poison":
            raise KeyError(message.text)
        return await self._tickets.bring(message)


async def test_a_deed_that_always_fails_is_set_aside_and_the_chat_goes_on(
    scene: Scene, tickets: TicketsService
) -> None:
    chat_id = next(CHATS)
    scene.receiver.tickets = Poisoned(tickets)
    updates = [update(chat_id, 1, text="poison"), update(chat_id, 2, text="And this")]
    assert await scene.receiver.live(updates)
    assert await scene.told(chat_id) == [["And this"]]
    aside, done = await scene.kept(chat_id)
    assert (aside["failures"], aside["update"]) == (5, updates[0])
    assert aside["error"].startswith("KeyError at bring:")
    assert "poison" not in aside["error"]
    assert "done_at" not in aside
    assert done["error"] is None
    *_, apology = await scene.said(chat_id)
    assert "не удалось передать" in apology


async def test_a_file_that_the_platform_never_gives_is_done_without(scene: Scene) -> None:
    chat_id = next(CHATS)
    file = {"file_id": "unknown", "file_name": "a.txt", "mime_type": "text/plain", "file_size": 5}
    assert await scene.receiver.live([update(chat_id, 1, text=None, caption="Look", document=file)])
    assert await scene.told(chat_id) == [["Look\n[файл не принят: a.txt]"]]


async def test_kills_in_the_middle_of_a_flood_lose_nothing(house: House, telegram: TelegramControl, desk: Desk) -> None:
    await telegram.start(desk.chat_id)
    texts = [f"No {number}" for number in range(24)]
    for number, text in enumerate(texts):
        await telegram.write(desk.chat_id, text=text)
        if number % 8 == 4:
            await house.stack.kill("notifications")
            await house.stack.restart("notifications")
    await house.ready()
    await hears(house, desk, texts)
