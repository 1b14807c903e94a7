"""The history of a ticket: who did what, whole at every moment, each thing once."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from tests.integration.tickets.decisions import RULE, routing
from tests.integration.tickets.desk import Desk, Json
from tests.support.eventually import eventually


async def walked(desk: Desk, ticket: Json, *, limit: int = 25) -> list[Json]:
    """A whole history, page by page."""
    entries: list[Json] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await desk.get(f"/tickets/{ticket['id']}/history", limit=limit, **cursor)
        assert len(page["history"]) <= limit
        entries += page["history"]
        if page["next_cursor"] is None:
            return entries
        cursor = {"cursor": page["next_cursor"]}


async def lived(desk: Desk) -> tuple[Json, Json]:
    """A ticket that was opened, taken, answered, closed and taken up again, and who has it."""
    ada = await desk.agent("Ada")
    agent = desk.as_agent(UUID(ada["id"]), name="Ada")
    ticket = await desk.open()
    path = f"/tickets/{ticket['id']}"
    await agent.patch(f"{path}/priority", {"priority": "urgent"})
    await agent.patch(f"{path}/assign", {"assigned_to": ada["id"]})
    await agent.post(f"{path}/reply", {"text": "Ask the depot", "internal": True})
    await agent.post(f"{path}/reply", {"text": "On its way"})
    await agent.patch(f"{path}/status", {"status": "closed"})
    await agent.patch(path, {"status": "in_progress", "tags": ["late"]})
    return ticket, ada


EVENTS = [
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.noted",
    "ticket.replied",
    "ticket.closed",
    "ticket.reopened",
]


async def test_each_thing_that_was_done_is_one_entry_with_who_and_what(desk: Desk) -> None:
    ticket, ada = await lived(desk)
    entries = await walked(desk, ticket)
    assert [entry["event"] for entry in entries] == EVENTS
    assert set(entries[0]) == {"id", "at", "event", "actor", "changes"}
    assert entries[0]["at"] == ticket["created_at"]
    assert entries[0]["actor"] == {"type": "agent", "id": None, "name": "A key"}
    assert {tuple(entry["actor"].values()) for entry in entries[1:]} == {("agent", ada["id"], "Ada")}
    assert [entry["changes"] for entry in entries] == [
        {},
        {"priority": ["normal", "urgent"]},
        {"status": ["new", "in_progress"], "assigned_to": [None, ada["id"]]},
        {},
        {},
        {"status": ["in_progress", "closed"]},
        {"status": ["closed", "in_progress"], "tags": [[], ["late"]]},
    ]
    assert len({entry["id"] for entry in entries}) == len(entries)


async def test_it_is_the_same_before_and_after_its_events_are_published(desk: Desk) -> None:
    ticket, _ = await lived(desk)
    at_once = await walked(desk, ticket)
    await desk.system.outbox_empty([ticket["id"]])
    assert await desk.system.database["history"].count_documents({"ticket_id": UUID(ticket["id"])}) == len(EVENTS)
    assert await walked(desk, ticket) == at_once


@pytest.mark.parametrize("limit", [1, 3, 7, 8])
async def test_pages_of_any_size_show_every_entry_once(desk: Desk, limit: int) -> None:
    ticket, _ = await lived(desk)
    assert [entry["event"] for entry in await walked(desk, ticket, limit=limit)] == EVENTS


async def test_what_a_rule_did_is_told_as_the_rules(desk: Desk) -> None:
    ada, ticket = await desk.agent(), await desk.open()
    await desk.system.publish(routing(desk, ticket, assign_to=UUID(ada["id"])))
    last = (await walked(desk, ticket))[-1]
    why = {"rule_id": str(RULE.id), "rule_name": RULE.name, "reason": f'rule "{RULE.name}"'}
    changes = {"assigned_to": [None, ada["id"]], "routing": [None, why]}
    assert (last["event"], last["changes"]) == ("ticket.assigned", changes)
    assert last["actor"] == {"type": "rule", "id": str(RULE.id), "name": RULE.name}


async def test_a_walk_during_changes_misses_none_and_repeats_none(desk: Desk) -> None:
    ticket = await desk.open()
    changing = asyncio.create_task(_change(desk, ticket, times=60))
    while not changing.done():
        numbers = [entry["changes"]["subject"][1] for entry in (await walked(desk, ticket, limit=4))[1:]]
        assert numbers == [f"No. {number}" for number in range(len(numbers))]
    await changing
    assert len(await walked(desk, ticket, limit=7)) == 61


async def _change(desk: Desk, ticket: Json, *, times: int) -> None:
    for number in range(times):
        await desk.patch(f"/tickets/{ticket['id']}", {"subject": f"No. {number}"})


async def test_it_is_for_agents_of_the_tenant_alone(desk: Desk) -> None:
    ticket, _ = await lived(desk)
    path = f"/tickets/{ticket['id']}/history"
    assert (await desk.as_agent().ask("GET", path)).status_code == 200
    assert (await desk.as_customer().ask("GET", path)).status_code == 403
    assert (await Desk(desk.system).ask("GET", path)).status_code == 404
    assert (await desk.ask("GET", f"/tickets/{new_id()}/history")).status_code == 404


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "none"}])
async def test_a_bad_page_is_refused(desk: Desk, query: Json) -> None:
    ticket = await desk.open()
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/history", params=query)).status_code == 422
    beyond = await desk.get(f"/tickets/{ticket['id']}/history", cursor="_" * 21 + "w")
    assert beyond == {"history": [], "next_cursor": None}


async def test_it_goes_with_its_ticket(desk: Desk) -> None:
    ticket, _ = await lived(desk)
    await desk.delete(f"/tickets/{ticket['id']}")
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/history")).status_code == 404
    await eventually(lambda: desk.keeps_nothing_of(ticket), what="nothing is left")
