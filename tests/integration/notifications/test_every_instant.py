"""A sender that dies at any instant: no message is lost, and none is sent twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest_asyncio

from services.notifications.clients.telegram import Telegram
from services.notifications.domain.bot import Bot
from services.notifications.domain.content import Button, Content, OutgoingFile
from services.notifications.domain.outgoing import Purpose
from shared.ids import new_id
from shared.mongo import connect
from shared.vocabulary import Channel
from tests.integration.notifications.conftest import NUMBERS
from tests.integration.notifications.sender import Sender
from tests.support.fake_telegram import TelegramControl
from tests.support.instants import Instants
from tests.support.servers import BackingServers

TEXT = "The plan is attached."
# Between these the platform may have been asked, and nobody has kept what it said.
UNSEEN = {
    "after begin",
    "before send",
    "after send",
    "before send_file",
    "after send_file",
    "before keep",
    "before settle",
}


@dataclass
class Conversation:
    """A reply with a file, and a short one after it."""

    chat_id: int
    long: UUID
    short: UUID


@pytest_asyncio.fixture
async def sender(servers: BackingServers, telegram_url: str) -> AsyncIterator[Sender]:
    database = connect(servers.mongo.url, database=f"sender_{uuid4().hex[:10]}")
    telegram = Telegram(telegram_url)
    sender = Sender(database, {Channel.TELEGRAM: telegram})
    await sender.ready()
    yield sender
    await telegram.close()
    await database.client.drop_database(database.name)
    database.client.close()


@pytest_asyncio.fixture
async def bot(sender: Sender, telegram: TelegramControl) -> Bot:
    token = f"{next(NUMBERS)}:AAtokenSecret"
    await telegram.register_bot(token)
    return await sender.add_bot(Channel.TELEGRAM, token)


async def converse(sender: Sender, telegram: TelegramControl, bot: Bot) -> Conversation:
    chat_id = next(NUMBERS)
    await telegram.start(chat_id)
    file = OutgoingFile(id=new_id(), name="plan.pdf", content_type="application/pdf", size=8)
    sender.files.contents[file.id] = b"%PDF-1.7"
    long = await sender.put(bot, chat_id=chat_id, content=Content(TEXT, files=(file,)))
    return Conversation(chat_id, long, await sender.put(bot, chat_id=chat_id, content=Content("short")))


async def said(telegram: TelegramControl, chat_id: int) -> list[str]:
    """The chat as the customer sees it: texts, and files by their names."""
    messages = [message for message in await telegram.transcript(chat_id) if message.author == "bot"]
    return [message.file.name if message.file else message.text or "" for message in messages]


async def test_a_death_at_any_instant_loses_nothing_and_doubles_nothing(
    sender: Sender, telegram: TelegramControl, bot: Bot
) -> None:
    all_of_it = [TEXT, "plan.pdf", "short"]
    seen = set()
    for instant in range(1, 500):
        chat = await converse(sender, telegram, bot)
        life = Instants(fatal=instant)
        if await sender.live(life):
            break
        assert await sender.live(Instants()), "the next one lives"
        seen.add(life.last)
        long, short = await sender.row(chat.long), await sender.row(chat.short)
        shown = await said(telegram, chat.chat_id)
        states = {long["progress"], short["progress"]}
        if life.last in UNSEEN:
            assert states <= {"sent", "failed"}, life.last
            assert {long["error"], short["error"]} == {None, "unknown_if_sent"}, life.last
            assert shown == [each for each in all_of_it if each in shown], "each once, in order"
        else:
            assert (states, shown) == ({"sent"}, all_of_it), life.last
        reports = [len(row["outbox"]) for row in (long, short)]
        assert reports == [2, 2], "pending, and one outcome"
    else:
        raise AssertionError("it never came to the end")
    assert seen >= UNSEEN | {"after claim", "before release", "after release", "before rest", "after file"}


async def test_an_edit_is_done_again_by_whoever_comes_next(sender: Sender, telegram: TelegramControl, bot: Bot) -> None:
    rows = ((Button("Yes", "yes"),),)
    for instant in range(1, 100):
        chat_id = next(NUMBERS)
        await telegram.start(chat_id)
        first = await sender.put(bot, chat_id=chat_id, content=Content("Sure?", rows), purpose=Purpose.TALK)
        assert await sender.live(Instants())
        [place] = (await sender.row(first))["platform_ids"]
        edit = await sender.put(bot, chat_id=chat_id, content=Content("Thanks!"), purpose=Purpose.EDIT, edits=place)
        survived = await sender.live(Instants(fatal=instant))
        assert await sender.live(Instants())
        assert (await sender.row(edit))["progress"] == "sent"
        [message] = [each for each in await telegram.transcript(chat_id) if each.author == "bot"]
        assert (message.text, message.keyboard) == ("Thanks!", [])
        if survived:
            return
    raise AssertionError("it never came to the end")


async def test_an_edit_of_a_message_that_is_gone_keeps_nothing_waiting(
    sender: Sender, telegram: TelegramControl, bot: Bot
) -> None:
    chat_id = next(NUMBERS)
    await telegram.start(chat_id)
    await sender.put(bot, chat_id=chat_id, content=Content("Thanks!"), purpose=Purpose.EDIT, edits="999")
    reply = await sender.put(bot, chat_id=chat_id, content=Content("On we go"))
    assert await sender.live(Instants())
    assert (await sender.row(reply))["progress"] == "sent"
    assert await telegram.texts(chat_id) == ["On we go"]
