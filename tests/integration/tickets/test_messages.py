"""The whole conversation of a ticket, page by page: every message once, oldest first."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json


async def walked(desk: Desk, ticket: Json, *, limit: int = 25) -> list[Json]:
    """A whole conversation, page by page."""
    said: list[Json] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await desk.get(f"/tickets/{ticket['id']}/messages", limit=limit, **cursor)
        assert len(page["messages"]) <= limit
        said += page["messages"]
        if page["next_cursor"] is None:
            return said
        cursor = {"cursor": page["next_cursor"]}


async def conversation(desk: Desk, *, notes: int = 6) -> tuple[Json, list[str]]:
    ticket = await desk.open(text="Where is it?")
    for number in range(notes):
        await desk.post(f"/tickets/{ticket['id']}/reply", {"text": f"No. {number}", "internal": number % 2 == 0})
    return ticket, ["Where is it?", *(f"No. {number}" for number in range(notes))]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
async def test_pages_of_any_size_show_every_message_once_oldest_first(desk: Desk, limit: int) -> None:
    ticket, texts = await conversation(desk)
    assert [message["text"] for message in await walked(desk, ticket, limit=limit)] == texts


async def test_messages_look_as_in_the_ticket_itself(desk: Desk) -> None:
    ticket, _ = await conversation(desk)
    assert await walked(desk, ticket) == (await desk.get(f"/tickets/{ticket['id']}"))["messages"]


async def test_a_ticket_without_a_description_has_what_was_said_later(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.system.database["tickets"].update_one({"_id": UUID(ticket["id"])}, {"$unset": {"opening": ""}})
    assert await walked(desk, ticket) == []
    await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    assert [message["text"] for message in await walked(desk, ticket, limit=1)] == ["Hello"]


async def test_a_walk_during_replies_misses_none_and_repeats_none(desk: Desk) -> None:
    ticket = await desk.open(text="Where is it?")

    async def writer(name: int) -> list[Json]:
        path = f"/tickets/{ticket['id']}/reply"
        return [await desk.post(path, {"text": f"No. {name}.{number}"}) for number in range(12)]

    writing = asyncio.gather(*(writer(name) for name in range(5)))
    while not writing.done():
        before = (await desk.get(f"/tickets/{ticket['id']}"))["messages"]
        seen = [message["id"] for message in await walked(desk, ticket, limit=5)]
        assert len(set(seen)) == len(seen)
        assert {message["id"] for message in before} <= set(seen)
    written = [message for messages in await writing for message in messages]
    ids = [message["id"] for message in await walked(desk, ticket, limit=7)]
    assert len(ids) == 61
    assert set(ids[1:]) == {message["id"] for message in written}


async def test_a_customer_reads_their_own_without_notes(desk: Desk) -> None:
    ticket, texts = await conversation(desk)
    contact_id = new_id()
    await desk.system.database["tickets"].update_one(
        {"_id": UUID(ticket["id"])}, {"$set": {"requester.contact_id": contact_id}}
    )
    customer = desk.as_customer(contact_id)
    public = [text for text in texts if text not in ("No. 0", "No. 2", "No. 4")]
    for limit in (1, 2, 25):
        assert [message["text"] for message in await walked(customer, ticket, limit=limit)] == public
    assert (await desk.as_customer().ask("GET", f"/tickets/{ticket['id']}/messages")).status_code == 404


async def test_another_tenants_conversation_is_not_there(desk: Desk) -> None:
    ticket, _ = await conversation(Desk(desk.system), notes=1)
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/messages")).status_code == 404
    assert (await desk.ask("GET", f"/tickets/{new_id()}/messages")).status_code == 404


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "none"}])
async def test_a_bad_page_is_refused(desk: Desk, query: Json) -> None:
    ticket = await desk.open()
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/messages", params=query)).status_code == 422
