"""Another tenant's id is exactly like one that does not exist: in a path, in a body and in a list of many."""

from typing import Any

import pytest

from tests.integration.tickets.desk import Desk, Json

UNKNOWN = "01a00000-0000-7000-8000-000000000000"
PATHS: list[tuple[str, str, str, Json | None]] = [
    ("GET", "/tickets/{}", "ticket", None),
    ("PATCH", "/tickets/{}", "ticket", {"subject": "Mine"}),
    ("PATCH", "/tickets/{}/status", "ticket", {"status": "closed"}),
    ("PATCH", "/tickets/{}/assign", "ticket", {}),
    ("PATCH", "/tickets/{}/priority", "ticket", {"priority": "low"}),
    ("POST", "/tickets/{}/reply", "ticket", {"text": "Mine"}),
    ("POST", "/tickets/{}/reply", "ticket", {"text": "Mine", "internal": True}),
    ("POST", "/tickets/{}/customer-reply", "ticket", {"text": "Mine"}),
    ("DELETE", "/tickets/{}", "ticket", None),
    ("GET", "/agents/{}", "agent", None),
    ("PUT", "/agents/{}", "agent", {"name": "Mine"}),
    ("DELETE", "/agents/{}", "agent", None),
    ("GET", "/teams/{}", "team", None),
    ("PUT", "/teams/{}", "team", {"name": "Mine"}),
    ("DELETE", "/teams/{}", "team", None),
    ("GET", "/ticket-types/{}", "type", None),
    ("PUT", "/ticket-types/{}", "type", {"name": "Mine"}),
    ("DELETE", "/ticket-types/{}", "type", None),
    ("GET", "/contacts/{}", "contact", None),
    ("PUT", "/contacts/{}", "contact", {"name": "Mine"}),
    ("DELETE", "/contacts/{}", "contact", None),
    ("GET", "/custom-fields/{}", "field", None),
    ("PUT", "/custom-fields/{}", "field", {"name": "Mine"}),
    ("DELETE", "/custom-fields/{}", "field", None),
    ("GET", "/canned-responses/{}", "response", None),
    ("PUT", "/canned-responses/{}", "response", {"title": "Mine"}),
    ("DELETE", "/canned-responses/{}", "response", None),
    ("GET", "/saved-views/{}", "view", None),
    ("PUT", "/saved-views/{}", "view", {"name": "Mine"}),
    ("DELETE", "/saved-views/{}", "view", None),
]
BODIES: list[tuple[str, str, str, Any]] = [
    ("POST", "/tickets", "type", lambda row: {"text": "x", "ticket_type_id": row}),
    ("PATCH", "/tickets/{own}", "agent", lambda row: {"assigned_to": row}),
    ("PATCH", "/tickets/{own}", "team", lambda row: {"team_id": row}),
    ("PATCH", "/tickets/{own}", "type", lambda row: {"ticket_type_id": row}),
    ("PATCH", "/tickets/{own}/assign", "agent", lambda row: {"assigned_to": row}),
    ("PATCH", "/tickets/{own}/assign", "agent", lambda row: {"user_id": row}),
    ("POST", "/teams", "agent", lambda row: {"name": "Crew", "members": [row]}),
    ("PUT", "/teams/{team}", "agent", lambda row: {"members": [row]}),
]
ACTIONS: list[tuple[str, Any]] = [
    ("close", None),
    ("set_status", "closed"),
    ("assign", None),
    ("set_priority", "low"),
    ("add_tag", "mine"),
    ("remove_tag", "theirs"),
]


class Neighbours:
    """Two tenants of one system; `theirs` has one of everything."""

    def __init__(self, ours: Desk, theirs: Desk, ids: dict[str, str]) -> None:
        self.ours = ours
        self.theirs = theirs
        self.ids = ids


@pytest.fixture
async def neighbours(desk: Desk) -> Neighbours:
    theirs = Desk(desk.system)
    agent = (await theirs.agent())["id"]
    kind = (await theirs.post("/ticket-types", {"name": "Theirs"}))["id"]
    team = (await theirs.post("/teams", {"name": "Theirs"}))["id"]
    ticket = (await theirs.open(tags=["theirs"]))["id"]
    await theirs.patch(f"/tickets/{ticket}", {"assigned_to": agent, "team_id": team, "ticket_type_id": kind})
    ids = {"agent": agent, "type": kind, "team": team, "ticket": ticket}
    bodies: list[tuple[str, str, Json]] = [
        ("contact", "/contacts", {"name": "Theirs", "email": "theirs@example.com", "telegram_chat_id": 7}),
        ("field", "/custom-fields", {"name": "Theirs", "type": "text"}),
        ("response", "/canned-responses", {"title": "Theirs", "text": "Hello", "shortcut": "theirs"}),
        ("view", "/saved-views", {"name": "Theirs", "filter": {}, "shared": True}),
    ]
    for name, path, body in bodies:
        ids[name] = (await theirs.post(path, body))["id"]
    return Neighbours(desk, theirs, ids)


async def answer(desk: Desk, method: str, path: str, body: Json | None) -> tuple[int, Any]:
    said = await desk.ask(method, path, **({} if body is None else {"json": body}))
    return said.status_code, said.json()["error"]


@pytest.mark.parametrize(("method", "path", "kind", "body"), PATHS)
async def test_in_a_path(neighbours: Neighbours, method: str, path: str, kind: str, body: Json | None) -> None:
    before = await neighbours.theirs.stored()
    foreign = await answer(neighbours.ours, method, path.format(neighbours.ids[kind]), body)
    assert foreign == await answer(neighbours.ours, method, path.format(UNKNOWN), body)
    assert foreign[0] == 404
    assert (await answer(neighbours.ours, method, path.format("no-id"), body))[0] == 404
    assert await neighbours.theirs.stored() == before


@pytest.mark.parametrize(("method", "path", "kind", "body"), BODIES)
async def test_in_a_body(neighbours: Neighbours, method: str, path: str, kind: str, body: Any) -> None:
    ours = neighbours.ours
    places = {"own": (await ours.open())["id"], "team": (await ours.post("/teams", {"name": "Ours"}))["id"]}
    before = await ours.stored()
    foreign = await answer(ours, method, path.format(**places), body(neighbours.ids[kind]))
    assert foreign == await answer(ours, method, path.format(**places), body(UNKNOWN))
    assert foreign[0] == 422
    assert await ours.stored() == before


@pytest.mark.parametrize(("action", "value"), ACTIONS)
async def test_among_many(neighbours: Neighbours, action: str, value: Any) -> None:
    own, before = (await neighbours.ours.open(tags=["theirs"]))["id"], await neighbours.theirs.stored()
    body = {"ticket_ids": [neighbours.ids["ticket"], own, UNKNOWN], "action": action, "value": value}
    said = await neighbours.ours.post("/tickets/bulk", body, status=200)
    foreign, mine, unknown = said["results"]
    assert (foreign["ok"], foreign["error"]) == (False, unknown["error"])
    assert mine == {"id": own, "ok": True}
    assert said["affected"] == (0 if action == "assign" else 1)
    assert await neighbours.theirs.stored() == before


async def test_as_the_value_of_a_bulk(neighbours: Neighbours) -> None:
    own = (await neighbours.ours.open())["id"]
    errors = []
    for agent in (neighbours.ids["agent"], UNKNOWN):
        body = {"ticket_ids": [own], "action": "assign", "value": agent}
        said = await neighbours.ours.post("/tickets/bulk", body, status=200)
        errors.append(said["results"])
        assert said["affected"] == 0
    assert errors[0] == errors[1]


@pytest.mark.parametrize("name", ["assigned_to", "team_id", "ticket_type_id"])
async def test_as_a_filter(neighbours: Neighbours, name: str) -> None:
    kind = {"assigned_to": "agent", "team_id": "team", "ticket_type_id": "type"}[name]
    await neighbours.ours.open()
    assert (await neighbours.ours.get("/tickets", **{name: neighbours.ids[kind]}))["tickets"] == []
    assert len((await neighbours.theirs.get("/tickets", **{name: neighbours.ids[kind]}))["tickets"]) == 1


@pytest.mark.parametrize("name", ["email", "search"])
async def test_as_what_contacts_are_searched_for(neighbours: Neighbours, name: str) -> None:
    assert (await neighbours.ours.get("/contacts", **{name: "theirs@example.com"}))["contacts"] == []
    assert len((await neighbours.theirs.get("/contacts", **{name: "theirs@example.com"}))["contacts"]) == 1


async def test_as_the_view_of_a_list(neighbours: Neighbours) -> None:
    foreign = await answer(neighbours.ours, "GET", f"/tickets?view={neighbours.ids['view']}", None)
    assert foreign == await answer(neighbours.ours, "GET", f"/tickets?view={UNKNOWN}", None)
    assert foreign[0] == 422


async def test_what_only_one_may_have_each_tenant_may_have(neighbours: Neighbours) -> None:
    for path in ("/contacts", "/custom-fields", "/canned-responses"):
        theirs = (await neighbours.theirs.get(path))[path[1:].replace("-", "_")][0]
        again = {name: value for name, value in theirs.items() if name not in ("id", "created_at", "updated_at")}
        assert (await neighbours.theirs.ask("POST", path, json=again)).status_code == 409
        assert (await neighbours.ours.post(path, again))["id"] != theirs["id"]


@pytest.mark.parametrize("path", [
    "/tickets", "/agents", "/teams", "/ticket-types", "/ticket-types/config", "/contacts", "/custom-fields",
    "/canned-responses", "/saved-views",
])  # fmt: skip
async def test_lists_show_ones_own_and_only_those(neighbours: Neighbours, path: str) -> None:
    name = path.split("/")[1].replace("-", "_")
    assert (await neighbours.ours.get(path))[name] == []
    assert len((await neighbours.theirs.get(path))[name]) == 1


async def test_a_cursor_of_another_tenants_list_shows_nothing_of_it(neighbours: Neighbours) -> None:
    await neighbours.theirs.open()
    cursor = (await neighbours.theirs.get("/tickets", limit=1))["next_cursor"]
    own = await neighbours.ours.open()
    shown = (await neighbours.ours.get("/tickets", cursor=cursor))["tickets"]
    assert [ticket["id"] for ticket in shown] in ([], [own["id"]])


async def test_settings_are_each_tenants_own(neighbours: Neighbours) -> None:
    await neighbours.theirs.put("/settings", {"sla_first_reply_hours": 1, "helpdesk_enabled": False})
    assert (await neighbours.ours.get("/settings"))["helpdesk_enabled"] is True
    assert (await neighbours.ours.open())["number"] == 1
