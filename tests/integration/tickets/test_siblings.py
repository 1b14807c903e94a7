"""What tickets tells its siblings, and what of a request goes on with its events."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from tests.integration.tickets.desk import Desk, error_form

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def ask(desk: Desk, place: str, *, via: str | None = "gateway", role: str = "admin") -> httpx.Response:
    caller = Caller(str(desk.tenant_id), role, ("read:helpdesk",), "gateway", "messenger", "r", via=via)
    url = f"{desk.system.urls[0]}/internal/principals/{place}"
    return await desk.system.http.get(url, headers={HEADER: sign(caller, secret=desk.system.secret)})


async def test_a_sibling_hears_whether_the_tenant_has_an_agent_or_a_contact(desk: Desk) -> None:
    contact = await desk.post("/contacts", {"name": "Bob"})
    for kind, row in (("agents", await desk.agent()), ("contacts", contact)):
        answer = await ask(desk, f"{kind}/{row['id']}")
        assert (answer.status_code, answer.json()) == (200, {"id": row["id"]})
        stranger = replace(desk, tenant_id=new_id())
        for who, place in ((desk, f"{kind}/{new_id()}"), (desk, f"{kind}/x"), (stranger, f"{kind}/{row['id']}")):
            error_form(await ask(who, place), status=404, code="not_found")
    error_form(await ask(desk, f"agents/{contact['id']}"), status=404, code="not_found")


async def test_nobody_but_a_sibling_is_told(desk: Desk) -> None:
    agent = await desk.agent()
    error_form(await ask(desk, f"agents/{agent['id']}", via=None), status=403, code="forbidden")
    error_form(await ask(desk, f"tickets/{new_id()}"), status=404, code="not_found")
    error_form(await ask(desk, f"agents/{agent['id']}", role="customer"), status=403, code="missing_role")


async def test_a_sibling_hears_whom_a_ticket_concerns(desk: Desk) -> None:
    ann, bob = await desk.agent("Ann"), await desk.agent("Bob")
    team = await desk.post("/teams", {"name": "Crew", "members": [ann["id"], bob["id"]]})
    ticket = await desk.open()
    assert await concerned(desk, ticket) == (None, set())
    await desk.patch(f"/tickets/{ticket['id']}", {"team_id": team["id"]})
    assert await concerned(desk, ticket) == (None, {"Ann", "Bob"})
    await desk.patch(f"/tickets/{ticket['id']}", {"assigned_to": ann["id"]})
    assert await concerned(desk, ticket) == (ann["id"], {"Ann"})
    await desk.put(f"/agents/{ann['id']}", {"active": False})
    assert await concerned(desk, ticket) == (None, {"Bob"})
    stranger = replace(desk, tenant_id=new_id())
    error_form(await recipients(stranger, ticket["id"]), status=404, code="not_found")
    error_form(await recipients(desk, ticket["id"], via=None), status=403, code="forbidden")


async def recipients(desk: Desk, ticket_id: str, *, via: str | None = "notifications") -> httpx.Response:
    caller = Caller(str(desk.tenant_id), "admin", ("read:helpdesk",), "notifications", "messenger", "r", via=via)
    url = f"{desk.system.urls[0]}/internal/recipients/{ticket_id}"
    return await desk.system.http.get(url, headers={HEADER: sign(caller, secret=desk.system.secret)})


async def concerned(desk: Desk, ticket: dict[str, Any]) -> tuple[str | None, set[str]]:
    """Whose the ticket is, and the names of those who are told of it."""
    told = (await recipients(desk, ticket["id"])).json()
    return told["assignee_id"], {agent["name"] for agent in told["agents"]}


async def test_the_trace_of_a_request_is_carried_on_its_events(desk: Desk) -> None:
    answer = await desk.ask("POST", "/tickets", json={"text": "Hello"}, headers={"traceparent": PARENT})
    (event,) = await desk.events(answer.json(), upto=1)
    assert event.traceparent == PARENT
    untraced = await desk.open()
    (event,) = await desk.events(untraced, upto=1)
    assert event.traceparent is None


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "a", "text": "b"}',
        b'{"text": "a", "x": NaN}',
        b'{"text": "a", "x": 1e400}',
        b'{"text": "a", "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"text": "a", "x": ' + b"[" * 32 + b"]" * 32 + b"}",
        b'{"text": "a", ' + b",".join(b'"%d":1' % number for number in range(60_000)) + b"}",
        b"[" * 500_000,
        b'{"text": "a"',
    ],
)
async def test_a_body_that_is_costly_or_has_two_meanings_is_malformed_and_does_nothing(desk: Desk, body: bytes) -> None:
    answer = await desk.ask("POST", "/tickets", content=body, headers={"Content-Type": "application/json"})
    error_form(answer, status=400, code="bad_request")
    assert (await desk.get("/tickets"))["tickets"] == []


async def test_brackets_in_a_text_are_no_nesting(desk: Desk) -> None:
    text = '[{"a": [' * 8_000
    ticket = await desk.open(text=text)
    assert ticket["text"] == text
