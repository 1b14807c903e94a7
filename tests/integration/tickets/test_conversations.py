"""Conversations that are asked for at the same moment are read together, and each is what it would be alone."""

import asyncio
import secrets
from dataclasses import replace
from uuid import UUID

import pytest

from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ticket
from services.tickets.store.conversations import Conversations, Found, Wanted
from services.tickets.store.filing import UNFILED
from services.tickets.store.recent import RecentTickets
from services.tickets.store.ticket_documents import message_to_document, to_document
from shared.ids import new_id
from shared.mongo import Database, connect
from tests.support.servers import BackingServers
from tests.unit.tickets.builders import message, ticket

TENANT, LIMIT = UUID(int=1), 3


@pytest.fixture
def database(servers: BackingServers) -> Database:
    return connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database, recent=RecentTickets())


def said(to: Ticket, *, internal: bool = False) -> Message:
    return replace(message(), id=new_id(), tenant_id=to.tenant_id, ticket_id=to.id, internal=internal)


async def keep(database: Database, *messages: Message, of: Ticket, waiting: Message | None = None) -> None:
    document = {**to_document(of), "outbox": [], UNFILED: [message_to_document(waiting)] if waiting else []}
    await database["tickets"].replace_one({"_id": of.id}, document, upsert=True)
    if messages:
        await database["messages"].insert_many([message_to_document(each) for each in messages])


async def read(conversations: Conversations, *tickets: Ticket, notes: bool = True) -> list[Found | None]:
    """All at once: those that come while others are being read are read together."""
    wanted = [Wanted(each.tenant_id, each.id, LIMIT, notes) for each in tickets]
    return list(await asyncio.gather(*(conversations.find(each) for each in wanted)))


async def test_each_gets_its_own_the_newest_ones_oldest_first(database: Database, conversations: Conversations) -> None:
    tickets = [ticket(id=new_id(), tenant_id=tenant_id) for tenant_id in (TENANT, TENANT, new_id(), TENANT, new_id())]
    messages = {each.id: [said(each) for _ in range(number)] for number, each in enumerate(tickets)}
    for each in tickets:
        await keep(database, *messages[each.id], of=each)
    for _ in range(2):
        assert await read(conversations, *tickets) == [(each, messages[each.id][-LIMIT:]) for each in tickets]


async def test_long_ones_take_nothing_from_those_read_with_them(
    database: Database, conversations: Conversations
) -> None:
    short, long = ticket(id=new_id()), ticket(id=new_id())
    few, many = [said(short)], [said(long) for _ in range(20)]
    await keep(database, *many, of=long)
    await keep(database, *few, of=short)
    assert await read(conversations, long, short, long, short) == [(long, many[-LIMIT:]), (short, few)] * 2


async def test_notes_are_for_those_who_asked_for_them(database: Database, conversations: Conversations) -> None:
    one, other = ticket(id=new_id()), ticket(id=new_id())
    for each in (one, other):
        notes = [said(each, internal=True) for _ in range(LIMIT)]
        await keep(database, *notes, of=each, waiting=said(each, internal=True))
    answer = await read(conversations, one, other, other, notes=False)
    assert answer == [(one, []), (other, []), (other, [])]


async def test_what_waits_with_the_ticket_is_shown_once(database: Database, conversations: Conversations) -> None:
    whole = ticket(id=new_id())
    filed, waiting = said(whole), said(whole)
    await keep(database, filed, waiting, of=whole, waiting=waiting)
    assert await read(conversations, whole, whole) == [(whole, [filed, waiting])] * 2


async def test_a_ticket_that_was_written_is_read_again(database: Database, conversations: Conversations) -> None:
    before = ticket(id=new_id())
    await keep(database, of=before)
    assert await read(conversations, before) == [(before, [])]
    after = replace(before, subject="Another", revision=before.revision + 1)
    await keep(database, of=after)
    assert await read(conversations, before) == [(after, [])]


async def test_what_is_not_there_or_anothers_is_nothing(database: Database, conversations: Conversations) -> None:
    mine, nobodys = ticket(id=new_id()), ticket(id=new_id())
    strange, message = replace(mine, tenant_id=new_id()), said(mine)
    await keep(database, message, of=mine)
    assert await read(conversations, strange, mine, strange, nobodys) == [None, (mine, [message]), None, None]
