"""What routing keeps: a copy of the directory, who has which ticket, and nothing of a tenant that is gone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.clock import utc_now
from shared.events.configuration import AgentState, DirectoryChanged, DirectoryData
from shared.events.tenant import TenantData, TenantDeleted
from tests.integration.routing.system import RoutingDesk
from tests.support.eventually import eventually

KEPT = ("rules", "teams", "agents", "assignments", "decisions")


async def test_a_directory_that_was_there_before_is_asked_for(desk: RoutingDesk) -> None:
    """As where tickets and teams are older than the copy."""
    held = (await desk.agent("Held"))["id"], (await desk.agent("Free"))["id"]
    await desk.placed(assigned_to=held[0])
    team = await desk.team(list(held), "least_loaded")
    for kept in ("teams", "agents", "assignments"):
        await desk.system.routing[kept].delete_many({"tenant_id": desk.tenant_id})
    ticket = await desk.placed(team_id=team["id"])
    assert (await desk.decided([ticket]))[ticket["id"]]["assigned_to"] == held[1]
    for kept in ("teams", "agents"):
        await desk.system.routing[kept].delete_many({"tenant_id": desk.tenant_id})
    rule = await desk.rule("To the team", {"text_contains": "order"}, {"assign_to": team["id"]})
    by_rule = await desk.open()
    shown = (await desk.decided([by_rule]))[by_rule["id"]]
    assert (shown["routing"]["rule_id"], shown["team_id"]) == (rule["id"], team["id"])
    assert shown["assigned_to"] in held


async def test_of_two_states_the_later_one_holds(desk: RoutingDesk) -> None:
    agent = await desk.agent("Ada")
    await desk.agent_known(agent["id"], active=True)
    now, row = utc_now(), AgentState(name="Ada", email=agent["email"], active=False)

    def told(active: bool, at: timedelta) -> DirectoryChanged:
        data = DirectoryData(what="agent", id=UUID(agent["id"]), row=row.model_copy(update={"active": active}))
        return DirectoryChanged(subject=agent["id"], tenantid=desk.tenant_id, time=now + at, data=data)

    await desk.system.say(told(False, timedelta(minutes=2)), told(True, timedelta(minutes=1)))
    await desk.agent_known(agent["id"], active=False)
    other = await desk.agent("Bob")
    await desk.agent_known(other["id"], active=True)
    await desk.agent_known(agent["id"], active=False)


async def test_a_tenant_that_uses_none_of_it_costs_one_look_a_ticket(desk: RoutingDesk) -> None:
    database, crew = desk.system.routing, await desk.post("/teams", {"name": "Crew"})
    await desk.known(crew["id"], assignment="manual")
    before = await desk.system.consumed()
    await database.command("profile", 2)
    try:
        tickets = [await desk.open() for _ in range(5)]

        async def seen() -> bool:
            return await desk.system.consumed() >= before + len(tickets)

        await eventually(seen, within=20, what="routing has seen the tickets")
        looks = await looked(desk)
    finally:
        await database.command("profile", 0)
    # Those that come at the same moment share one.
    assert 1 <= len(looks) <= len(tickets)
    assert {(op["ns"].split(".")[1], op["command"].get("aggregate")) for op in looks} == {("rules", "rules")}
    assert [(await desk.get(f"/tickets/{ticket['id']}"))["routing"] for ticket in tickets] == [None] * 5


async def looked(desk: RoutingDesk) -> list[dict[str, Any]]:
    """What was asked of what routing keeps of tenants, and written there, while it was watched."""
    namespaces = [f"{desk.system.routing.name}.{name}" for name in (*KEPT, "turns")]
    rows = await desk.system.routing["system.profile"].find({"ns": {"$in": namespaces}}).to_list(None)
    # Publishing sweeps the outbox, at its own pace.
    return [row for row in rows if "outbox.at" not in str(row.get("command"))]


async def test_nothing_is_kept_of_a_tenant_that_is_gone(desk: RoutingDesk) -> None:
    team, _ = await desk.crew(1, "round_robin")
    await desk.rule("Rule", {"channel": "max"}, {"add_tag": "a"})
    await desk.decided([await desk.placed(team_id=team["id"])])
    database = desk.system.routing
    for kept in KEPT:
        assert await database[kept].count_documents({"tenant_id": desk.tenant_id}) > 0
    data = TenantData(id=desk.tenant_id, name="Acme")
    await desk.system.say(TenantDeleted(subject=str(desk.tenant_id), tenantid=desk.tenant_id, data=data))

    async def nothing_left() -> bool:
        left = [await database[kept].count_documents({"tenant_id": desk.tenant_id}) for kept in KEPT]
        return not any(left) and await database["turns"].find_one({"_id": desk.tenant_id}) is None

    await eventually(nothing_left, within=20, what="nothing is left")
