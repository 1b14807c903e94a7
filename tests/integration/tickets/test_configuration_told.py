"""Whoever keeps a copy of a tenant's settings and directory hears of every change."""

from typing import Any
from uuid import UUID

from shared.events.configuration import AgentState, DirectoryChanged, SettingsChanged, TeamState, TicketTypeState
from shared.events.envelope import Event
from tests.integration.tickets.desk import Desk
from tests.support.eventually import eventually


async def told(desk: Desk, subject: str, *, upto: int) -> list[Any]:
    """What the events about it say, as they were published."""

    def enough() -> list[Event]:
        heard = desk.system.heard_of(subject)
        return heard if len(heard) >= upto else []

    events = await eventually(enough, within=15, what=f"{upto} events about {subject}")
    assert {event.tenantid for event in events} == {desk.tenant_id}
    return sorted(events, key=lambda event: event.id)


async def test_agents_teams_and_types_are_told_as_they_are_after_the_change(desk: Desk) -> None:
    agent = await desk.agent("Ada")
    await desk.put(f"/agents/{agent['id']}", {"email_on_reply": False})
    await desk.put(f"/agents/{agent['id']}", {"email_on_reply": False})
    await desk.delete(f"/agents/{agent['id']}")
    made, changed, removed = await told(desk, agent["id"], upto=3)
    state = AgentState(name="Ada", email=agent["email"], active=True)
    assert [each.type for each in (made, changed, removed)] == [DirectoryChanged.TYPE] * 3
    assert (made.data.what, made.data.id, made.data.row) == ("agent", UUID(agent["id"]), state)
    assert changed.data.row == state.model_copy(update={"email_on_reply": False})
    assert (removed.data.row, removed.data.removed) == (None, True)

    member = await desk.agent("Bob")
    team = await desk.post("/teams", {"name": "Crew", "members": [member["id"]]})
    (made,) = await told(desk, team["id"], upto=1)
    assert made.data.row == TeamState(name="Crew", members=(UUID(member["id"]),), assignment="manual")
    kind = await desk.post("/ticket-types", {"name": "Delivery"})
    (made,) = await told(desk, kind["id"], upto=1)
    assert made.data.row == TicketTypeState(name="Delivery", sort_order=kind["sort_order"], enabled=True)


async def test_settings_are_told_whole(desk: Desk) -> None:
    await desk.put("/settings", {"csat_enabled": True, "helpdesk_close_message": {"en": "Bye"}})
    await desk.put("/settings", {"sla_resolve_hours": 8})
    first, second = await told(desk, str(desk.tenant_id), upto=2)
    assert first.type == SettingsChanged.TYPE
    assert (first.data.changed, second.data.changed) == (
        ("csat_enabled", "helpdesk_close_message"),
        ("sla_resolve_hours",),
    )
    assert second.data.settings.model_dump(mode="json") == await desk.get("/settings")


async def test_agents_have_a_switch_for_each_e_mail(desk: Desk) -> None:
    agent = await desk.agent()
    assert (agent["email_on_assigned"], agent["email_on_reply"]) == (True, True)
    changed = await desk.put(f"/agents/{agent['id']}", {"email_on_assigned": False})
    assert (changed["email_on_assigned"], changed["email_on_reply"], changed["name"]) == (False, True, agent["name"])
