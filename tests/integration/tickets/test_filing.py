"""A message is written with its ticket and filed then: wherever a process died in between, it is seen once."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.tickets.domain.message import Delivery, Message
from services.tickets.store.filing import UNFILED, Filing
from services.tickets.store.messages import MongoMessages
from services.tickets.store.ticket_documents import message_to_document
from shared.clock import utc_now
from shared.ids import new_id
from shared.mongo import Database, connect
from shared.vocabulary import AuthorType, Channel, SendStatus
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


@pytest.fixture
def database(servers: BackingServers) -> Database:
    return connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")


def a_message() -> Message:
    now = utc_now().replace(microsecond=0)
    return Message(
        id=new_id(),
        tenant_id=new_id(),
        ticket_id=new_id(),
        author_type=AuthorType.AGENT,
        author_id=None,
        author_name="Ann",
        text="Hello",
        created_at=now,
        delivery=Delivery(Channel.TELEGRAM, SendStatus.PENDING, now),
    )


async def leave_with_ticket(database: Database, message: Message) -> None:
    """As a process leaves it that dies right after the ticket's update."""
    ticket = {"_id": message.ticket_id, "tenant_id": message.tenant_id, UNFILED: [message_to_document(message)]}
    await database["tickets"].insert_one(ticket)


async def all_of(messages: MongoMessages, message: Message) -> list[Message]:
    """What the message's ticket shows."""
    found, more = await messages.page(
        message.tenant_id, message.ticket_id, after=None, below=new_id(), limit=10, notes=True
    )
    assert not more
    return found


async def test_what_was_left_with_the_ticket_is_shown(database: Database) -> None:
    message, messages = a_message(), MongoMessages(database)
    await leave_with_ticket(database, message)
    assert await all_of(messages, message) == [message]
    assert await all_of(messages, replace(message, tenant_id=new_id())) == []


async def test_its_delivery_is_kept_and_files_it(database: Database) -> None:
    message, messages = a_message(), MongoMessages(database)
    await leave_with_ticket(database, message)
    sent = Delivery(Channel.TELEGRAM, SendStatus.SENT, message.created_at + timedelta(seconds=1))
    assert await messages.note_delivery(message.tenant_id, message.ticket_id, message.id, sent)
    [shown] = await all_of(messages, message)
    assert shown.delivery == sent
    assert await database["tickets"].count_documents({UNFILED: []}) == 1


async def test_its_delivery_is_kept_where_another_files_it_at_that_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, messages, another = a_message(), MongoMessages(database), Filing(database)
    await leave_with_ticket(database, message)
    look = messages._note

    async def look_too_early(*args: Any) -> bool:
        found = await look(*args)
        await another.file_left_over(message.tenant_id, message.ticket_id)
        return found

    monkeypatch.setattr(messages, "_note", look_too_early)
    sent = Delivery(Channel.TELEGRAM, SendStatus.SENT, message.created_at + timedelta(seconds=1))
    assert await messages.note_delivery(message.tenant_id, message.ticket_id, message.id, sent)
    [shown] = await all_of(messages, message)
    assert shown.delivery == sent


async def test_one_that_was_filed_and_not_cleared_away_is_shown_once_as_filed(database: Database) -> None:
    message, messages = a_message(), MongoMessages(database)
    await leave_with_ticket(database, message)
    await Filing(database)._insert(message_to_document(message))
    sent = Delivery(Channel.TELEGRAM, SendStatus.SENT, message.created_at + timedelta(seconds=1))
    assert await messages.note_delivery(message.tenant_id, message.ticket_id, message.id, sent)
    [shown] = await all_of(messages, message)
    assert shown.delivery == sent


async def test_one_whose_ticket_is_deleted_before_it_is_filed_goes_too(database: Database) -> None:
    message = a_message()
    await Filing(database).file(message_to_document(message))

    async def gone() -> bool:
        return await database["messages"].count_documents({}) == 0

    await eventually(gone, what="the message is gone")


async def test_what_was_left_with_the_ticket_is_in_its_place_of_the_whole_conversation(database: Database) -> None:
    first, messages = a_message(), MongoMessages(database)
    second = replace(first, id=new_id())
    await leave_with_ticket(database, second)
    await Filing(database)._insert(message_to_document(first))
    everything: dict[str, Any] = {"below": new_id(), "notes": True, "limit": 1}
    one, more = await messages.page(first.tenant_id, first.ticket_id, after=None, **everything)
    assert (one, more) == ([first], True)
    assert await messages.page(first.tenant_id, first.ticket_id, after=first.id, **everything) == ([second], False)
    assert await messages.page(new_id(), first.ticket_id, after=None, **everything) == ([], False)
