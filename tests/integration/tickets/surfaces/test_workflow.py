"""The workflow surface does what every surface must, and what is its own."""

from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.suite import TalkingSuite
from tests.integration.tickets.surfaces.workflow import WorkflowDriver, contact
from tests.integration.tickets.surfaces.workflow_tables import SHOWN


class TestWorkflow(TalkingSuite):
    driver_of = WorkflowDriver


@pytest.fixture
def workflow(desk: Desk) -> Desk:
    return desk.on(Surface.WORKFLOW)


async def opened(desk: Desk, **body: Any) -> Json:
    return await desk.post("/tickets", {"subject": "Order", "contactId": (await contact(desk))["id"], **body})


def refused(answer: Any, *, status: int, code: str, fields: list[str] | None = None) -> None:
    """Hold an answer to the surface's form of an error."""
    assert answer.status_code == status, answer.text
    error = answer.json().pop("error")
    assert answer.json().keys() == {"error"}
    assert error["message"]
    assert (error["code"], [detail["field"] for detail in error.get("details", [])]) == (code, fields or [])


async def test_a_ticket_may_be_placed_when_it_is_opened_and_stays_new(workflow: Desk) -> None:
    ada = await workflow.on(Surface.MESSENGER).agent()
    ticket = await opened(workflow, assigneeId=ada["id"], teamId=None)
    assert (ticket["assignee"], ticket["status"]) == ({"id": ada["id"], "name": "Ada"}, "new")
    assert (ticket["description"], (await workflow.get(f"/tickets/{ticket['id']}"))["messages"]) == (None, [])


async def test_a_patch_changes_all_that_is_given_and_nothing_else(workflow: Desk) -> None:
    admin = workflow.on(Surface.MESSENGER)
    ada, crew, owner = await admin.agent(), await admin.post("/teams", {"name": "Crew"}), await contact(workflow, "Bob")
    plan = await admin.post("/custom-fields", {"name": "Plan", "type": "text"})
    ticket = await opened(workflow, description="First", tags=["late"])
    path = f"/tickets/{ticket['id']}"
    changes = {
        "subject": "Order 17",
        "description": "Second",
        "status": "resolved",
        "priority": "urgent",
        "tags": ["order", "order"],
        "contactId": owner["id"],
        "teamId": crew["id"],
        "assigneeId": ada["id"],
        "customFields": [{"id": plan["id"], "value": "Pro"}],
    }
    changed = await workflow.patch(path, changes)
    assert set(changed) == SHOWN
    plain = {name: changed[name] for name in ("subject", "description", "status", "priority", "customFields", "tags")}
    assert plain == {name: changes[name] for name in plain} | {"tags": ["order"]}
    assert [changed[name]["id"] for name in ("contact", "team", "assignee")] == [owner["id"], crew["id"], ada["id"]]
    assert changed["contact"]["name"] == "Bob"
    assert [message["body"] for message in (await workflow.get(path))["messages"]] == ["Second"]
    cleared = await workflow.patch(path, {"description": None, "teamId": None, "assigneeId": None, "tags": []})
    assert [cleared[name] for name in ("description", "team", "assignee", "tags")] == [None, None, None, []]
    assert {name: cleared[name] for name in ("subject", "status", "contact")} == {
        name: changed[name] for name in ("subject", "status", "contact")
    }
    assert await workflow.patch(path, {"colour": "red"}) == cleared


async def test_an_assignment_names_either_or_both(workflow: Desk) -> None:
    admin = workflow.on(Surface.MESSENGER)
    ada, crew = await admin.agent(), await admin.post("/teams", {"name": "Crew"})
    ticket = await opened(workflow)
    path = f"/tickets/{ticket['id']}/assign"
    one = await workflow.post(path, {"teamId": crew["id"]}, status=200)
    assert (one["team"], one["assignee"], one["status"]) == ({"id": crew["id"], "name": "Crew"}, None, "new")
    two = await workflow.post(path, {"assigneeId": ada["id"]}, status=200)
    assert (two["team"], two["assignee"]["name"], two["status"]) == (one["team"], "Ada", "in_progress")
    none = await workflow.post(path, {"assigneeId": None, "teamId": None}, status=200)
    assert (none["team"], none["assignee"], none["status"]) == (None, None, "in_progress")
    refused(await workflow.ask("POST", path, json={}), status=422, code="validation_error", fields=["assigneeId"])


@pytest.mark.parametrize("request_", [{}, {"json": {}}, {"json": {"resolution": None}}, {"json": None}])
async def test_a_close_needs_no_body_and_says_nothing_new_then(workflow: Desk, request_: Json) -> None:
    ticket = await opened(workflow)
    answer = await workflow.ask("POST", f"/tickets/{ticket['id']}/close", **request_)
    assert (answer.status_code, answer.json()["status"], answer.json()["resolution"]) == (200, "closed", None)


async def test_a_reply_carries_files(workflow: Desk) -> None:
    ticket = await opened(workflow)
    path = f"/tickets/{ticket['id']}"
    brought = {"name": "log.txt", "contentType": "text/plain", "contentBase64": "aGVsbG8="}
    said = await workflow.post(f"{path}/reply", {"body": "See the log", "attachments": [brought]})
    (file,) = said["attachments"]
    assert (file["name"], file["contentType"], file["size"]) == ("log.txt", "text/plain", 5)
    assert set(file) == {"id", "name", "contentType", "size", "url"}
    again = await workflow.post(f"{path}/reply", {"body": "Again", "attachments": [{"id": file["id"]}]})
    assert again["attachments"] == [file]
    assert (await workflow.get(path))["messages"][0]["attachments"] == [file]
    other = await opened(workflow)
    for wrong, field in (
        ({"id": str(new_id())}, "attachments.0.id"),
        ({"id": "log"}, "attachments.0.id"),
        ({**brought, "contentType": "log"}, "attachments.0.contentType"),
        ({**brought, "contentBase64": "?"}, "attachments.0.contentBase64"),
    ):
        refusal = await workflow.ask("POST", f"{path}/reply", json={"body": "x", "attachments": [wrong]})
        refused(refusal, status=422, code="validation_error", fields=[field])
    used = await workflow.ask("POST", f"/tickets/{other['id']}/reply", json={"body": "x", "attachments": [file]})
    refused(used, status=422, code="validation_error", fields=["attachments.0"])
    stolen = {"body": "x", "attachments": [{"id": file["id"]}]}
    refused(
        await workflow.ask("POST", f"/tickets/{other['id']}/reply", json=stolen),
        status=422,
        code="validation_error",
        fields=["attachments.0.id"],
    )


async def test_what_is_closed_is_not_closed_again_and_what_is_open_not_reopened(workflow: Desk) -> None:
    ticket = await opened(workflow)
    path = f"/tickets/{ticket['id']}"
    refused(await workflow.ask("POST", f"{path}/reopen"), status=400, code="not_closed")
    await workflow.post(f"{path}/close", {}, status=200)
    again = await workflow.ask("POST", f"{path}/close", json={"resolution": "Twice"})
    refused(again, status=400, code="already_closed")
    assert (await workflow.patch(path, {"status": "closed"}))["resolution"] is None
    assert await workflow.told_so_far(ticket) == 4
    for status in ("closed", "resolved"):
        await workflow.patch(path, {"status": status})
        assert (await workflow.post(f"{path}/reopen", {}, status=200))["status"] == "in_progress"


@pytest.mark.parametrize(
    ("method", "path", "body", "fields"),
    [
        ("POST", "/tickets", {}, ["subject", "contactId"]),
        ("POST", "/tickets", {"subject": " ", "contactId": "acme", "priority": "normal"},
         ["subject", "contactId", "priority"]),
        ("POST", "/tickets", {"subject": "a\u0000b", "contactId": str(new_id())}, ["subject"]),
        ("POST", "/tickets", {"subject": "x", "contactId": str(new_id()), "tags": ["x", ""]}, ["tags.1"]),
        ("PATCH", "/tickets/{id}", {"subject": None, "status": "pending", "tags": None}, ["subject", "status", "tags"]),
        ("PATCH", "/tickets/{id}", {"status": "open"}, ["status"]),
        ("PATCH", "/tickets/{id}", {"description": ""}, ["description"]),
        ("PATCH", "/tickets/{id}", {"customFields": [{"id": "plan", "value": 1}]}, ["customFields.0.id"]),
        ("PATCH", "/tickets/{id}", {"customFields": [{"id": str(new_id()), "value": 1}]}, ["customFields.0.id"]),
        ("POST", "/tickets/{id}/reply", {"internal": "no"}, ["body", "internal"]),
        ("POST", "/tickets/{id}/close", {"resolution": ""}, ["resolution"]),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named_in_the_surfaces_words(
    workflow: Desk, method: str, path: str, body: Json, fields: list[str]
) -> None:
    ticket = await opened(workflow)
    answer = await workflow.ask(method, path.format(id=ticket["id"]), json=body)
    refused(answer, status=422, code="validation_error", fields=fields)
    assert len((await workflow.stored())["tickets"]) == 1


async def test_what_this_surface_does_not_have_is_refused_in_its_form(workflow: Desk) -> None:
    ticket = await opened(workflow)
    for method, path in (("DELETE", f"/tickets/{ticket['id']}"), ("PUT", "/teams"), ("POST", "/teams")):
        refused(await workflow.ask(method, path), status=405, code="method_not_allowed")
    for path in ("/agents", "/ticket-types", f"/tickets/{ticket['id']}/messages"):
        refused(await workflow.ask("GET", path), status=404, code="not_found")


async def test_teams_are_all_shown_at_once(workflow: Desk) -> None:
    admin = workflow.on(Surface.MESSENGER)
    made = [(await admin.post("/teams", {"name": f"Team {number}"}))["id"] for number in range(3)]
    assert [team["id"] for team in await workflow.get("/teams")] == made
    assert await Desk(workflow.system).on(Surface.WORKFLOW).get("/teams") == []
    assert UUID(made[0]).version == 7
