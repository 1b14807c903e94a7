"""What customers think of how their tickets were dealt with: once for each close, from them alone."""

from datetime import datetime
from uuid import UUID

from shared.clock import utc_now
from shared.events.ticket import TicketCsatReceived
from shared.ids import new_id
from tests.integration.tickets.chats import Chat
from tests.integration.tickets.decisions import rating
from tests.integration.tickets.desk import Desk, Json, error_form
from tests.support.eventually import eventually


async def closed(desk: Desk) -> tuple[Desk, Json]:
    """A customer, and a ticket of theirs that an agent has closed."""
    contact = await desk.post("/contacts", {"name": "Bob"})
    ticket = await desk.open(contact_id=contact["id"])
    await close(desk, ticket)
    return desk.as_customer(UUID(contact["id"])), ticket


async def close(desk: Desk, ticket: Json, status: str = "closed") -> Json:
    return await desk.patch(f"/tickets/{ticket['id']}/status", {"status": status})


async def test_a_customer_rates_a_closed_ticket_and_that_is_told(desk: Desk) -> None:
    customer, ticket = await closed(desk)
    path = f"/tickets/{ticket['id']}/csat"
    rated = await customer.post(path, {"rating": 4, "comment": "Fine"}, status=200)
    assert (rated["csat_rating"], rated["csat_comment"], rated["status"]) == (4, "Fine", "closed")
    events = await desk.events(ticket, upto=6)
    assert [event.type for event in events[4:]] == ["ticket.updated", "ticket.csat_received"]
    told = events[5]
    assert isinstance(told, TicketCsatReceived)
    assert (told.data.rating, told.data.comment, told.data.ticket.csat_rating) == (4, "Fine", 4)
    assert (told.data.actor.type, told.data.actor.id) == ("customer", customer.contact_id)
    history = (await desk.get(f"/tickets/{ticket['id']}/history"))["history"]
    assert history[-1]["event"] == "ticket.csat_received"
    assert history[-1]["changes"] == {"csat_rating": [None, 4], "csat_comment": [None, "Fine"]}


async def test_the_first_rating_of_each_close_stands(desk: Desk) -> None:
    customer, ticket = await closed(desk)
    path = f"/tickets/{ticket['id']}/csat"
    await customer.post(path, {"rating": 5}, status=200)
    error_form(await customer.ask("POST", path, json={"rating": 1}), status=409, code="already_rated")
    await close(desk, ticket, "open")
    assert (await desk.get(f"/tickets/{ticket['id']}"))["csat_rating"] == 5
    error_form(await customer.ask("POST", path, json={"rating": 1}), status=409, code="not_closed")
    again = await close(desk, ticket)
    assert again["csat_rating"] == 5
    assert (await customer.post(path, {"rating": 5}, status=200))["csat_rating"] == 5
    error_form(await customer.ask("POST", path, json={"rating": 1}), status=409, code="already_rated")
    count = await desk.told_so_far(ticket)
    assert (await desk.told(ticket, upto=count)).count("ticket.csat_received") == 2


async def test_nobody_rates_in_a_customers_place(desk: Desk) -> None:
    customer, ticket = await closed(desk)
    path = f"/tickets/{ticket['id']}/csat"
    for staff in (desk, desk.as_agent()):
        error_form(await staff.ask("POST", path, json={"rating": 5}), status=403, code="missing_role")
    error_form(await desk.as_customer().ask("POST", path, json={"rating": 5}), status=404, code="not_found")
    fresh = await desk.open(contact_id=str(customer.contact_id))
    answer = await customer.ask("POST", f"/tickets/{fresh['id']}/csat", json={"rating": 5})
    error_form(answer, status=409, code="not_closed")
    for bad in ({"rating": 0}, {"rating": 6}, {"rating": "5"}, {"rating": 4.5}, {}, {"rating": 5, "comment": ""}):
        error_form(await customer.ask("POST", path, json=bad), status=422, code="validation_error")


async def test_a_rating_with_a_key_is_answered_again(desk: Desk) -> None:
    customer, ticket = await closed(desk)
    keyed = customer.sending(idempotency_key="k")
    first, second = [await keyed.ask("POST", f"/tickets/{ticket['id']}/csat", json={"rating": 3}) for _ in range(2)]
    assert (first.status_code, second.status_code, first.content) == (200, 200, second.content)


async def test_a_merged_ticket_is_rated_in_its_target(desk: Desk) -> None:
    customer, _ = await closed(desk)
    source = await desk.open(contact_id=str(customer.contact_id))
    target = await desk.open(contact_id=str(customer.contact_id))
    await desk.post(f"/tickets/{source['id']}/merge", {"into": target["id"]}, status=200)
    answer = await customer.ask("POST", f"/tickets/{source['id']}/csat", json={"rating": 5})
    error_form(answer, status=409, code="merged")


async def test_a_rating_from_the_tickets_own_chat_counts_once(desk: Desk) -> None:
    chat = Chat(desk)
    brought = await chat.bring("Help")
    ticket = await chat.ticket(brought)
    await desk.system.publish(rating(desk, ticket, 1))
    closed_at = datetime.fromisoformat((await close(desk, ticket))["closed_at"])
    for wrong in ({"chat_id": 101}, {"channel_id": new_id()}, {"closed_at": utc_now().replace(year=2020)}):
        await desk.system.publish(rating(desk, ticket, 2, **wrong))
    assert (await chat.ticket(brought))["csat_rating"] is None
    await desk.system.publish(rating(desk, ticket, 5, comment="Great", closed_at=closed_at))
    await desk.system.publish(rating(desk, ticket, 1, closed_at=closed_at))
    shown = await chat.ticket(brought)
    assert (shown["csat_rating"], shown["csat_comment"]) == (5, "Great")
    await chat.bring("One more thing")
    assert (await chat.ticket(brought))["csat_rating"] == 5
    await close(desk, ticket)
    await desk.system.publish(rating(desk, ticket, 1, closed_at=closed_at))
    assert (await chat.ticket(brought))["csat_rating"] == 5
    await desk.system.publish(rating(desk, ticket, 2))
    shown = await chat.ticket(brought)
    assert (shown["csat_rating"], shown["csat_comment"]) == (2, None)


async def test_the_figures_count_ratings(desk: Desk) -> None:
    for given in (5, 4, 4):
        customer, ticket = await closed(desk)
        await customer.post(f"/tickets/{ticket['id']}/csat", {"rating": given}, status=200)

    async def counted() -> bool:
        return bool((await desk.get("/stats"))["csat"] == 4.3)

    await eventually(counted, within=15, what="the ratings are counted")
