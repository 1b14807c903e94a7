"""Tickets is killed on a keyed request's way: whoever repeats the request gets its answer, and it was done once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.integration.tickets.chats import MESSAGES, Chat
from tests.integration.tickets.desk import Desk, Json
from tests.support.eventually import eventually

LOAD = 80
KILLS = 2
LANES = 8


async def insist(desk: Desk, path: str, body: Json, *, key: str) -> httpx.Response:
    """The answer, once there is one: what a careful client does."""

    async def answered() -> list[httpx.Response]:
        answer = await desk.ask("POST", path, json=body, headers={"Idempotency-Key": key})
        return [answer] if answer.status_code not in (409, 503) else []

    return (await eventually(answered, within=25, every=0.1, what=f"an answer to {key}"))[0]


async def die_with(desk: Desk, point: str, *asks: Callable[[], Awaitable[httpx.Response]]) -> None:
    """Send the requests and let the process be killed when all of them have come to the point."""
    trap = Path(desk.system.stack.settings["MORTAL_TRAPS"]) / point
    await asyncio.to_thread(trap.write_text, str(len(asks)))
    broken = await asyncio.gather(*(ask() for ask in asks), return_exceptions=True)
    assert all(isinstance(each, httpx.TransportError) for each in broken), broken
    await desk.system.stack.restart("tickets")


@pytest.mark.parametrize("point", ["claimed", "done"])
async def test_whatever_was_asked_is_done_once(mortal: Desk, point: str) -> None:
    desk = Desk(mortal.system)
    replied, noted, *many = [await desk.open(text=f"Ticket {number}") for number in range(4)]
    tag = {"ticket_ids": [ticket["id"] for ticket in many], "action": "add_tag", "value": "x"}
    asked: dict[str, tuple[str, Json]] = {
        "open": ("/tickets", {"text": "A new one"}),
        "reply": (f"/tickets/{replied['id']}/reply", {"text": "Hello"}),
        "note": (f"/tickets/{noted['id']}/reply", {"text": "Psst", "internal": True}),
        "bulk": ("/tickets/bulk", tag),
        "agent": ("/agents", {"name": "Ada", "email": "ada@example.com"}),
        "type": ("/ticket-types", {"name": "Delivery"}),
    }

    def ask(key: str, path: str, body: Json) -> Awaitable[httpx.Response]:
        return desk.ask("POST", path, json=body, headers={"Idempotency-Key": key})

    await die_with(desk, point, *(partial(ask, key, *each) for key, each in asked.items()))
    answers = {key: await insist(desk, *each, key=key) for key, each in asked.items()}
    for key, each in asked.items():
        repeat = await insist(desk, *each, key=key)
        assert (repeat.status_code, repeat.content) == (answers[key].status_code, answers[key].content)
        assert repeat.headers["Idempotent-Replayed"] == "true"
    said = {key: answer.json() for key, answer in answers.items()}
    assert said["bulk"]["affected"] == 2
    await _done_once(desk, said, replied=replied, noted=noted, many=many)


@pytest.mark.parametrize("point", ["begun", "aimed", "brought"])
async def test_a_customers_message_is_brought_once_wherever_it_broke_off(mortal: Desk, point: str) -> None:
    desk = Desk(mortal.system)
    fresh, talking, closed = (Chat(desk, chat_id=number) for number in (1, 2, 3))
    there, shut = await talking.bring("Before"), await closed.bring("Before")
    await closed.close(shut)
    asked = [chat.message("Hello", key=f"{chat.chat_id}") for chat in (fresh, talking, closed)]
    await die_with(desk, point, *(partial(fresh.ask, "POST", MESSAGES, json=each) for each in asked))

    async def back() -> bool:
        return (await fresh.ask("GET", "/internal/helpdesk")).is_success

    await eventually(back, within=25, what="tickets serves again")
    opened, appended, reopened = [
        [(await fresh.ask("POST", MESSAGES, json=each)).json() for _ in range(2)] for each in asked
    ]
    assert [each[0] for each in (opened, appended, reopened)] == [each[1] for each in (opened, appended, reopened)]
    assert opened[0]["opened"]
    assert (appended[0]["ticket_id"], appended[0]["opened"]) == (there["ticket_id"], False)
    assert (reopened[0]["ticket_id"], reopened[0]["reopened"]) == (shut["ticket_id"], True)
    assert await fresh.texts(opened[0]) == ["Hello"]
    for brought in (there, shut):
        assert await fresh.texts(brought) == ["Before", "Hello"]
    assert len((await desk.get("/tickets"))["tickets"]) == 3


async def _done_once(desk: Desk, said: dict[str, Any], *, replied: Json, noted: Json, many: list[Json]) -> None:
    stored = await desk.stored()
    assert len(stored["tickets"]) == 5
    assert {message["_id"] for message in stored["messages"]} | await _unfiled(desk) == {
        UUID(said["reply"]["id"]),
        UUID(said["note"]["id"]),
    }
    assert [agent["_id"] for agent in stored["agents"]] == [UUID(said["agent"]["id"])]
    assert [each["_id"] for each in stored["ticket_types"]] == [UUID(said["type"]["id"])]
    assert await desk.told(said["open"], upto=1) == ["ticket.created"]
    changed = ["ticket.updated", "ticket.status_changed"]
    assert await desk.told(replied, upto=4) == ["ticket.created", "ticket.replied", *changed]
    assert await desk.told(noted, upto=2) == ["ticket.created", "ticket.noted"]
    for ticket in many:
        assert await desk.told(ticket, upto=2) == ["ticket.created", "ticket.updated"]
        assert (await desk.get(f"/tickets/{ticket['id']}"))["version"] == 2


async def _unfiled(desk: Desk) -> set[UUID]:
    found = desk.system.database["tickets"].find({"tenant_id": desk.tenant_id, "unfiled.0": {"$exists": True}})
    return {message["_id"] async for ticket in found for message in ticket["unfiled"]}


async def test_killed_at_any_instant_under_load_every_request_is_done_once(mortal: Desk) -> None:
    desk = Desk(mortal.system)
    threads = [await desk.open(text=f"Thread {number}") for number in range(LANES)]
    opened, replies, numbers = list[str](), list[str](), iter(range(LOAD))

    async def lane(thread: Json) -> None:
        for number in numbers:
            ticket = await insist(desk, "/tickets", {"text": f"Ticket {number}"}, key=f"open {number}")
            opened.append(ticket.json()["id"])
            reply = await insist(
                desk, f"/tickets/{thread['id']}/reply", {"text": f"Reply {number}"}, key=f"reply {number}"
            )
            replies.append(reply.json()["id"])

    lanes = [asyncio.create_task(lane(thread)) for thread in threads]
    for kill in range(1, KILLS + 1):
        some = partial(_at_least, replies, LOAD * kill // (KILLS + 2))
        await eventually(some, within=25, every=0.01, what="some are done")
        await desk.system.stack.kill("tickets")
        await desk.system.stack.restart("tickets")
    await asyncio.gather(*lanes)
    stored = await desk.stored()
    assert {str(ticket["_id"]) for ticket in stored["tickets"]} == {*opened, *(each["id"] for each in threads)}
    assert len(set(opened)) == LOAD
    assert {str(message["_id"]) for message in stored["messages"]} | {str(each) for each in await _unfiled(desk)} == {
        *replies
    }
    assert len(set(replies)) == LOAD
    for ticket_id in opened:
        assert await desk.told({"id": ticket_id}, upto=1) == ["ticket.created"]
    for thread in threads:
        count = await desk.told_so_far(thread)
        told = await desk.told(thread, upto=count)
        shown = await desk.get(f"/tickets/{thread['id']}")
        assert told.count("ticket.replied") == len(shown["messages"]) - 1
        assert len(told) == count


def _at_least(replies: list[str], count: int) -> bool:
    return len(replies) >= count
