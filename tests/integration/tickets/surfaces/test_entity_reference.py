"""The entity reference's own requests, verbatim but for the ids, and the shapes that it shows for the answers."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.entity import EntityDriver

ENTITY_ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
TICKET = """{
"id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
"entityId": "156e622c-6cdf-4c27-9bc9-2f2db69919f5",
"ticketNumber": "string",
"subject": "string",
"description": "string",
"status": "new",
"priority": "low",
"channel": "email",
"contactEmail": "string",
"contactName": "string",
"categoryId": "337f5e5d-288b-40d5-be14-901cc3acacc0",
"createdBy": "25a02396-1048-48f9-bf93-102d2fb7895e",
"assignedTo": "7869c1a9-a680-4086-b6f5-9e78a651f6f2",
"createdAt": "2019-08-24T14:15:22Z",
"updatedAt": "2019-08-24T14:15:22Z",
"firstResponseAt": "2019-08-24T14:15:22Z",
"resolvedAt": "2019-08-24T14:15:22Z",
"closedAt": "2019-08-24T14:15:22Z"
}"""
MESSAGE = """{
"id": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
"ticketId": "e3e3e8ea-b02a-4536-85a2-a9c90f4ee74f",
"authorType": "system",
"authorId": "ee6f7132-bd0a-4fcd-83b3-a8022377067b",
"authorName": "string",
"body": "string",
"isInternal": true,
"createdAt": "2019-08-24T14:15:22Z"
}"""
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def driver(desk: Desk) -> EntityDriver:
    return EntityDriver(desk)


async def ask(driver: EntityDriver, method: str, address: str, data: str | None = None) -> httpx.Response:
    """The reference's request with this tenant's id in the place of its entity's."""
    path = address.replace(f"entityId={ENTITY_ID}", f"entityId={driver.desk.tenant_id}").removeprefix("/api/helpdesk")
    return await driver.desk.ask(method, path, content=data, headers=JSON if data else {})


async def create(driver: EntityDriver) -> Json:
    answer = await ask(driver, "POST", f"/api/helpdesk/tickets?entityId={ENTITY_ID}", '{\n    "subject": "string"\n  }')
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def of_shape(shown: Any, example: Any) -> None:
    """Every field of the example is there and of its kind, or null; times and ids read as such."""
    assert isinstance(shown, dict)
    for name, value in json.loads(example).items():
        assert name in shown
        if shown[name] is None:
            continue
        assert type(shown[name]) is type(value), name
        if name.endswith("At"):
            assert datetime.fromisoformat(shown[name]).tzinfo is not None
        elif name == "id" or name.endswith("Id"):
            UUID(shown[name])


async def test_create_ticket(driver: EntityDriver) -> None:
    ticket = await create(driver)
    of_shape(ticket, TICKET)
    assert set(ticket) == set(json.loads(TICKET))
    assert ticket["entityId"] == str(driver.desk.tenant_id)
    said = {name: ticket[name] for name in ("subject", "description", "status", "priority", "channel")}
    assert said == {
        "subject": "string",
        "description": None,
        "status": "new",
        "priority": "normal",
        "channel": "email",
    }
    assert ticket["ticketNumber"] == f"HD-{ticket['createdAt'][:4]}-0001"


async def test_list_tickets(driver: EntityDriver) -> None:
    ticket = await create(driver)
    answer = await ask(driver, "GET", f"/api/helpdesk/tickets?entityId={ENTITY_ID}")
    assert (answer.status_code, answer.json()) == (200, [ticket])
    assert "Link" not in answer.headers


async def test_get_ticket_with_messages(driver: EntityDriver) -> None:
    ticket = await create(driver)
    await driver.reply(UUID(ticket["id"]), "string", internal=True)
    answer = await ask(driver, "GET", f"/api/helpdesk/tickets/{ticket['id']}?entityId={ENTITY_ID}")
    assert answer.status_code == 200
    of_shape(answer.json(), TICKET)
    (message,) = answer.json()["messages"]
    of_shape(message, MESSAGE)
    assert message["ticketId"] == ticket["id"]


async def test_update_ticket(driver: EntityDriver) -> None:
    ticket = await create(driver)
    answer = await ask(driver, "PATCH", f"/api/helpdesk/tickets/{ticket['id']}?entityId={ENTITY_ID}", "{}")
    assert (answer.status_code, answer.json()) == (200, ticket)


async def test_add_message_to_ticket(driver: EntityDriver) -> None:
    ticket = await create(driver)
    address = f"/api/helpdesk/tickets/{ticket['id']}/messages?entityId={ENTITY_ID}"
    answer = await ask(driver, "POST", address, '{\n    "body": "string"\n  }')
    assert answer.status_code == 201
    of_shape(answer.json(), MESSAGE)
    said = {name: answer.json()[name] for name in ("body", "isInternal", "authorType", "authorName")}
    assert said == {"body": "string", "isInternal": False, "authorType": "agent", "authorName": "A key"}


@pytest.mark.parametrize("path", ["", "/{id}"])
@pytest.mark.parametrize("other", ["close", "reply", "assign", "reopen", "status", "history"])
async def test_it_has_these_routes_and_no_other(driver: EntityDriver, path: str, other: str) -> None:
    ticket = await create(driver)
    for method in ("GET", "POST"):
        answer = await driver.send(method, f"/tickets{path.format(id=ticket['id'])}/{other}", json={})
        assert answer.status_code == (405 if path == "" and method == "POST" else 404)
        assert driver.problem(answer)


async def test_what_the_messenger_surface_opened_is_the_same_ticket(driver: EntityDriver) -> None:
    opened = await driver.admin.open(channel="telegram", chat_id=7, text="Where is it?", first_name="Bob")
    answer = await driver.send("GET", f"/tickets/{opened['id']}")
    assert (answer.json()["channel"], answer.json()["description"]) == ("chat", "Where is it?")
    made = await create(driver)
    seen = await driver.desk.on(Surface.MESSENGER).get(f"/tickets/{made['id']}")
    assert (seen["channel"], seen["text"], seen["number"]) == ("email", None, 2)
