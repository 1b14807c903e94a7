"""Deadlines, breaches, reports of delivery and ends of tenants count in their own order."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.clock import utc_now
from shared.events.decisions import (
    SlaBreached,
    TargetData,
)
from shared.events.envelope import Actor
from shared.events.tenant import TenantData, TenantDeleted
from shared.events.ticket import TicketData
from shared.vocabulary import ActorType, SendStatus, SlaTarget
from tests.integration.tickets.decisions import deadlines, report
from tests.integration.tickets.desk import Desk


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
        data=TargetData(
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
        await each.post("/contacts", {"name": "Grace", "email": "grace@example.com"})
        await each.post("/custom-fields", {"name": "Order", "type": "text"})
        await each.post("/canned-responses", {"title": "Hello", "text": "Hello"})
        await each.post("/saved-views", {"name": "Mine", "filter": {"status": "new"}})
        await each.put("/settings", {"csat_enabled": True})
        await each.post(f"/tickets/{ticket['id']}/reply", {"text": "Hello"})
    data = TenantData(id=desk.tenant_id, name="Acme")
    await desk.system.publish(TenantDeleted(subject=str(desk.tenant_id), tenantid=desk.tenant_id, data=data))
    assert all(rows == [] for rows in (await desk.stored()).values())
    assert all(len(rows) == 1 for rows in (await other.stored()).values())
