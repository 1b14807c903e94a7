"""What the envelope surface takes for each field of a ticket, and what it refuses, by name."""

import asyncio
from typing import Any

import pytest

from shared.dialects.envelope import TICKET, id_into
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver
from tests.support.unknown import UNKNOWN_ID

TAGS = [f"{number:02}{'x' * 62}" for number in range(20)]


@pytest.fixture
def envelope(desk: Desk) -> EnvelopeDriver:
    return EnvelopeDriver(desk)


FIELD = {"id": UNKNOWN_ID, "value": 1}
VALUES: dict[str, list[Any]] = {
    "subject": [None, "", "   ", 7, "x" * 256, "a\nb", "a\x00b"],
    "status": ["in_progress", "waiting", "NEW", "", None, 7, ["new"]],
    "priority": ["medium", "URGENT", None, 1],
    "type": ["bug", None, 1],
    "requesterEmail": ["", "nobody", "a@b@c", 7, "a\x00@b.c"],
    "requesterName": ["", 7, "x" * 256, "a\x07b"],
    "assigneeId": ["", "ada", 7, {}, "usr_1", UNKNOWN_ID],
    "tags": [None, "vip", {}, [*TAGS, "one more"]],
    "customFields": [None, {}, "x", [FIELD] * 51],
}
WITHIN: list[tuple[Json, str]] = [
    *(({"tags": [value]}, "tags.0") for value in [None, 7, "", "x" * 65, "a\tb"]),
    *(({"customFields": [FIELD | {"id": value}]}, "customFields.0.id") for value in ["cf_abc", 7, None, FIELD["id"]]),
    ({"customFields": [{"id": FIELD["id"]}]}, "customFields.0.value"),
    ({"customFields": ["x"]}, "customFields.0"),
]
WRONG = [*(({name: value}, name) for name, values in VALUES.items() for value in values), *WITHIN]


@pytest.mark.parametrize(("given", "field"), WRONG, ids=lambda value: str(value)[:40])
async def test_a_wrong_field_is_named_and_leaves_nothing_behind(
    desk: Desk, envelope: EnvelopeDriver, given: Json, field: str
) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    before = await desk.stored()
    for method, path in (("POST", "/tickets"), ("PUT", f"/tickets/{ticket['id']}")):
        answer = await envelope.send(method, path, json={"ticket": {"subject": "x", **given}})
        assert answer.status_code == 422, answer.text
        error = answer.json()["error"]
        assert set(error) == {"code", "message", "details"}
        assert error["code"] == "VALIDATION_ERROR"
        assert [detail["field"] for detail in error["details"]] == [f"ticket.{field}"]
        assert all(set(detail) == {"field", "message"} and detail["message"] for detail in error["details"])
    assert await desk.stored() == before


async def test_what_just_fits_is_taken(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": f" {'x' * 255} ", "tags": [*TAGS, TAGS[0]][:20], "requesterName": "J"})
    assert (ticket["subject"], ticket["tags"]) == ("x" * 255, TAGS)
    again = await envelope.put(ticket["id"], {"tags": ["b", "a", "b"]})
    assert again["tags"] == ["b", "a"]


async def test_what_is_unknown_is_ignored(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "x", "id": "tkt_mine", "createdAt": "never", "text": "ignored"})
    assert ticket["id"] != "tkt_mine"
    assert await envelope.put(ticket["id"], {"updatedAt": "never", "assignee_id": "x"}) == ticket


@pytest.mark.parametrize("status", ["new", "open", "pending", "resolved", "closed"])
async def test_a_ticket_begins_with_the_status_that_it_was_given(
    desk: Desk, envelope: EnvelopeDriver, status: str
) -> None:
    ada = (await desk.agent())["id"]
    ticket = await envelope.post({"subject": "Cannot log in", "status": status, "assigneeId": ada})
    assert ticket["status"] == status
    known = await desk.get(f"/tickets/{id_into(TICKET, ticket['id'])}")
    assert (known["closed_at"] is not None) == (status == "closed")
    assert (known["resolved_at"] is not None) == (status in {"resolved", "closed"})
    assert await envelope.put(ticket["id"], {"status": status}) == ticket


async def test_assigning_starts_work_unless_a_status_is_given_too(desk: Desk, envelope: EnvelopeDriver) -> None:
    ada = (await desk.agent())["id"]
    one, other = [await envelope.post({"subject": "Cannot log in"}) for _ in range(2)]
    assert (await envelope.put(one["id"], {"assigneeId": ada}))["status"] == "open"
    assert (await envelope.put(other["id"], {"assigneeId": ada, "status": "new"}))["status"] == "new"
    assert (await envelope.put(one["id"], {"assigneeId": None}))["assigneeId"] is None


async def test_nothing_provided_changes_nothing(desk: Desk, envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    assert await envelope.put(ticket["id"], {}) == ticket
    assert await desk.told_so_far({"id": str(id_into(TICKET, ticket["id"]))}) == 1


async def test_the_requester_is_a_contact_and_can_be_another(desk: Desk, envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "x", "requesterEmail": "jane@example.com", "requesterName": "Jane Doe"})
    (jane,) = (await desk.get("/contacts"))["contacts"]
    assert (jane["name"], jane["email"]) == ("Jane Doe", "jane@example.com")
    after = await envelope.put(ticket["id"], {"requesterEmail": "joe@example.com", "requesterName": "Joe"})
    assert (after["requesterEmail"], after["requesterName"]) == ("joe@example.com", "Joe")
    assert len((await desk.get("/contacts"))["contacts"]) == 2
    assert (await envelope.put(ticket["id"], {"requesterEmail": None}))["requesterEmail"] is None


async def test_custom_fields_are_typed_kept_and_taken_away(desk: Desk, envelope: EnvelopeDriver) -> None:
    values: dict[str, Any] = {"text": "Enterprise", "number": 3, "boolean": True}
    ids = [(await desk.post("/custom-fields", {"name": kind, "type": kind}))["id"] for kind in values]
    given = [
        {"id": f"cf_{one.replace('-', '')}", "value": value} for one, value in zip(ids, values.values(), strict=True)
    ]
    ticket = await envelope.post({"subject": "x", "customFields": given})
    assert ticket["customFields"] == given
    less = await envelope.put(ticket["id"], {"customFields": [{"id": ids[0], "value": None}]})
    assert less["customFields"] == given[1:]
    wrong = {"ticket": {"customFields": [given[2], {"id": ids[1], "value": "three"}]}}
    answer = await envelope.send("PUT", f"/tickets/{ticket['id']}", json=wrong)
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["ticket.customFields.1.value"]


async def test_changes_at_once_all_hold(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    wanted = {"status": "pending", "priority": "urgent", "type": "task", "tags": ["vip"], "subject": "x"}
    await asyncio.gather(*(envelope.put(ticket["id"], {name: value}) for name, value in wanted.items()))
    read = (await envelope.first())["tickets"][0]
    assert {name: read[name] for name in wanted} == wanted


@pytest.mark.parametrize("path", ["/tickets/x/reply", "/agents", "/messages", "/stats", ""])
async def test_what_the_surface_does_not_have_is_not_found(envelope: EnvelopeDriver, path: str) -> None:
    answer = await envelope.send("GET", path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_a_ticket_is_not_patched(envelope: EnvelopeDriver) -> None:
    ticket = await envelope.post({"subject": "Cannot log in"})
    answer = await envelope.send("PATCH", f"/tickets/{ticket['id']}", json={"ticket": {}})
    assert answer.status_code == 405
    assert envelope.problem(answer)
