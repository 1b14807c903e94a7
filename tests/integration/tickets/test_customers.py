"""A ticket's customer and its custom fields; and what a customer's own key reaches."""

from uuid import UUID

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json, error_form


async def contact(desk: Desk, name: str = "Bob", email: str = "bob@example.com") -> Json:
    return await desk.post("/contacts", {"name": name, "email": email})


def as_contact(desk: Desk, known: Json) -> Desk:
    return desk.as_customer(UUID(known["id"]))


async def test_a_ticket_belongs_to_the_contact_that_is_named(desk: Desk) -> None:
    bob = await contact(desk)
    ticket = await desk.open(contact_id=bob["id"])
    assert ticket["contact_id"] == bob["id"]
    assert [one["id"] for one in (await desk.get("/tickets", contact_id=bob["id"]))["tickets"]] == [ticket["id"]]
    answer = await desk.ask("POST", "/tickets", json={"text": "x", "contact_id": str(new_id())})
    error_form(answer, status=422, code="validation_error")
    assert answer.json()["error"]["details"][0]["field"] == "contact_id"


async def test_an_external_id_is_unique_and_finds_its_ticket(desk: Desk) -> None:
    ticket = await desk.open(external_id="order-42")
    assert ticket["external_id"] == "order-42"
    assert [one["id"] for one in (await desk.get("/tickets", external_id="order-42"))["tickets"]] == [ticket["id"]]
    again = await desk.ask("POST", "/tickets", json={"text": "x", "external_id": "order-42"})
    error_form(again, status=409, code="external_id_taken")
    assert (await Desk(desk.system).open(external_id="order-42"))["external_id"] == "order-42"


async def test_custom_fields_are_checked_kept_merged_and_taken_away(desk: Desk) -> None:
    plan = await desk.post("/custom-fields", {"name": "Plan", "type": "select", "options": ["Free", "Pro"]})
    seats = await desk.post("/custom-fields", {"name": "Seats", "type": "number"})
    ticket = await desk.open(custom_fields=[{"id": plan["id"], "value": "Pro"}])
    assert ticket["custom_fields"] == [{"id": plan["id"], "value": "Pro"}]
    path = f"/tickets/{ticket['id']}"
    after = await desk.patch(path, {"custom_fields": [{"id": seats["id"], "value": 3}]})
    assert after["custom_fields"] == [{"id": plan["id"], "value": "Pro"}, {"id": seats["id"], "value": 3}]
    less = await desk.patch(path, {"custom_fields": [{"id": plan["id"], "value": None}]})
    assert less["custom_fields"] == [{"id": seats["id"], "value": 3}]
    for wrong, field in (
        ({"id": plan["id"], "value": "Gold"}, "custom_fields.0.value"),
        ({"id": str(new_id()), "value": 1}, "custom_fields.0.id"),
    ):
        answer = await desk.ask("PATCH", path, json={"custom_fields": [wrong]})
        error_form(answer, status=422, code="validation_error")
        assert answer.json()["error"]["details"][0]["field"] == field
    assert (await desk.get(path))["custom_fields"] == less["custom_fields"]
    assert (await desk.ask("DELETE", f"/custom-fields/{seats['id']}")).status_code == 409


async def test_a_required_field_must_have_a_value_when_a_ticket_is_opened(desk: Desk) -> None:
    plan = await desk.post("/custom-fields", {"name": "Plan", "type": "text", "required": True})
    answer = await desk.ask("POST", "/tickets", json={"text": "x"})
    error_form(answer, status=422, code="validation_error")
    assert "Plan" in answer.text
    assert (await desk.open(custom_fields=[{"id": plan["id"], "value": "Pro"}]))["custom_fields"]


async def test_a_customer_opens_reads_answers_closes_and_reopens_their_own(desk: Desk) -> None:
    bob = as_contact(desk, await contact(desk))
    ticket = await bob.open(text="It is late")
    path = f"/tickets/{ticket['id']}"
    assert ticket["contact_id"] == str(bob.contact_id)
    await desk.post(f"{path}/reply", {"text": "Ask the depot", "internal": True})
    await desk.post(f"{path}/reply", {"text": "On its way"})
    said = await bob.post(f"{path}/reply", {"text": "Thanks"})
    assert (said["author_type"], said["author_id"], said["author_name"]) == ("customer", str(bob.contact_id), "Bob")
    read = await bob.get(path)
    assert [message["text"] for message in read["messages"]] == ["It is late", "On its way", "Thanks"]
    assert (await bob.patch(f"{path}/status", {"status": "closed"}))["status"] == "closed"
    assert (await bob.patch(path, {"status": "in_progress"}))["status"] == "in_progress"


async def test_a_customer_sees_nothing_of_anybody_elses(desk: Desk) -> None:
    bob = as_contact(desk, await contact(desk))
    eve = as_contact(desk, await contact(desk, "Eve", "eve@example.com"))
    ticket = await bob.open()
    await desk.open()
    assert [one["id"] for one in (await bob.get("/tickets"))["tickets"]] == [ticket["id"]]
    assert (await eve.get("/tickets"))["tickets"] == []
    assert (await eve.get("/tickets", contact_id=str(bob.contact_id)))["tickets"] == []
    for method, path in (("GET", ""), ("POST", "/reply"), ("PATCH", "/status")):
        body = {"text": "x", "status": "closed"}
        answer = await eve.ask(method, f"/tickets/{ticket['id']}{path}", **({"json": body} if method != "GET" else {}))
        error_form(answer, status=404, code="not_found")
    stolen = await eve.ask("POST", "/tickets", json={"text": "x", "contact_id": str(bob.contact_id)})
    error_form(stolen, status=403, code="missing_role")


@pytest.mark.parametrize(
    ("setting", "method", "path", "code"),
    [
        ("helpdesk_allow_create", "POST", "/tickets", "create_disabled"),
        ("helpdesk_allow_view", "GET", "/tickets", "view_disabled"),
        ("helpdesk_allow_view", "GET", "/tickets/{id}", "view_disabled"),
    ],
)
async def test_a_tenant_can_turn_customers_tickets_off(
    desk: Desk, setting: str, method: str, path: str, code: str
) -> None:
    bob = as_contact(desk, await contact(desk))
    ticket = await bob.open()
    await desk.put("/settings", {setting: False})
    request: Json = {"json": {"text": "x"}} if method == "POST" else {}
    answer = await bob.ask(method, path.replace("{id}", ticket["id"]), **request)
    error_form(answer, status=403, code=code)
    assert (await desk.get(f"/tickets/{ticket['id']}"))["id"] == ticket["id"]
