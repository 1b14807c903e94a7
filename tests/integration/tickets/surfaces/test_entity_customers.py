"""Customers on the entity surface: their own tickets, without notes, and of changes only closing and reopening."""

from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.canonical import Said
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.entity import EntityDriver


@pytest_asyncio.fixture
async def bob(desk: Desk) -> Json:
    return await desk.post("/contacts", {"name": "Bob", "email": "bob@example.com"})


@pytest.fixture
def agent(desk: Desk) -> EntityDriver:
    return EntityDriver(desk)


@pytest.fixture
def customer(desk: Desk, bob: Json) -> EntityDriver:
    return EntityDriver(desk.as_customer(UUID(bob["id"])))


async def create(driver: EntityDriver, **body: Any) -> Json:
    return dict(good(await driver.send("POST", "/tickets", json={"subject": "Order", **body}), 201))


async def test_an_address_finds_the_contact_and_a_new_one_makes_it(agent: EntityDriver, bob: Json) -> None:
    ticket = await create(agent, contactEmail="BOB@example.com", contactName="Robert")
    assert (ticket["contactEmail"], ticket["createdBy"]) == ("BOB@example.com", bob["id"])
    await create(agent, contactEmail="eve@example.com", contactName="Eve")
    contacts = (await agent.admin.get("/contacts"))["contacts"]
    assert sorted(contact["name"] for contact in contacts) == ["Bob", "Eve"]


async def test_a_contact_is_changed_by_address_and_by_name(agent: EntityDriver, bob: Json) -> None:
    ticket = await create(agent)
    path = f"/tickets/{ticket['id']}"
    after = good(await agent.send("PATCH", path, json={"contactEmail": "bob@example.com"}), 200)
    assert (after["contactEmail"], after["contactName"]) == ("bob@example.com", "Bob")
    assert good(await agent.send("PATCH", path, json={"contactName": "Rob"}), 200)["contactName"] == "Rob"


async def test_a_customer_sees_their_own_without_notes(agent: EntityDriver, customer: EntityDriver, bob: Json) -> None:
    theirs = await create(agent, subject="Another's")
    mine = await create(customer, description="It is late.")
    assert (mine["createdBy"], mine["contactName"]) == (bob["id"], "Bob")
    await agent.reply(UUID(mine["id"]), "Ask the depot", internal=True)
    await customer.reply(UUID(mine["id"]), "Hello?")
    assert await customer.walk(limit=10) == [UUID(mine["id"])]
    assert (await customer.read(UUID(mine["id"]))).messages == (
        Said("customer", "It is late.", False),
        Said("customer", "Hello?", False),
    )
    for method, path, body in (("GET", "", None), ("POST", "/messages", {"body": "x"})):
        answer = await customer.send(method, f"/tickets/{theirs['id']}{path}", json=body)
        assert answer.status_code == 404
        assert customer.problem(answer)


async def test_a_customer_closes_and_reopens_and_changes_nothing_else(customer: EntityDriver) -> None:
    path = f"/tickets/{(await create(customer))['id']}"
    assert good(await customer.send("PATCH", path, json={"status": "closed"}), 200)["status"] == "closed"
    assert good(await customer.send("PATCH", path, json={"status": "open"}), 200)["status"] == "open"
    for body in (
        {"status": "resolved"},
        {"subject": "Other"},
        {"channel": "web"},
        {"contactName": "Eve"},
        {"status": "closed", "priority": "urgent"},
    ):
        answer = await customer.send("PATCH", path, json=body)
        assert answer.status_code == 403
        assert customer.problem(answer)


@pytest.mark.parametrize("body", [{"status": "open"}, {"assignedTo": "00000000-0000-7000-8000-000000000001"}])
async def test_what_is_an_agents_to_say_is_refused(customer: EntityDriver, body: Json) -> None:
    answer = await customer.send("POST", "/tickets", json={"subject": "Order", **body})
    assert answer.status_code == 403
    note = await customer.send(
        "POST", f"/tickets/{(await create(customer))['id']}/messages", json={"body": "x", "isInternal": True}
    )
    assert note.status_code == 403


async def test_a_ticket_carries_a_tag_that_a_write_can_insist_on(agent: EntityDriver) -> None:
    path = f"/tickets/{(await create(agent))['id']}"
    tag = (await agent.send("GET", path)).headers["ETag"]
    assert (await agent.send("GET", path, headers={"If-None-Match": tag})).status_code == 304
    good(await agent.send("PATCH", path, json={"subject": "One"}, headers={"If-Match": tag}), 200)
    stale = await agent.send("PATCH", path, json={"subject": "Two"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert agent.problem(stale)


async def test_a_file_comes_with_a_message(agent: EntityDriver) -> None:
    path = f"/tickets/{(await create(agent))['id']}"
    file = {"name": "a.txt", "contentType": "text/plain", "contentBase64": "aGVsbG8="}
    said = good(await agent.send("POST", f"{path}/messages", json={"body": "See", "attachments": [file]}), 201)
    (shown,) = said["attachments"]
    assert (shown["name"], shown["contentType"], shown["size"]) == ("a.txt", "text/plain", 5)
    unknown = {"body": "See", "attachments": [{"id": "00000000-0000-7000-8000-000000000001"}]}
    assert (await agent.send("POST", f"{path}/messages", json=unknown)).status_code == 422
