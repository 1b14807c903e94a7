"""The main job from end to end: a customer's ticket comes in, and the whole system reacts to it."""

import json
from typing import Any

import httpx

from tests.e2e.conftest import TOKEN
from tests.support.eventually import eventually
from tests.support.fake_telegram.control import TelegramControl
from tests.support.receiver import VERIFIED, Received, Receiver

CHAT = 4242
REACTION_SECONDS = 15.0


async def test_a_ticket_is_routed_timed_sent_answered_and_closed(
    admin: httpx.AsyncClient, telegram: TelegramControl, receiver: Receiver
) -> None:
    agent = await set_up(admin, telegram, receiver)

    opened = await post(
        admin,
        "/tickets",
        {
            "channel": "telegram",
            "chat_id": CHAT,
            "first_name": "Olga",
            "subject": "Refund",
            "text": "I want my money back",
        },
    )
    assert (opened["status"], opened["priority"], opened["assigned_to"]) == ("new", "normal", None)

    ticket = await eventually(lambda: routed_and_timed(admin, opened["id"]), within=REACTION_SECONDS)
    assert ticket["assigned_to"] == agent
    assert ticket["priority"] == "high"
    assert ticket["tags"] == ["money"]
    assert ticket["status"] == "new", "a rule's assignment does not start work"
    assert ticket["sla"]["first_response_met"] is None
    assert ticket["sla"]["resolution_deadline"] > ticket["sla"]["first_response_deadline"] > ticket["created_at"]

    created = await arrived(receiver, "ticket.created")
    assert created["data"]["ticket"]["id"] == opened["id"]
    assert created["data"]["message"]["text"] == "I want my money back"

    await post(admin, f"/tickets/{opened['id']}/reply", {"text": "A note for colleagues", "internal": True})
    answer = await post(admin, f"/tickets/{opened['id']}/reply", {"text": "The money is on its way."})
    assert answer["delivery"]["status"] == "pending"
    await eventually(lambda: chat_reads(telegram, ["The money is on its way."]), within=REACTION_SECONDS)
    await eventually(lambda: delivery_shows(admin, opened["id"], answer["id"], "sent"), within=REACTION_SECONDS)

    closed = (await admin.patch(f"/tickets/{opened['id']}/status", json={"status": "closed"})).json()
    assert closed["status"] == "closed"
    told = await arrived(receiver, "ticket.closed")
    assert told["data"]["ticket"]["closed_at"] == closed["closed_at"]
    assert told["data"]["ticket"]["sla"]["first_response_met"] is True
    assert {request.verdict for request in receiver.received("/hook")} == {VERIFIED}
    assert "A note for colleagues" not in "".join(await telegram.texts(CHAT))
    assert all("A note for colleagues" not in request.body.decode() for request in receiver.received("/hook"))


async def set_up(admin: httpx.AsyncClient, telegram: TelegramControl, receiver: Receiver) -> str:
    """A bot, an agent, a rule, SLA hours and a webhook; returns the agent's id."""
    await telegram.register_bot(TOKEN)
    await telegram.knows(CHAT)
    channel = await post(admin, "/channels", {"kind": "telegram", "token": TOKEN})
    assert channel["status"] == "active"
    agent = await post(admin, "/agents", {"name": "Ann", "email": "ann@example.com"})
    rule = {
        "name": "money",
        "condition": {"channel": "telegram", "text_contains": ["refund", "money"]},
        "action": {"assign_to": agent["id"], "set_priority": "high", "add_tag": "money"},
    }
    await post(admin, "/routing-rules", rule)
    settings = await admin.put("/settings", json={"sla_first_reply_hours": 4, "sla_resolve_hours": 24})
    assert settings.status_code == 200
    webhook = await post(admin, "/webhooks", {"url": f"{receiver.url}/hook", "events": ["*"]})
    receiver.trust("/hook", secret=webhook["secret"])
    return str(agent["id"])


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def routed_and_timed(admin: httpx.AsyncClient, ticket_id: str) -> dict[str, Any]:
    ticket: dict[str, Any] = (await admin.get(f"/tickets/{ticket_id}")).json()
    assert ticket["assigned_to"], "not routed yet"
    assert ticket["sla"], "no deadlines yet"
    return ticket


async def arrived(receiver: Receiver, event: str) -> dict[str, Any]:
    """The one webhook of this type, awaited."""

    def found() -> list[Received]:
        return [one for one in receiver.received("/hook") if json.loads(one.body)["type"] == event]

    requests = await eventually(found, within=REACTION_SECONDS, what=f"{event} arrives")
    assert len(requests) == 1
    body: dict[str, Any] = json.loads(requests[0].body)
    return body


async def chat_reads(telegram: TelegramControl, texts: list[str]) -> bool:
    assert await telegram.texts(CHAT) == texts
    return True


async def delivery_shows(admin: httpx.AsyncClient, ticket_id: str, message_id: str, status: str) -> bool:
    messages = (await admin.get(f"/tickets/{ticket_id}")).json()["messages"]
    delivery = next(message for message in messages if message["id"] == message_id)["delivery"]
    assert delivery["status"] == status, delivery
    return True
