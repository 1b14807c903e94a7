"""What a routing rule decides is applied once, and never over what somebody changed."""

from uuid import UUID

import pytest

from shared.clock import utc_now
from shared.events.ticket import TicketData
from shared.ids import new_id
from tests.integration.tickets.decisions import RULE, choice, deadlines, routing
from tests.integration.tickets.desk import Desk, Json


async def test_a_rule_delivered_ten_times_is_applied_once(desk: Desk) -> None:
    ada, ticket = await desk.agent("Ada"), await desk.open(tags=["first"])
    decided = routing(desk, ticket, assign_to=UUID(ada["id"]), set_priority="urgent", add_tags=("vip",))
    await desk.system.publish(*[decided] * 10)
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["assigned_to"], after["priority"], after["tags"]) == (ada["id"], "urgent", ["first", "vip"])
    assert (after["status"], after["version"]) == ("new", 2)
    assert await desk.told(ticket, upto=3) == ["ticket.created", "ticket.updated", "ticket.assigned"]
    assert await desk.told_so_far(ticket) == 3
    told = (await desk.events(ticket, upto=3))[1]
    assert isinstance(told.data, TicketData)
    assert (told.data.actor.type, told.data.actor.id, told.data.actor.name) == ("rule", RULE.id, "Orders")
    assert told.data.ticket.routed_by == RULE


async def test_a_second_decision_finds_the_ticket_routed(desk: Desk) -> None:
    ticket = await desk.open()
    await desk.system.publish(routing(desk, ticket, set_priority="high"), routing(desk, ticket, set_priority="low"))
    assert (await desk.get(f"/tickets/{ticket['id']}"))["version"] == 2


async def test_a_rule_may_choose_a_team(desk: Desk) -> None:
    crew, ticket = await desk.post("/teams", {"name": "Crew"}), await desk.open()
    await desk.system.publish(routing(desk, ticket, assign_to=UUID(crew["id"])))
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["team_id"], after["assigned_to"], after["status"]) == (crew["id"], None, "new")


async def test_whom_a_team_chose_gets_its_ticket_once_and_the_ticket_says_why(desk: Desk) -> None:
    ada, ticket = await desk.agent("Ada"), await desk.open()
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"]]})
    await desk.patch(f"/tickets/{ticket['id']}", {"team_id": crew["id"]})
    chosen = choice(desk, ticket, crew, ada, of_sequence=3)
    await desk.system.publish(chosen)
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["assigned_to"], after["status"]) == (ada["id"], "new")
    assert after["routing"] == {"rule_id": None, "rule_name": None, "reason": "round robin"}
    await desk.patch(f"/tickets/{ticket['id']}/assign", {"assigned_to": None})
    await desk.system.publish(*[chosen] * 3)
    assert (await desk.get(f"/tickets/{ticket['id']}"))["assigned_to"] is None


async def test_where_the_one_chosen_was_deactivated_meanwhile_the_next_gets_the_ticket(desk: Desk) -> None:
    ada, bob = await desk.agent("Ada"), await desk.agent("Bob")
    crew = await desk.post("/teams", {"name": "Crew", "members": [ada["id"], bob["id"]]})
    for agents, expected in (((ada, bob), bob["id"]), ((ada,), None)):
        await desk.put(f"/agents/{ada['id']}", {"active": False})
        ticket = await desk.open()
        await desk.patch(f"/tickets/{ticket['id']}", {"team_id": crew["id"]})
        await desk.system.publish(choice(desk, ticket, crew, *agents, of_sequence=3))
        after = await desk.get(f"/tickets/{ticket['id']}")
        assert (after["assigned_to"], after["team_id"]) == (expected, crew["id"])
        assert "active any more" in after["routing"]["reason"]


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"priority": "low"}, {"priority": "low", "tags": ["vip"]}),
        ({"tags": ["mine"]}, {"priority": "urgent", "tags": ["mine"]}),
        ({"subject": "New"}, {"priority": "urgent", "tags": ["vip"]}),
        ({"status": "waiting"}, {"priority": "urgent", "tags": ["vip"], "status": "waiting"}),
        ({"status": "closed"}, {"priority": "normal", "tags": [], "status": "closed", "assigned_to": None}),
    ],
)
async def test_a_rule_leaves_alone_what_somebody_changed(desk: Desk, changed: Json, kept: Json) -> None:
    ada, ticket = await desk.agent("Ada"), await desk.open()
    await desk.patch(f"/tickets/{ticket['id']}", changed)
    decided = routing(desk, ticket, assign_to=UUID(ada["id"]), set_priority="urgent", add_tags=("vip",))
    await desk.system.publish(decided)
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert {name: after[name] for name in kept} == kept


async def test_a_rule_does_not_take_a_ticket_from_whoever_has_it(desk: Desk) -> None:
    ada, bob, ticket = await desk.agent("Ada"), await desk.agent("Bob"), await desk.open()
    await desk.patch(f"/tickets/{ticket['id']}/assign", {"assigned_to": bob["id"]})
    await desk.patch(f"/tickets/{ticket['id']}/assign", {"assigned_to": None})
    await desk.system.publish(routing(desk, ticket, assign_to=UUID(ada["id"])))
    assert (await desk.get(f"/tickets/{ticket['id']}"))["assigned_to"] is None


async def test_decisions_that_lead_nowhere_are_acknowledged(desk: Desk) -> None:
    gone, ticket, other = await desk.open(), await desk.open(), Desk(desk.system)
    await desk.delete(f"/tickets/{gone['id']}")
    dead = await desk.system.consumed(outcome="dead")
    await desk.system.publish(
        routing(desk, gone, set_priority="urgent"),
        routing(other, ticket, set_priority="urgent"),
        routing(desk, ticket, assign_to=new_id()),
        deadlines(desk, gone, of_sequence=1),
        deadlines(other, ticket, of_sequence=1, resolution_deadline=utc_now()),
    )
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["priority"], after["assigned_to"], after["sla"]) == ("normal", None, None)
    assert await desk.system.consumed(outcome="dead") == dead
