"""A deleted ticket is gone at once; what is left of it waits for its last event, and then nothing is left."""

from uuid import UUID

from tests.integration.tickets.desk import Desk
from tests.support.eventually import eventually


async def test_a_deleted_ticket_is_found_by_no_route(desk: Desk) -> None:
    ticket, kept = await desk.open(tags=["late"]), await desk.open()
    await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    await desk.delete(f"/tickets/{ticket['id']}")
    for method, path, body in [
        ("GET", "", None),
        ("DELETE", "", None),
        ("PATCH", "", {"subject": "x"}),
        ("POST", "/reply", {"text": "x"}),
        ("POST", "/customer-reply", {"text": "x"}),
    ]:
        assert (await desk.ask(method, f"/tickets/{ticket['id']}{path}", json=body)).status_code == 404
    assert [found["id"] for found in (await desk.get("/tickets"))["tickets"]] == [kept["id"]]
    assert (await desk.get("/tickets", tag="late"))["tickets"] == []


async def test_the_last_event_has_the_last_state_and_the_last_number(desk: Desk) -> None:
    ticket = await desk.open(subject="Order 17")
    await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
    await desk.as_agent(name="Ada").delete(f"/tickets/{ticket['id']}")
    events = await desk.events(ticket, upto=5)
    last = events[-1]
    assert [event.type for event in events][1:] == [
        "ticket.updated",
        "ticket.status_changed",
        "ticket.closed",
        "ticket.deleted",
    ]
    said = last.model_dump(mode="json")["data"]
    assert (said["ticket"]["subject"], said["ticket"]["status"], said["actor"]["name"]) == ("Order 17", "closed", "Ada")


async def test_nothing_is_left_once_the_last_event_is_out(desk: Desk) -> None:
    ticket = await desk.open()
    for number in range(3):
        await desk.post(f"/tickets/{ticket['id']}/reply", {"text": f"Note {number}", "internal": True})
    await desk.delete(f"/tickets/{ticket['id']}")
    await desk.events(ticket, upto=5)
    await eventually(lambda: desk.keeps_nothing_of(ticket), what="the tombstone is gone")


async def test_an_emptied_tombstone_that_nobody_buried_is_buried_by_the_sweeper(desk: Desk) -> None:
    """As a process leaves it that dies after its last confirm, or that another one's earlier event outlived."""
    ticket = await desk.open()
    await desk.system.outbox_empty([ticket["id"]])
    tickets = desk.system.database["tickets"]
    await tickets.replace_one(
        {"_id": UUID(ticket["id"])}, {"tombstone": True, "outbox": [], "of_tenant": desk.tenant_id}
    )
    await eventually(lambda: desk.keeps_nothing_of(ticket), what="the tombstone is gone")


async def test_a_number_is_not_given_again(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.delete(f"/tickets/{ticket['id']}")
    assert (await desk.open())["number"] == ticket["number"] + 1
