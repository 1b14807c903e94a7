"""Teams choose: fair with three processes at once, only among the active, once, and the ticket says why."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest

from shared.events.ticket import TicketCreated
from tests.integration.routing.system import RoutingDesk
from tests.support.eventually import eventually

MANY = 240


async def opened(desk: RoutingDesk, count: int, *, team_id: str) -> list[dict[str, Any]]:
    return list(await asyncio.gather(*(desk.placed(team_id=team_id) for _ in range(count))))


@pytest.mark.parametrize("assignment", ["round_robin", "least_loaded"])
async def test_three_processes_give_every_member_the_same(desk: RoutingDesk, assignment: str) -> None:
    team, members = await desk.crew(7, assignment)
    tickets = [ticket for _ in range(4) for ticket in await opened(desk, MANY // 4, team_id=team["id"])]
    await desk.decided(tickets[-1:])
    await eventually(lambda: all_have_an_agent(desk, tickets), within=60, what="every ticket has its agent")
    shares = await desk.shares(tickets)
    assert set(shares) == set(members)
    assert max(shares.values()) - min(shares.values()) <= 1
    assert await desk.held(members) == shares
    assert all([await desk.system.has_consumed(url, "ticket.created") for url in desk.system.stack.urls["routing"]])


async def all_have_an_agent(desk: RoutingDesk, tickets: list[dict[str, Any]]) -> bool:
    return None not in await desk.shares(tickets)


async def test_no_two_choices_count_the_same_load_of_an_agent_whom_two_teams_share(desk: RoutingDesk) -> None:
    first, (shared, _) = await desk.crew(2, "least_loaded", name="First")
    second = await desk.team([shared, (await desk.agent("Other"))["id"]], "least_loaded", name="Second")
    pairs = await asyncio.gather(opened(desk, 45, team_id=first["id"]), opened(desk, 45, team_id=second["id"]))
    tickets = [ticket for pair in pairs for ticket in pair]
    shown = (await desk.decided(tickets)).values()
    counted: dict[str, list[int]] = defaultdict(list)
    for ticket in shown:
        counted[ticket["assigned_to"]].append(int(ticket["routing"]["reason"].split()[-2]))
    assert {agent: sorted(loads) for agent, loads in counted.items()} == {
        agent: list(range(len(loads))) for agent, loads in counted.items()
    }
    assert len(counted) == 3


async def test_the_least_loaded_is_whoever_has_the_fewest_open_tickets(desk: RoutingDesk) -> None:
    ada, bob = (await desk.agent("Ada"))["id"], (await desk.agent("Bob"))["id"]
    # Before anybody counts: three for Ada, of which one is closed, and one for Bob.
    before = [await desk.placed(assigned_to=ada) for _ in range(3)]
    await desk.placed(assigned_to=bob)
    await desk.patch(f"/tickets/{before[0]['id']}/status", {"status": "closed"})
    team = await desk.team([ada, bob], "least_loaded")
    ticket = await desk.placed(team_id=team["id"])
    shown = (await desk.decided([ticket]))[ticket["id"]]
    assert (shown["assigned_to"], shown["routing"]["reason"]) == (bob, 'team "Crew": least loaded, 1 open')
    # Afterwards events are followed: Ada's other two are closed, or somebody else's.
    await desk.patch(f"/tickets/{before[1]['id']}/status", {"status": "closed"})
    await desk.patch(f"/tickets/{before[2]['id']}/assign", {"assigned_to": bob})
    await eventually(lambda: has_only(desk, bob, 3), within=15, what="what happened is followed")
    again = await desk.placed(team_id=team["id"])
    assert (await desk.decided([again]))[again["id"]]["assigned_to"] == ada


async def has_only(desk: RoutingDesk, agent: str, count: int) -> bool:
    held = await desk.held([agent])
    everybody = await desk.system.routing["assignments"].count_documents({"tenant_id": desk.tenant_id, "open": True})
    return held[agent] == everybody == count


async def test_a_rule_may_give_a_ticket_to_a_team_that_chooses(desk: RoutingDesk) -> None:
    team, members = await desk.crew(2, "round_robin")
    rule = await desk.rule(
        "Orders", {"text_contains": ["order"]}, {"assign_to": team["id"], "set_priority": "high", "add_tag": "vip"}
    )
    ticket = await desk.open()
    shown = (await desk.decided([ticket]))[ticket["id"]]
    assert (shown["team_id"], shown["assigned_to"], shown["status"]) == (team["id"], members[0], "new")
    assert (shown["priority"], shown["tags"]) == ("high", ["vip"])
    why = 'rule "Orders": text contains "order"; team "Crew": round robin, 1st of 2'
    assert shown["routing"] == {"rule_id": rule["id"], "rule_name": "Orders", "reason": why}
    entry = (await desk.get(f"/tickets/{ticket['id']}/history"))["history"][-1]
    assert (entry["actor"]["type"], entry["actor"]["name"]) == ("rule", "Orders")
    assert entry["changes"]["routing"] == [None, shown["routing"]]
    assert entry["changes"]["assigned_to"] == [None, members[0]]


async def test_a_ticket_that_is_given_to_such_a_team_later_gets_an_agent_too(desk: RoutingDesk) -> None:
    team, members = await desk.crew(2, "round_robin")
    ticket, taken = await desk.open(), await desk.placed(assigned_to=members[1])
    for each in (ticket, taken):
        await desk.patch(f"/tickets/{each['id']}", {"team_id": team["id"]})
    shown = (await desk.decided([ticket]))[ticket["id"]]
    assert (shown["assigned_to"], shown["routing"]["rule_id"]) == (members[0], None)
    assert shown["routing"]["reason"] == 'team "Crew": round robin, 1st of 2'
    entry = (await desk.get(f"/tickets/{ticket['id']}/history"))["history"][-1]
    assert (entry["event"], entry["actor"]["type"]) == ("ticket.assigned", "system")
    # Whoever gives it back wants it to be nobody's; and a ticket that had an agent keeps them.
    await desk.patch(f"/tickets/{ticket['id']}/assign", {"assigned_to": None})
    last = await desk.placed(team_id=team["id"])
    assert (await desk.decided([last]))[last["id"]]["assigned_to"] == members[1]
    assert (await desk.get(f"/tickets/{ticket['id']}"))["assigned_to"] is None
    assert (await desk.get(f"/tickets/{taken['id']}"))["routing"] is None


async def test_who_is_deactivated_gets_nothing_and_a_team_of_such_keeps_its_tickets(desk: RoutingDesk) -> None:
    team, (ada, bob) = await desk.crew(2, "round_robin")
    await desk.put(f"/agents/{ada}", {"active": False})
    await desk.agent_known(ada, active=False)
    tickets = await opened(desk, 3, team_id=team["id"])
    assert {shown["assigned_to"] for shown in (await desk.decided(tickets)).values()} == {bob}
    await desk.put(f"/agents/{bob}", {"active": False})
    await desk.agent_known(bob, active=False)
    left = await desk.placed(team_id=team["id"])
    shown = (await desk.decided([left]))[left["id"]]
    assert (shown["team_id"], shown["assigned_to"]) == (team["id"], None)
    assert shown["routing"]["reason"] == 'team "Crew": no member is active'


async def test_a_customer_is_not_shown_how_a_ticket_found_its_agent(desk: RoutingDesk) -> None:
    team, _ = await desk.crew(1, "round_robin")
    ticket = await desk.placed(team_id=team["id"])
    shown = (await desk.decided([ticket]))[ticket["id"]]
    customer = desk.as_customer(shown["contact_id"])
    assert (await customer.get(f"/tickets/{ticket['id']}"))["routing"] is None
    assert [row["routing"] for row in (await customer.get("/tickets"))["tickets"]] == [None]
    assert (await desk.get("/tickets"))["tickets"][0]["routing"] is not None


async def test_an_event_that_comes_ten_times_takes_one_turn(desk: RoutingDesk) -> None:
    team, members = await desk.crew(3, "round_robin")
    ticket = await desk.placed(team_id=team["id"])
    await desk.decided([ticket])
    created = (await desk.events(ticket, upto=1))[0]
    assert isinstance(created, TicketCreated)
    await desk.system.say(*[created] * 10)
    following = await desk.placed(team_id=team["id"])
    assert (await desk.decided([following]))[following["id"]]["assigned_to"] == members[1]
    assert await desk.system.routing["decisions"].count_documents({"tenant_id": desk.tenant_id}) == 2


@pytest.mark.parametrize("point", ["chosen", "taken", "settled"])
async def test_a_death_on_the_way_of_a_choice_costs_no_turn_and_no_ticket(desk: RoutingDesk, point: str) -> None:
    team, members = await desk.crew(3, "round_robin")
    (desk.system.traps / point).write_text("1")
    tickets = [await desk.placed(team_id=team["id"]) for _ in range(12)]
    await eventually(lambda: not (desk.system.traps / point).exists(), within=20, what="one has died")
    await eventually(lambda: all_have_an_agent(desk, tickets), within=60, what="every ticket has its agent")
    for copy in (1, 2, 3):
        if not desk.system.stack.process("routing", copy=copy).alive:
            await desk.system.stack.restart("routing", copy=copy)
    await desk.system.consuming()
    assert await desk.shares(tickets) == dict.fromkeys(members, 4)
    assert await desk.held(members) == dict.fromkeys(members, 4)
    decisions = desk.system.routing["decisions"]
    assert await decisions.count_documents({"tenant_id": desk.tenant_id}) == len(tickets)
