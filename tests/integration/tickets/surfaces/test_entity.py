"""The entity surface: what every surface must do, and what is its own."""

from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.driver import good
from tests.integration.tickets.surfaces.entity import EntityDriver
from tests.integration.tickets.surfaces.suite import TalkingSuite


class TestEntity(TalkingSuite):
    driver_of = EntityDriver


@pytest.fixture
def driver(desk: Desk) -> EntityDriver:
    return EntityDriver(desk)


async def create(driver: EntityDriver, **body: Any) -> Json:
    return dict(good(await driver.send("POST", "/tickets", json={"subject": "Order", **body}), 201))


async def patch(driver: EntityDriver, ticket: Json, **body: Any) -> Json:
    return dict(good(await driver.send("PATCH", f"/tickets/{ticket['id']}", json=body), 200))


async def test_a_ticket_is_created_with_all_that_it_may_be_given(driver: EntityDriver) -> None:
    ada = await driver.admin.agent()
    kind = await driver.admin.post("/ticket-types", {"name": "Delivery"})
    body = {
        "subject": "Order 17",
        "description": "It is late.",
        "status": "resolved",
        "priority": "urgent",
        "channel": "phone",
        "contactEmail": "bob@example.com",
        "contactName": "Bob",
        "categoryId": kind["id"],
        "assignedTo": ada["id"],
    }
    ticket = await create(driver, **body)
    assert {name: ticket[name] for name in body} == body
    assert (ticket["resolvedAt"], ticket["closedAt"]) == (ticket["createdAt"], None)


@pytest.mark.parametrize("status", ["new", "open", "pending", "resolved", "closed"])
@pytest.mark.parametrize("channel", ["email", "web", "phone", "chat", "api"])
async def test_it_says_and_hears_its_own_words(driver: EntityDriver, status: str, channel: str) -> None:
    ticket = await create(driver, status=status, channel=channel)
    assert (ticket["status"], ticket["channel"]) == (status, channel)


async def test_one_patch_changes_only_what_it_is_given_and_null_takes_away(driver: EntityDriver) -> None:
    ada = await driver.admin.agent()
    ticket = await create(driver, description="It is late.", assignedTo=ada["id"])
    after = await patch(driver, ticket, description="It is very late.", channel="web", subject="Order 18")
    assert (after["description"], after["channel"], after["subject"]) == ("It is very late.", "web", "Order 18")
    assert (after["assignedTo"], after["status"], after["priority"]) == (ada["id"], "new", "normal")
    cleared = await patch(driver, ticket, description=None, assignedTo=None, categoryId=None)
    assert (cleared["description"], cleared["assignedTo"], cleared["subject"]) == (None, None, "Order 18")


async def test_a_conversation_stays_on_its_channel(driver: EntityDriver) -> None:
    ticket = await driver.admin.open(channel="telegram", chat_id=7)
    assert (await patch(driver, ticket, channel="chat"))["channel"] == "chat"
    assert (await driver.admin.get(f"/tickets/{ticket['id']}"))["version"] == 1
    answer = await driver.send("PATCH", f"/tickets/{ticket['id']}", json={"channel": "email"})
    assert answer.status_code == 422
    assert "channel" in driver.problem(answer)


async def test_a_change_of_channel_is_told(driver: EntityDriver) -> None:
    ticket = await create(driver)
    await patch(driver, ticket, channel="web")
    _, updated = await driver.desk.events(ticket, upto=2)
    assert updated.type == "ticket.updated"
    assert updated.data.model_dump(mode="json")["changes"] == {"channel": ["email", "web"]}


async def test_the_link_to_the_next_page_keeps_filters_and_entity(driver: EntityDriver) -> None:
    made = [(await create(driver, subject=f"Order {n}", priority="high"))["id"] for n in range(3)]
    await create(driver, priority="low")
    header = {"x-entity-id": str(driver.desk.tenant_id)}
    first = await driver.desk.ask("GET", "/tickets?priority=high&limit=2", headers=header)
    assert [ticket["id"] for ticket in first.json()] == [made[2], made[1]]
    second = await driver.follow(first.links["next"]["url"])
    assert [ticket["id"] for ticket in second.json()] == [made[0]]
    assert "next" not in second.links


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 501}, {"limit": "x"}, {"cursor": "no cursor"}])
async def test_a_bad_page_is_refused(driver: EntityDriver, query: Json) -> None:
    answer = await driver.send("GET", "/tickets", params=query)
    assert answer.status_code == 422
    assert next(iter(query)) in driver.problem(answer)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * 256}, "subject"),
        ({"status": "in_progress"}, "status"),
        ({"status": "waiting"}, "status"),
        ({"priority": "medium"}, "priority"),
        ({"channel": "telegram"}, "channel"),
        ({"description": ""}, "description"),
        ({"description": "\x00"}, "description"),
        ({"contactEmail": "nobody"}, "contactEmail"),
        ({"contactName": "a\nb"}, "contactName"),
        ({"categoryId": "1"}, "categoryId"),
        ({"categoryId": str(new_id())}, "categoryId"),
        ({"assignedTo": str(new_id())}, "assignedTo"),
        ({"subject": {"$gt": ""}}, "subject"),
    ],
)
async def test_a_wrong_field_is_named_in_the_surfaces_own_word(driver: EntityDriver, body: Json, named: str) -> None:
    subject = {} if body == {} or "subject" in body else {"subject": "Order"}
    answer = await driver.send("POST", "/tickets", json=subject | body)
    assert answer.status_code == 422
    assert driver.problem(answer).startswith(f"{named}: ")


async def test_the_entity_is_asked_for_in_query_then_header_then_body(driver: EntityDriver) -> None:
    mine, other = str(driver.desk.tenant_id), str(new_id())
    ask, body = driver.desk.ask, {"subject": "Order"}
    assert (await ask("POST", "/tickets", json=body)).status_code == 400
    assert (await ask("GET", "/tickets")).status_code == 400
    assert (await ask("POST", "/tickets", json=body | {"entityId": mine})).status_code == 201
    assert (await ask("POST", "/tickets", json=body, headers={"x-entity-id": mine})).status_code == 201
    for wrong in (other, "1", "", None, [mine], {"$gt": ""}):
        assert (await ask("POST", "/tickets", json=body | {"entityId": wrong})).status_code in {400, 403}
    over = await ask(
        "POST", "/tickets", json=body | {"entityId": other}, params={"entityId": mine}, headers={"x-entity-id": other}
    )
    assert over.status_code == 201
    refused = await ask("GET", "/tickets", params={"entityId": other}, headers={"x-entity-id": mine})
    assert refused.status_code == 403
    assert driver.problem(refused)
    twice = await ask("GET", "/tickets", params={"entityId": [mine, other]})
    assert twice.status_code == 403
    assert len(await driver.walk(limit=10)) == 3


async def test_another_tenants_ticket_is_not_there(driver: EntityDriver) -> None:
    theirs = EntityDriver(Desk(driver.desk.system))
    ticket = await create(theirs, description="Secret")
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"status": "closed"}),
        ("POST", "/messages", {"body": "Hello"}),
    ):
        answer = await driver.send(method, f"/tickets/{ticket['id']}{path}", json=body)
        unknown = await driver.send(method, f"/tickets/{new_id()}{path}", json=body)
        assert (answer.status_code, answer.json()) == (unknown.status_code, unknown.json())
        assert answer.status_code == 404
    ada = await theirs.admin.agent()
    mine = await create(driver)
    assert (await driver.send("PATCH", f"/tickets/{mine['id']}", json={"assignedTo": ada["id"]})).status_code == 422
    assert await driver.walk(limit=10) == [UUID(mine["id"])]
