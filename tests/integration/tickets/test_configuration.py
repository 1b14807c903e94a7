"""Ticket types, settings, agents and teams: admins write, agents read, and what is in use stays."""

import pytest

from tests.integration.tickets.desk import Desk, Json, rows_of

DEFAULTS = {
    "helpdesk_enabled": True,
    "helpdesk_welcome_message": None,
    "helpdesk_close_message": None,
    "sla_first_reply_hours": None,
    "sla_resolve_hours": None,
    "helpdesk_ticket_types_enabled": True,
    "helpdesk_allow_create": True,
    "helpdesk_allow_view": True,
    "csat_enabled": False,
    "csat_message_template": None,
    "helpdesk_unanswered_hours": None,
    "helpdesk_message_after_close": "reopen",
    "helpdesk_email_replies": True,
    "helpdesk_auto_close_days": None,
}
GIVEN: list[Json] = [
    {"helpdesk_welcome_message": {"ru": "Здравствуйте", "en": "Hello"}},
    {"helpdesk_close_message": {"ru": None, "en": "Bye\nfor now"}},
    {"sla_first_reply_hours": 4, "sla_resolve_hours": 24},
    {"helpdesk_ticket_types_enabled": False, "helpdesk_allow_create": False, "helpdesk_allow_view": False},
    {"csat_enabled": True, "csat_message_template": "x" * 1024},
    {"helpdesk_unanswered_hours": 12},
    {"helpdesk_unanswered_hours": 48, "helpdesk_message_after_close": "new"},
]


async def test_a_new_tenant_has_the_default_settings(desk: Desk) -> None:
    assert await desk.get("/settings") == DEFAULTS


async def test_settings_change_only_what_they_are_given(desk: Desk) -> None:
    expected = dict(DEFAULTS)
    for given in GIVEN:
        expected |= given
        assert await desk.put("/settings", given) == expected
    cleared = dict.fromkeys(("sla_first_reply_hours", "helpdesk_unanswered_hours", "helpdesk_welcome_message"))
    assert await desk.put("/settings", cleared) == expected | cleared
    assert await desk.as_agent().get("/settings") == expected | cleared


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"helpdesk_welcome_message": "Hello"}, "helpdesk_welcome_message"),
        ({"helpdesk_close_message": {"en": 7}}, "helpdesk_close_message.en"),
        ({"helpdesk_unanswered_hours": 36}, "helpdesk_unanswered_hours"),
        ({"sla_first_reply_hours": 0}, "sla_first_reply_hours"),
        ({"sla_resolve_hours": "4"}, "sla_resolve_hours"),
        ({"csat_message_template": "x" * 1025}, "csat_message_template"),
        ({"helpdesk_enabled": "yes"}, "helpdesk_enabled"),
        ({"helpdesk_enabled": None}, "helpdesk_enabled"),
    ],
)
async def test_a_wrong_setting_is_named_and_nothing_is_kept(desk: Desk, wrong: Json, field: str) -> None:
    answer = await desk.ask("PUT", "/settings", json={"csat_enabled": True, **wrong})
    assert answer.status_code == 422
    assert field in [detail["field"] for detail in answer.json()["error"]["details"]]
    assert await desk.get("/settings") == DEFAULTS


async def test_with_the_helpdesk_off_tickets_are_read_and_answered_but_not_opened(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.put("/settings", {"helpdesk_enabled": False})
    refused = await desk.post("/tickets", {"text": "Hello"}, status=403)
    assert refused["error"]["code"] == "helpdesk_disabled"
    assert len((await desk.get("/tickets"))["tickets"]) == 1
    await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    await desk.put("/settings", {"helpdesk_enabled": True})
    assert (await desk.open())["id"] != ticket["id"]


async def test_ticket_types_are_shown_in_their_order_and_the_disabled_ones_only_in_the_configuration(
    desk: Desk,
) -> None:
    late = await desk.post("/ticket-types", {"name": "Billing", "sort_order": 2})
    first = await desk.post("/ticket-types", {"name": "Delivery", "description": "Where is it?", "sort_order": 1})
    assert set(first) == {"id", "name", "description", "sort_order", "enabled", "created_at", "updated_at"}
    assert await desk.get("/ticket-types") == {"ticket_types": [first, late], "next_cursor": None}
    disabled = await desk.put(f"/ticket-types/{first['id']}", {"enabled": False})
    assert {**disabled, "updated_at": None} == {**first, "enabled": False, "updated_at": None}
    assert (await desk.as_agent().get("/ticket-types"))["ticket_types"] == [late]
    assert (await desk.as_agent().get("/ticket-types/config"))["ticket_types"] == [disabled, late]
    assert await desk.get(f"/ticket-types/{first['id']}") == disabled
    refused = await desk.post("/tickets", {"text": "Hello", "ticket_type_id": first["id"]}, status=422)
    assert refused["error"]["details"][0]["field"] == "ticket_type_id"


async def test_agents_are_listed_changed_and_known_by_their_address(desk: Desk) -> None:
    ada = await desk.post("/agents", {"name": "Ada", "email": "Ada@Example.com"})
    assert (ada["email"], ada["active"]) == ("ada@example.com", True)
    bob = await desk.post("/agents", {"name": "Bob", "email": "bob@example.com"})
    taken = await desk.post("/agents", {"name": "Eve", "email": "ADA@example.com"}, status=409)
    assert taken["error"]["code"] == "email_taken"
    assert (await desk.ask("PUT", f"/agents/{bob['id']}", json={"email": "ada@example.com"})).status_code == 409
    assert (await Desk(desk.system).post("/agents", {"name": "Ada", "email": "ada@example.com"}))["id"] != ada["id"]
    renamed = await desk.put(f"/agents/{bob['id']}", {"name": "Robert"})
    assert (renamed["name"], renamed["email"]) == ("Robert", "bob@example.com")
    assert await rows_of(desk, "/agents", "agents") == [ada, renamed]


async def test_an_inactive_agent_is_given_nothing_new(desk: Desk) -> None:
    ada, ticket = await desk.agent(), await desk.open()
    await desk.put(f"/agents/{ada['id']}", {"active": False})
    answer = await desk.ask("PATCH", f"/tickets/{ticket['id']}/assign", json={"assigned_to": ada["id"]})
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == "assigned_to"


async def test_teams_have_members_who_are_agents(desk: Desk) -> None:
    ada, bob = await desk.agent("Ada"), await desk.agent("Bob")
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"], ada["id"]]})
    assert (crew["members"], crew["assignment"]) == ([ada["id"]], "manual")
    larger = await desk.put(f"/teams/{crew['id']}", {"members": [bob["id"], ada["id"]], "assignment": "round_robin"})
    assert (larger["name"], larger["members"]) == ("Crew", [bob["id"], ada["id"]])
    assert await desk.get(f"/teams/{crew['id']}") == larger
    stranger = (await Desk(desk.system).agent())["id"]
    refused = await desk.post("/teams", {"name": "Mixed", "members": [ada["id"], stranger]}, status=422)
    assert [detail["field"] for detail in refused["error"]["details"]] == ["members.1"]
    assert await rows_of(desk, "/teams", "teams") == [larger]


async def test_a_deactivated_agent_stays_in_a_team_and_joins_none(desk: Desk) -> None:
    ada, bob = await desk.agent("Ada"), await desk.agent("Bob")
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"]]})
    await desk.put(f"/agents/{ada['id']}", {"active": False})
    larger = await desk.put(f"/teams/{crew['id']}", {"members": [bob["id"], ada["id"]]})
    assert larger["members"] == [bob["id"], ada["id"]]
    for method, path in [("POST", "/teams"), ("PUT", f"/teams/{(await desk.post('/teams', {'name': 'New'}))['id']}")]:
        answer = await desk.ask(method, path, json={"name": "Late", "members": [bob["id"], ada["id"]]})
        assert answer.status_code == 422
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["members.1"]
    await desk.put(f"/teams/{crew['id']}", {"members": [bob["id"]]})
    again = await desk.ask("PUT", f"/teams/{crew['id']}", json={"members": [ada["id"]]})
    assert again.status_code == 422
    await desk.delete(f"/agents/{ada['id']}")


async def test_what_is_in_use_is_not_deleted(desk: Desk) -> None:
    ada, kind = await desk.agent(), await desk.post("/ticket-types", {"name": "Delivery"})
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"]]})
    ticket = await desk.open(ticket_type_id=kind["id"])
    await desk.patch(f"/tickets/{ticket['id']}", {"assigned_to": ada["id"], "team_id": crew["id"]})
    places = [f"/agents/{ada['id']}", f"/teams/{crew['id']}", f"/ticket-types/{kind['id']}"]
    for path in places:
        answer = await desk.ask("DELETE", path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "in_use"), path
    await desk.delete(f"/tickets/{ticket['id']}")
    assert (await desk.ask("DELETE", places[0])).status_code == 409
    for path in reversed(places):
        await desk.delete(path)
        assert (await desk.ask("GET", path)).status_code == 404
