"""What many do to one ticket at the same moment: nothing is lost, and its events stay without a gap."""

import asyncio
from collections import Counter

from shared.events.ticket import ChangedData
from tests.integration.tickets.desk import Desk


async def test_replies_notes_and_changes_of_one_ticket_are_all_kept(desk: Desk) -> None:
    ticket = await desk.open()
    path = f"/tickets/{ticket['id']}"
    await asyncio.gather(
        *(desk.post(f"{path}/reply", {"text": f"Reply {number}"}) for number in range(6)),
        *(desk.post(f"{path}/reply", {"text": f"Note {number}", "internal": True}) for number in range(4)),
        *(desk.post(f"{path}/customer-reply", {"text": f"Question {number}"}) for number in range(4)),
        desk.patch(path, {"subject": "New"}),
        desk.patch(path, {"tags": ["vip"]}),
        desk.patch(f"{path}/priority", {"priority": "urgent"}),
    )
    after = await desk.get(path)
    assert (after["subject"], after["tags"], after["priority"]) == ("New", ["vip"], "urgent")
    assert after["version"] == 1 + 17
    said = Counter(message["text"].split()[0] for message in after["messages"][1:])
    assert said == {"Reply": 6, "Note": 4, "Question": 4}
    count = await desk.told_so_far(ticket)
    told = Counter(await desk.told(ticket, upto=count))
    assert (told["ticket.replied"], told["ticket.noted"]) == (10, 4)
    assert sum(told.values()) == count


async def test_tags_that_are_added_together_are_all_there(desk: Desk) -> None:
    ticket = await desk.open()
    bodies = [{"ticket_ids": [ticket["id"]], "action": "add_tag", "value": f"tag {number}"} for number in range(15)]
    answers = await asyncio.gather(*(desk.post("/tickets/bulk", body, status=200) for body in bodies))
    assert [answer["affected"] for answer in answers] == [1] * 15
    assert len((await desk.get(f"/tickets/{ticket['id']}"))["tags"]) == 15


async def test_each_change_starts_from_the_one_before_it(desk: Desk) -> None:
    ticket = await desk.open(priority="low")
    path, words = f"/tickets/{ticket['id']}/priority", ["normal", "high", "urgent", "low"] * 4
    await asyncio.gather(*(desk.patch(path, {"priority": word}) for word in words))
    events = await desk.events(ticket, upto=await desk.told_so_far(ticket))
    pairs = [event.data.changes["priority"] for event in events[1:] if isinstance(event.data, ChangedData)]
    assert [old for old, _ in pairs] == ["low", *(new for _, new in pairs[:-1])]
    assert all(old != new for old, new in pairs)


async def test_one_close_of_many_is_told(desk: Desk) -> None:
    ticket = await desk.open()
    path = f"/tickets/{ticket['id']}/status"
    answers = await asyncio.gather(*(desk.patch(path, {"status": "closed"}) for _ in range(10)))
    assert len({answer["closed_at"] for answer in answers}) == 1
    assert await desk.told_so_far(ticket) == 4


async def test_one_delete_of_many_is_told(desk: Desk) -> None:
    ticket = await desk.open()
    answers = await asyncio.gather(*(desk.ask("DELETE", f"/tickets/{ticket['id']}") for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 7}
    assert await desk.told(ticket, upto=2) == ["ticket.created", "ticket.deleted"]


async def test_a_reply_that_meets_a_deletion_is_told_before_it_or_refused(desk: Desk) -> None:
    tickets = [await desk.open() for _ in range(6)]

    async def both(ticket_id: str) -> int:
        reply = desk.ask("POST", f"/tickets/{ticket_id}/reply", json={"text": "x", "internal": True})
        answered, deleted = await asyncio.gather(reply, desk.ask("DELETE", f"/tickets/{ticket_id}"))
        assert deleted.status_code == 204
        return int(answered.status_code)

    answers = await asyncio.gather(*(both(ticket["id"]) for ticket in tickets))
    for ticket, status in zip(tickets, answers, strict=True):
        assert status in (201, 404)
        replied = ["ticket.noted"] if status == 201 else []
        expected = ["ticket.created", *replied, "ticket.deleted"]
        assert await desk.told(ticket, upto=len(expected)) == expected
    kept = await desk.system.database["messages"].count_documents({"tenant_id": desk.tenant_id})
    assert kept == 0
