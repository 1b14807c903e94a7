"""Two processes of tickets share the work: what they do to the same tickets is neither lost nor told twice."""

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path
from uuid import UUID

from tests.integration.tickets.decisions import routing
from tests.integration.tickets.desk import Desk
from tests.integration.tickets.system import TicketsSystem
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


async def test_two_processes_do_as_one(servers: BackingServers, tmp_path: Path) -> None:
    async with TicketsSystem(servers, directory=tmp_path, copies=2) as system:
        desk = Desk(system)
        opened = await asyncio.gather(*(desk.open() for _ in range(40)))
        assert sorted(ticket["number"] for ticket in opened) == list(range(1, 41))
        await _change_one_at_once(desk)
        await _route_one_ten_times(desk)
        await _delete_with_replies_in_flight(desk, [ticket["id"] for ticket in opened[:12]])


async def _change_one_at_once(desk: Desk) -> None:
    ticket = await desk.open()
    path = f"/tickets/{ticket['id']}"
    await asyncio.gather(
        *(desk.post(f"{path}/reply", {"text": f"Reply {number}"}) for number in range(8)),
        *(desk.post(f"{path}/customer-reply", {"text": f"Question {number}"}) for number in range(6)),
        desk.patch(path, {"subject": "New"}),
        desk.patch(path, {"tags": ["vip"]}),
        desk.patch(f"{path}/priority", {"priority": "urgent"}),
    )
    after = await desk.get(path)
    assert (after["subject"], after["tags"], after["priority"], after["version"]) == ("New", ["vip"], "urgent", 18)
    assert len(after["messages"]) == 15
    count = await desk.told_so_far(ticket)
    assert Counter(await desk.told(ticket, upto=count))["ticket.replied"] == 14
    assert len(desk.system.heard(ticket["id"])) == count


async def _route_one_ten_times(desk: Desk) -> None:
    ada, ticket = await desk.agent(), await desk.open()
    await desk.system.publish(*[routing(desk, ticket, assign_to=UUID(ada["id"]), set_priority="high")] * 10)
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["assigned_to"], after["priority"], after["version"]) == (ada["id"], "high", 2)
    assert await desk.told_so_far(ticket) == 3


async def _delete_with_replies_in_flight(desk: Desk, ids: list[str]) -> None:
    """The reply's event is the one process's, the last event the other's."""
    for ticket_id in ids:
        await desk.post(f"/tickets/{ticket_id}/reply", {"text": "Hello", "internal": True})
        await desk.delete(f"/tickets/{ticket_id}")
    for ticket_id in ids:
        assert [event.type for event in await desk.system.hear(ticket_id, upto=3)][-1] == "ticket.deleted"
        await eventually(partial(desk.keeps_nothing_of, {"id": ticket_id}), what="nothing is left")
