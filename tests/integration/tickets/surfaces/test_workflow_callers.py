"""Who may do what on the workflow surface, and that another tenant's id is exactly like an unknown one."""

from typing import Any
from uuid import UUID

import pytest

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.tickets.desk import Desk, Json
from tests.integration.tickets.surfaces.workflow import contact
from tests.integration.tickets.surfaces.workflow_tables import OF_A_TICKET

WRITES = [route for route in OF_A_TICKET if route[0] != "GET"]
BODIES: list[tuple[str, str, str]] = [
    ("POST", "/tickets", "contactId"),
    ("POST", "/tickets", "teamId"),
    ("POST", "/tickets", "assigneeId"),
    ("PATCH", "/tickets/{}", "contactId"),
    ("PATCH", "/tickets/{}", "teamId"),
    ("PATCH", "/tickets/{}", "assigneeId"),
    ("POST", "/tickets/{}/assign", "teamId"),
    ("POST", "/tickets/{}/assign", "assigneeId"),
]


class Rows:
    """A tenant that has one of everything."""

    def __init__(self, desk: Desk, **ids: str) -> None:
        self.desk = desk
        self.ids = ids
        self.path = f"/tickets/{ids['ticket']}"


async def one_of_everything(desk: Desk) -> Rows:
    workflow, admin = desk.on(Surface.WORKFLOW), desk.on(Surface.MESSENGER)
    owner, agent = await contact(desk), await admin.agent()
    team = await admin.post("/teams", {"name": "Crew"})
    ticket = await workflow.post(
        "/tickets",
        {"subject": "Order", "contactId": owner["id"], "assigneeId": agent["id"], "teamId": team["id"]},
    )
    return Rows(workflow, ticket=ticket["id"], contactId=owner["id"], assigneeId=agent["id"], teamId=team["id"])


@pytest.fixture
async def ours(desk: Desk) -> Rows:
    return await one_of_everything(desk)


@pytest.fixture
async def theirs(desk: Desk) -> Rows:
    return await one_of_everything(Desk(desk.system))


async def answer(desk: Desk, method: str, path: str, body: Json | None) -> tuple[int, Any]:
    said = await desk.ask(method, path, **({} if body is None else {"json": body}))
    return said.status_code, said.json()


@pytest.mark.parametrize(("method", "path", "body"), OF_A_TICKET)
async def test_in_a_path(ours: Rows, theirs: Rows, method: str, path: str, body: Json | None) -> None:
    before = await theirs.desk.stored()
    foreign = await answer(ours.desk, method, theirs.path + path, body)
    assert foreign == await answer(ours.desk, method, f"/tickets/{new_id()}{path}", body)
    assert foreign[0] == 404
    assert (await answer(ours.desk, method, f"/tickets/no-id{path}", body))[0] == 404
    assert await theirs.desk.stored() == before


@pytest.mark.parametrize(("method", "path", "name"), BODIES)
async def test_in_a_body(ours: Rows, theirs: Rows, method: str, path: str, name: str) -> None:
    own = {"subject": "Order", "contactId": ours.ids["contactId"]} if path == "/tickets" else {}
    before = await ours.desk.stored()
    place = path.format(ours.ids["ticket"])
    foreign = await answer(ours.desk, method, place, own | {name: theirs.ids[name]})
    assert foreign == await answer(ours.desk, method, place, own | {name: str(new_id())})
    assert foreign[0] == 422
    assert [detail["field"] for detail in foreign[1]["error"]["details"]] == [name]
    assert await ours.desk.stored() == before


@pytest.mark.parametrize("name", ["contactId", "teamId", "assigneeId"])
async def test_as_a_filter(ours: Rows, theirs: Rows, name: str) -> None:
    assert (await ours.desk.get("/tickets", **{name: theirs.ids[name]}))["data"] == []
    assert len((await theirs.desk.get("/tickets", **{name: theirs.ids[name]}))["data"]) == 1


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
async def test_a_key_that_only_reads_changes_nothing(ours: Rows, method: str, path: str, body: Json | None) -> None:
    before = await ours.desk.stored()
    status, said = await answer(ours.desk.as_reader(), method, ours.path + path, body)
    assert (status, said["error"]["code"]) == (403, "missing_scope")
    assert await ours.desk.stored() == before


async def test_a_customer_lives_with_their_own_tickets(ours: Rows) -> None:
    bob = ours.desk.as_customer(UUID(ours.ids["contactId"]))
    ticket = await bob.post("/tickets", {"subject": "Late", "contactId": str(bob.contact_id), "description": "Where?"})
    path = f"/tickets/{ticket['id']}"
    assert ticket["contact"]["id"] == str(bob.contact_id)
    await ours.desk.post(f"{path}/reply", {"body": "Ask the depot", "internal": True})
    said = await bob.post(f"{path}/reply", {"body": "When?"})
    assert (said["authorType"], said["authorName"]) == ("customer", "Acme Corp")
    assert [message["body"] for message in (await bob.get(path))["messages"]] == ["Where?", "When?"]
    assert (await bob.post(f"{path}/close", {"resolution": "It came."}, status=200))["status"] == "closed"
    assert (await bob.post(f"{path}/reopen", {}, status=200))["status"] == "in_progress"
    assert (await bob.patch(path, {"status": "closed"}))["status"] == "closed"
    page = await bob.get("/tickets")
    assert ([one["id"] for one in page["data"]], page["meta"]["total"]) == ([ticket["id"], ours.ids["ticket"]], 2)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/tickets/{}/assign", {"assigneeId": None}),
        ("POST", "/tickets/{}/assign", {}),
        ("POST", "/tickets/{}/reply", {"body": "A note", "internal": True}),
        ("PATCH", "/tickets/{}", {"priority": "urgent"}),
        ("PATCH", "/tickets/{}", {"status": "closed", "subject": "x"}),
        ("PATCH", "/tickets/{}", {"status": "resolved"}),
        ("GET", "/teams", None),
        ("GET", "/stats", None),
    ],
)
async def test_what_is_an_agents_is_not_a_customers(ours: Rows, method: str, path: str, body: Json | None) -> None:
    before = await ours.desk.stored()
    bob = ours.desk.as_customer(UUID(ours.ids["contactId"]))
    status, said = await answer(bob, method, path.format(ours.ids["ticket"]), body)
    assert (status, said["error"]["code"]) == (403, "missing_role")
    assert await ours.desk.stored() == before


@pytest.mark.parametrize("body", [{"teamId": None, "tags": ["vip"]}, {"assigneeId": str(new_id())}])
async def test_a_customer_places_no_ticket(ours: Rows, body: Json) -> None:
    bob = ours.desk.as_customer(UUID(ours.ids["contactId"]))
    status, said = await answer(bob, "POST", "/tickets", {"subject": "x", "contactId": str(bob.contact_id), **body})
    assert (status, said["error"]["code"]) == (403, "missing_role")


@pytest.mark.parametrize(("method", "path", "body"), [route for route in OF_A_TICKET if route[1] != "/assign"])
async def test_another_customers_ticket_is_not_there(ours: Rows, method: str, path: str, body: Json | None) -> None:
    eve = ours.desk.as_customer(UUID((await contact(ours.desk, "Eve"))["id"]))
    assert await answer(eve, method, ours.path + path, body) == await answer(
        eve, method, f"/tickets/{new_id()}{path}", body
    )
    page = await eve.get("/tickets")
    assert (page["data"], page["meta"]["total"]) == ([], 0)


async def test_a_customer_who_asks_for_anothers_list_gets_nothing(ours: Rows) -> None:
    eve = ours.desk.as_customer(UUID((await contact(ours.desk, "Eve"))["id"]))
    await eve.post("/tickets", {"subject": "Mine", "contactId": str(eve.contact_id)})
    assert (await eve.get("/tickets", contactId=ours.ids["contactId"]))["data"] == []
    assert len((await eve.get("/tickets", contactId=str(eve.contact_id)))["data"]) == 1
