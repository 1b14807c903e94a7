"""What the other services decide is applied once, in its own order, and never over what somebody changed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.clock import utc_now
from shared.events.decisions import (
    MessageDelivery,
    MessageDeliveryData,
    RoutingActions,
    RoutingDecided,
    RoutingDecidedData,
    SlaApplied,
    SlaAppliedData,
    SlaBreached,
    SlaBreachedData,
)
from shared.events.envelope import Actor
from shared.events.tenant import TenantData, TenantDeleted
from shared.events.ticket import Ref, TicketData
from shared.ids import new_id
from shared.vocabulary import ActorType, Channel, SendStatus, SlaTarget
from tests.integration.tickets.desk import Desk, Json

RULE = Ref(id=new_id(), name="Orders")


def routing(desk: Desk, ticket: Json, **actions: Any) -> RoutingDecided:
    data = RoutingDecidedData(ticket_id=UUID(ticket["id"]), rule=RULE, actions=RoutingActions(**actions))
    return RoutingDecided(subject=ticket["id"], tenantid=desk.tenant_id, data=data)


def deadlines(desk: Desk, ticket: Json, *, of_sequence: int, revision: int = 0, **data: Any) -> SlaApplied:
    applied = SlaAppliedData(ticket_id=UUID(ticket["id"]), of_sequence=of_sequence, policy_revision=revision, **data)
    return SlaApplied(subject=ticket["id"], tenantid=desk.tenant_id, data=applied)


def report(desk: Desk, message: Json, status: SendStatus, *, at: datetime, error: str | None = None) -> MessageDelivery:
    data = MessageDeliveryData(
        ticket_id=new_id(), message_id=UUID(message["id"]), channel=Channel.TELEGRAM, status=status, error=error
    )
    return MessageDelivery(subject=message["id"], tenantid=desk.tenant_id, time=at, data=data)


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


async def test_only_newer_deadlines_are_applied_and_they_are_nobodys_change(desk: Desk) -> None:
    ticket, now = await desk.open(), utc_now()
    first, second, third, fourth = (now + timedelta(hours=hours) for hours in (1, 2, 3, 4))

    async def shown() -> Any:
        sla = (await desk.get(f"/tickets/{ticket['id']}"))["sla"]
        return sla and datetime.fromisoformat(sla["resolution_deadline"])

    assert await shown() is None
    for event, expected in [
        (deadlines(desk, ticket, of_sequence=4, resolution_deadline=first), first),
        (deadlines(desk, ticket, of_sequence=3, resolution_deadline=second), first),
        (deadlines(desk, ticket, of_sequence=4, resolution_deadline=second), first),
        (deadlines(desk, ticket, of_sequence=5, resolution_deadline=second), second),
        (deadlines(desk, ticket, of_sequence=1, revision=1, resolution_deadline=third), third),
        (deadlines(desk, ticket, of_sequence=9, resolution_deadline=fourth), third),
    ]:
        await desk.system.publish(event)
        assert await shown() == expected
    after = await desk.get(f"/tickets/{ticket['id']}")
    assert (after["version"], after["updated_at"]) == (1, ticket["updated_at"])
    assert await desk.told_so_far(ticket) == 1


async def test_the_ticket_says_at_any_moment_how_it_stands(desk: Desk) -> None:
    ticket = await desk.open()
    past, future = utc_now() - timedelta(seconds=1), utc_now() + timedelta(hours=1)
    await desk.system.publish(
        deadlines(desk, ticket, of_sequence=1, first_response_deadline=past, resolution_deadline=future)
    )
    sla = (await desk.get(f"/tickets/{ticket['id']}"))["sla"]
    assert (sla["first_response_met"], sla["first_response_breached"]) == (False, True)
    assert (sla["resolution_met"], sla["resolution_breached"], sla["paused"]) == (None, False, False)
    closed = await desk.patch(f"/tickets/{ticket['id']}/status", {"status": "closed"})
    assert (closed["sla"]["resolution_met"], closed["sla"]["first_response_met"]) == (True, False)


async def test_deadlines_survive_every_other_change(desk: Desk) -> None:
    ticket, at = await desk.open(), utc_now() + timedelta(hours=1)
    await desk.system.publish(deadlines(desk, ticket, of_sequence=1, resolution_deadline=at))
    shown = (await desk.patch(f"/tickets/{ticket['id']}", {"subject": "New", "status": "waiting"}))["sla"]
    assert datetime.fromisoformat(shown["resolution_deadline"]) == at
    told = (await desk.events(ticket, upto=2))[1]
    assert isinstance(told.data, TicketData)
    assert told.data.ticket.sla is not None
    assert told.data.ticket.sla.resolution_deadline == at


@pytest.mark.parametrize("breach_first", [True, False])
async def test_a_breach_is_remembered_in_whatever_order_it_comes(desk: Desk, breach_first: bool) -> None:
    ticket, at = await desk.open(), utc_now() + timedelta(hours=1)
    (created,) = await desk.events(ticket, upto=1)
    assert isinstance(created.data, TicketData)
    breached = SlaBreached(
        subject=ticket["id"],
        tenantid=desk.tenant_id,
        data=SlaBreachedData(
            ticket=created.data.ticket,
            actor=Actor(type=ActorType.SYSTEM),
            target=SlaTarget.RESOLUTION,
            deadline=at,
        ),
    )
    applied = deadlines(desk, ticket, of_sequence=1, resolution_deadline=at)
    for event in (breached, applied) if breach_first else (applied, breached):
        await desk.system.publish(event)
    sla = (await desk.get(f"/tickets/{ticket['id']}"))["sla"]
    assert (sla["resolution_breached"], sla["first_response_breached"]) == (True, False)


async def test_reports_of_delivery_count_by_their_time_and_not_by_their_coming(desk: Desk) -> None:
    ticket = await desk.open(channel="telegram", chat_id=7)
    message = await desk.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    sent_at = datetime.fromisoformat(message["created_at"])
    earlier, later = sent_at + timedelta(seconds=1), sent_at + timedelta(seconds=2)

    async def shown() -> Any:
        return (await desk.get(f"/tickets/{ticket['id']}"))["messages"][-1]["delivery"]["status"]

    await desk.system.publish(report(desk, message, SendStatus.SENT, at=later))
    assert await shown() == "sent"
    await desk.system.publish(report(desk, message, SendStatus.FAILED, at=earlier, error="chat not found"))
    assert await shown() == "sent"
    await desk.system.publish(report(Desk(desk.system), message, SendStatus.FAILED, at=later + timedelta(seconds=9)))
    assert await shown() == "sent"
    await desk.system.publish(
        report(desk, message, SendStatus.FAILED, at=later + timedelta(seconds=1), error="blocked")
    )
    delivery = (await desk.get(f"/tickets/{ticket['id']}"))["messages"][-1]["delivery"]
    assert (delivery["status"], delivery["error"]) == ("failed", "blocked")
    assert (await desk.get(f"/tickets/{ticket['id']}"))["version"] == 2


async def test_nothing_is_kept_of_a_tenant_that_is_gone(desk: Desk) -> None:
    other = Desk(desk.system)
    for each in (desk, other):
        ticket = await each.open()
        await each.agent()
        await each.post("/teams", {"name": "Crew"})
        await each.post("/ticket-types", {"name": "Delivery"})
        await each.put("/settings", {"csat_enabled": True})
        await each.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    data = TenantData(id=desk.tenant_id, name="Acme")
    await desk.system.publish(TenantDeleted(subject=str(desk.tenant_id), tenantid=desk.tenant_id, data=data))
    assert all(rows == [] for rows in (await desk.stored()).values())
    assert all(len(rows) == 1 for rows in (await other.stored()).values())
