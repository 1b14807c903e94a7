"""Nobody becomes a contact for the sake of a ticket, or of a change to one, that is refused."""

from typing import Any

import pytest

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk

EVE = {"requesterEmail": "eve@example.com"}


async def put(desk: Desk, path: str, *, headers: dict[str, str] | None = None, **fields: Any) -> int:
    body = {"ticket": {**EVE, **fields}}
    answer = await desk.on(Surface.ENVELOPE).ask("PUT", path, json=body, headers=headers or {})
    return answer.status_code


@pytest.mark.parametrize(
    "field", [{"assigneeId": str(new_id())}, {"customFields": [{"id": str(new_id()), "value": "x"}]}]
)
async def test_a_dangling_id_makes_no_contact(desk: Desk, field: dict[str, Any]) -> None:
    ticket = await desk.open()
    body = {"ticket": {"subject": "Order", **EVE, **field}}
    assert (await desk.on(Surface.ENVELOPE).ask("POST", "/tickets", json=body)).status_code == 422
    assert await put(desk, f"/tickets/{ticket['id']}", **field) == 422
    assert (await desk.get("/contacts"))["contacts"] == []


async def test_a_helpdesk_that_is_off_makes_no_contact(desk: Desk) -> None:
    await desk.put("/settings", {"helpdesk_enabled": False})
    body = {"ticket": {"subject": "Order", **EVE}}
    assert (await desk.on(Surface.ENVELOPE).ask("POST", "/tickets", json=body)).status_code == 403
    assert (await desk.get("/contacts"))["contacts"] == []


async def test_a_ticket_that_is_not_there_or_no_longer_the_same_makes_no_contact(desk: Desk) -> None:
    ticket = await desk.open()
    assert await put(desk, f"/tickets/{new_id()}") == 404
    assert await put(desk, f"/tickets/{ticket['id']}", headers={"If-Match": '"99"'}) == 412
    assert (await desk.get("/contacts"))["contacts"] == []
    assert await put(desk, f"/tickets/{ticket['id']}") == 200
    assert [contact["email"] for contact in (await desk.get("/contacts"))["contacts"]] == [EVE["requesterEmail"]]
