"""The reference's own requests to the workflow surface, word for word, and the shapes that they are answered with."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from services.tickets.domain.contact import Contact
from services.tickets.domain.directory import Agent, Assignment, Team
from services.tickets.store.agents import MongoAgents
from services.tickets.store.contacts import MongoContacts
from services.tickets.store.teams import MongoTeams
from shared.clock import utc_now
from shared.events.ticket import Ref
from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.decisions import deadlines
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.workflow_tables import LISTED, MESSAGE, SHOWN

CREATE: Json = {
    "subject": "Cannot download purchased module",
    "description": "After purchase the download link returns a 403 error.",
    "contactId": "018e1234-abcd-7000-8000-000000000001",
    "priority": "medium",
    "teamId": "018e3333-dddd-7000-8000-000000000001",
    "tags": ["download", "license"],
}
ASSIGN = {"assigneeId": "018ecccc-abcd-7000-8000-000000000001", "teamId": "018e3333-dddd-7000-8000-000000000001"}
REPLY = {
    "body": "We've identified the issue. Please clear your browser cache and try again.",
    "internal": False,
    "attachments": [],
}
CLOSE = {"resolution": "Customer confirmed issue resolved after clearing cache."}
ACME = {"id": CREATE["contactId"], "name": "Acme Corp", "email": "acme@example.com"}
SARAH = {"id": ASSIGN["assigneeId"], "name": "Sarah Agent"}
SUPPORT = {"id": ASSIGN["teamId"], "name": "Technical Support"}


@pytest_asyncio.fixture
async def workflow(desk: Desk) -> AsyncIterator[Desk]:
    """A desk in which the reference's customer, agent and team have the ids that they have there."""
    database, now = desk.system.database, utc_now()
    contact, agent, team = (UUID(row["id"]) for row in (ACME, SARAH, SUPPORT))
    await MongoContacts(database).add(
        Contact(contact, desk.tenant_id, ACME["name"], ACME["email"], None, None, now, now)
    )
    await MongoAgents(database).add(
        Agent(agent, desk.tenant_id, SARAH["name"], "sarah@example.com", active=True, created_at=now, updated_at=now)
    )
    await MongoTeams(database).add(
        Team(team, desk.tenant_id, SUPPORT["name"], (agent,), Assignment.MANUAL, created_at=now, updated_at=now)
    )
    yield desk.on(Surface.WORKFLOW)
    for name in ("contacts", "agents", "teams"):
        await database[name].delete_many({"tenant_id": desk.tenant_id})


async def test_create(workflow: Desk) -> None:
    ticket = await workflow.post("/tickets", CREATE)
    assert set(ticket) == SHOWN
    assert ticket["ticketNumber"] == f"HD-{utc_now().year}-0001"
    assert (ticket["subject"], ticket["description"]) == (CREATE["subject"], CREATE["description"])
    assert (ticket["status"], ticket["priority"], ticket["tags"]) == ("new", "medium", ["download", "license"])
    assert (ticket["contact"], ticket["team"], ticket["assignee"]) == (ACME, SUPPORT, None)
    assert (ticket["sla"], ticket["resolution"], ticket["customFields"]) == (None, None, [])
    assert ticket["createdAt"] == ticket["updatedAt"]
    assert ticket["createdAt"].endswith("Z")
    stored = await workflow.on(Surface.MESSENGER).get(f"/tickets/{ticket['id']}")
    assert (stored["channel"], stored["priority"], stored["kind"]) == ("api", "normal", "question")


async def test_list(workflow: Desk) -> None:
    team_id = CREATE["teamId"]
    made = await workflow.post("/tickets", {**CREATE, "priority": "high"})
    await workflow.post("/tickets", {**CREATE, "priority": "low"})
    asked = f"/tickets?status=new&priority=high&teamId={team_id}&page=1&limit=20"
    page = (await workflow.ask("GET", asked)).json()
    assert page["meta"] == {"total": 1, "page": 1, "limit": 20, "totalPages": 1}
    assert page["data"] == [{name: made[name] for name in LISTED}]


async def test_the_life_of_a_ticket(workflow: Desk) -> None:
    ticket = await workflow.post("/tickets", CREATE)
    path = f"/tickets/{ticket['id']}"
    assigned = await workflow.post(f"{path}/assign", ASSIGN, status=200)
    assert (assigned["assignee"], assigned["team"], assigned["status"]) == (SARAH, SUPPORT, "in_progress")
    reply = await workflow.as_agent(UUID(SARAH["id"]), name=SARAH["name"]).post(f"{path}/reply", REPLY)
    assert set(reply) == MESSAGE
    assert (reply["authorType"], reply["authorName"], reply["body"]) == ("agent", SARAH["name"], REPLY["body"])
    assert (reply["internal"], reply["attachments"]) == (False, [])
    note = await workflow.post(f"{path}/reply", {**REPLY, "internal": True})
    closed = await workflow.post(f"{path}/close", CLOSE, status=200)
    assert (closed["status"], closed["resolution"]) == ("closed", CLOSE["resolution"])
    reopened = await workflow.post(f"{path}/reopen", {}, status=200)
    assert (reopened["status"], reopened["resolution"]) == ("in_progress", CLOSE["resolution"])
    read = await workflow.get(path)
    assert set(read) == SHOWN | {"messages"}
    opening, *rest = read.pop("messages")
    assert read == reopened
    assert rest == [reply, note]
    assert (opening["authorType"], opening["authorName"]) == ("customer", ACME["name"])
    assert (opening["body"], opening["internal"]) == (CREATE["description"], False)


async def test_the_deadlines(workflow: Desk) -> None:
    ticket = await workflow.post("/tickets", CREATE)
    path, now = f"/tickets/{ticket['id']}", utc_now()
    first, last = now + timedelta(hours=4), now + timedelta(hours=48)
    policy = Ref(id=new_id(), name="Enterprise SLA")
    await workflow.system.publish(
        deadlines(
            workflow, ticket, of_sequence=1, policy=policy, first_response_deadline=first, resolution_deadline=last
        )
    )
    sla = (await workflow.get(path))["sla"]
    expected: dict[str, Any] = {"policyName": "Enterprise SLA", "firstResponseMet": None, "resolutionBreached": False}
    assert {name: sla[name] for name in expected} == expected
    assert set(sla) == {*expected, "firstResponseDeadline", "resolutionDeadline"}
    await workflow.post(f"{path}/reply", REPLY)
    (listed,) = (await workflow.get("/tickets"))["data"]
    assert listed["sla"] == {**sla, "firstResponseMet": True}


async def test_the_teams(workflow: Desk) -> None:
    assert await workflow.as_agent().get("/teams") == [{**SUPPORT, "members": [SARAH["id"]]}]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/close", CLOSE, 400),
        ("POST", "/assign", {"assigneeId": str(new_id())}, 422),
        ("POST", "/reply", {}, 422),
    ],
)
async def test_the_status_codes(workflow: Desk, method: str, path: str, body: Json, status: int) -> None:
    ticket = await workflow.post("/tickets", CREATE)
    await workflow.post(f"/tickets/{ticket['id']}/close", CLOSE, status=200)
    answer = await workflow.ask(method, f"/tickets/{ticket['id']}{path}", json=body)
    assert answer.status_code == status
    for field in ("subject", "contactId"):
        missing = {name: value for name, value in CREATE.items() if name != field}
        refused = await workflow.ask("POST", "/tickets", json=missing)
        assert refused.status_code == 422
        assert refused.json()["error"]["details"] == [{"field": field, "message": "Field required"}]
