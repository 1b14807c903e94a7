"""What the product remembers of what was done: through the gateway, with every service at work."""

from typing import Any

import httpx

from tests.support.eventually import eventually


async def test_a_rules_life_and_what_it_did_are_on_record(admin: httpx.AsyncClient) -> None:
    action, condition = {"set_priority": "urgent"}, {"channel": "virtual"}
    rule = (await admin.post("/routing-rules", json={"name": "R", "condition": condition, "action": action})).json()
    ticket = (await admin.post("/tickets", json={"text": "Where is my order?"})).json()

    async def routed() -> list[Any]:
        history = (await admin.get(f"/tickets/{ticket['id']}/history")).json()["history"]
        return [entry for entry in history if entry["actor"]["type"] == "rule"]

    (entry,) = await eventually(routed, what="the rule is in the ticket's history")
    assert (entry["actor"]["id"], entry["changes"]["priority"]) == (rule["id"], ["normal", "urgent"])
    assert entry["changes"]["routing"][1]["rule_id"] == rule["id"]
    await admin.delete(f"/routing-rules/{rule['id']}")

    async def logged() -> list[Any]:
        entries = (await admin.get("/audit-log", params={"limit": 100})).json()["audit_log"]
        # Beneath them are the tenant and its keys, which came first.
        return entries[:2] if len(entries) == 6 else []

    deleted, created = await eventually(logged, what="both changes are in the audit log")
    assert (created["action"], deleted["action"]) == ("routing_rule.created", "routing_rule.deleted")
    assert created["after"]["action"]["set_priority"] == "urgent"
    assert (created["target"]["id"], deleted["after"]) == (rule["id"], None)

    async def arrived() -> list[str]:
        events = (await admin.get("/events", params={"types": "ticket.created,ticket.updated"})).json()["events"]
        return [event["type"] for event in events] if len(events) == 2 else []

    assert sorted(await eventually(arrived, what="both events have arrived")) == ["ticket.created", "ticket.updated"]
