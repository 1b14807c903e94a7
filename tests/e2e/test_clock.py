"""The clock from end to end, with hours of a second: deadlines, warning, breach, pause, the unanswered, the closing."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support.eventually import eventually
from tests.support.receiver import Receiver
from tests.support.servers import BackingServers
from tests.support.stack import Stack

SOON = 20.0
SERVICES = ("gateway", "tickets", "sla", "webhooks", "routing", "notifications", "search")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def quick(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    settings = {
        "HELPDESK_SLA_SECONDS_PER_HOUR": "1",
        "HELPDESK_RATE_LIMIT_PER_MINUTE": "0",
        "HELPDESK_WEBHOOKS_SCHEDULE_SECONDS": "0,0.2,0.5,1",
    }
    directory: Path = tmp_path_factory.mktemp("clock")
    async with Stack(servers, directory=directory, settings=settings, services=SERVICES) as stack:
        yield stack


@pytest_asyncio.fixture
async def desk(quick: Stack, receiver: Receiver) -> AsyncIterator[httpx.AsyncClient]:
    """A tenant's admin, whose every webhook comes in at `/clock`."""
    tenant = await quick.make_tenant()
    async with httpx.AsyncClient(
        base_url=f"{quick.base_url}/v1/helpdesk",
        headers={"Authorization": f"Bearer {tenant.admin}"},
        timeout=10,
        verify=False,
    ) as client:
        await post(client, "/webhooks", {"url": f"{receiver.url}/clock", "events": ["*"]})
        yield client


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any], *, status: int = 201) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def change(client: httpx.AsyncClient, path: str, body: dict[str, Any], *, method: str = "PATCH") -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text


def told(receiver: Receiver, ticket_id: str) -> Counter[str]:
    """How often each webhook about a ticket came; those of the clock with their target."""
    bodies = [json.loads(request.body) for request in receiver.received("/clock")]
    mine = [body for body in bodies if body["data"].get("ticket", {}).get("id") == ticket_id]
    return Counter(" ".join(filter(None, (body["type"], body["data"].get("target")))) for body in mine)


async def comes(receiver: Receiver, ticket_id: str, what: str) -> None:
    await eventually(lambda: told(receiver, ticket_id)[what] >= 1, within=SOON, what=what)


async def shows(client: httpx.AsyncClient, ticket_id: str, **wanted: object) -> dict[str, Any]:
    """The ticket's `sla` once it says so."""

    async def said() -> dict[str, Any]:
        sla = (await client.get(f"/tickets/{ticket_id}")).json()["sla"]
        assert sla is not None
        assert {name: sla[name] for name in wanted} == wanted
        return dict(sla)

    return await eventually(said, within=SOON, what=f"sla shows {wanted}")


async def test_a_deadline_is_shown_warned_of_and_breached_once(desk: httpx.AsyncClient, receiver: Receiver) -> None:
    policy = {"name": "Gold", "first_response_hours": 3, "resolution_hours": 1000, "applies": ["normal"]}
    await post(desk, "/sla-policies", policy)
    ticket = await post(desk, "/tickets", {"text": "Where is my order?"})
    sla = await shows(desk, ticket["id"], policy_name="Gold", first_response_met=None)
    assert sla["first_response_deadline"] > ticket["created_at"]
    await comes(receiver, ticket["id"], "sla.warning first_response")
    await comes(receiver, ticket["id"], "sla.breached first_response")
    await shows(desk, ticket["id"], first_response_breached=True, first_response_met=False, resolution_breached=False)
    await post(desk, f"/tickets/{ticket['id']}/reply", {"text": "Sorry that it took so long."})
    await comes(receiver, ticket["id"], "ticket.replied")
    clock = {name: count for name, count in told(receiver, ticket["id"]).items() if name.startswith("sla.")}
    assert clock == {"sla.warning first_response": 1, "sla.breached first_response": 1}


async def test_waiting_for_the_customer_stops_the_clock(desk: httpx.AsyncClient, receiver: Receiver) -> None:
    policy = {"name": "Patient", "first_response_hours": 1000, "resolution_hours": 4, "applies": ["normal"]}
    await post(desk, "/sla-policies", policy)
    ticket = await post(desk, "/tickets", {"text": "Where is my order?"})
    before = await shows(desk, ticket["id"], policy_name="Patient", paused=False)
    await change(desk, f"/tickets/{ticket['id']}", {"status": "waiting"})
    await shows(desk, ticket["id"], paused=True)
    marker = await post(desk, "/tickets", {"text": "Another"})
    await comes(receiver, marker["id"], "sla.breached resolution")
    assert told(receiver, ticket["id"])["sla.breached resolution"] == 0
    await change(desk, f"/tickets/{ticket['id']}", {"status": "in_progress"})
    resumed = await shows(desk, ticket["id"], paused=False)
    assert resumed["resolution_deadline"] > before["resolution_deadline"]
    await comes(receiver, ticket["id"], "sla.breached resolution")


async def test_the_unanswered_are_told_of_once_for_each_stretch_under_settings_that_came_later(
    desk: httpx.AsyncClient, receiver: Receiver
) -> None:
    ticket = await post(desk, "/tickets", {"text": "Hello?"})
    await comes(receiver, ticket["id"], "ticket.created")
    await change(desk, "/settings", {"helpdesk_unanswered_hours": 12}, method="PUT")
    await comes(receiver, ticket["id"], "ticket.unanswered_24h")
    await post(desk, f"/tickets/{ticket['id']}/customer-reply", {"text": "Is anybody there?"})
    marker = await post(desk, "/tickets", {"text": "Me too"})
    await comes(receiver, marker["id"], "ticket.unanswered_24h")
    assert told(receiver, ticket["id"])["ticket.unanswered_24h"] == 1


async def test_a_resolved_ticket_is_closed_after_the_days_of_the_setting(
    desk: httpx.AsyncClient, receiver: Receiver
) -> None:
    await change(desk, "/settings", {"helpdesk_auto_close_days": 1}, method="PUT")
    ticket = await post(desk, "/tickets", {"text": "It works again"})
    await change(desk, f"/tickets/{ticket['id']}", {"status": "waiting"})
    await eventually(lambda: told(receiver, ticket["id"])["ticket.closed"] == 1, within=60, what="the closing")
    closed = (await desk.get(f"/tickets/{ticket['id']}")).json()
    assert closed["status"] == "closed"
