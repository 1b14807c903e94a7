"""The ledger of a ticket's clock, and the report's manners."""

from typing import Any

import httpx

from tests.e2e.numbers.conftest import client_of
from tests.support.eventually import eventually
from tests.support.stack import Stack

POLICY = {"name": "Gold", "first_response_hours": 1000, "resolution_hours": 2000, "applies": ["high"]}
NOTHING: dict[str, Any] = {"policy_id": None, "policy_name": None, "paused": False, "targets": []}


async def ledger(admin: httpx.AsyncClient, ticket: str, *, steps: int = 0) -> dict[str, Any]:
    """It, once each of its targets has so many steps."""

    async def told() -> dict[str, Any]:
        answer = await admin.get(f"/v1/helpdesk/tickets/{ticket}/sla")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        counts = [len(target["entries"]) for target in shown["targets"]]
        assert counts == [steps] * 2 if steps else True, counts
        return shown

    return await eventually(told, within=20, what=f"{steps} steps")


async def test_policy_pause_and_resumption_show_in_the_ledger_with_the_arithmetic(quick: Stack) -> None:
    tenant = await quick.make_tenant()
    async with client_of(quick, tenant.admin) as admin:
        policy = (await admin.post("/v1/helpdesk/sla-policies", json=POLICY)).json()
        opened = (await admin.post("/v1/helpdesk/tickets", json={"text": "Broken", "priority": "high"})).json()
        path = f"/v1/helpdesk/tickets/{opened['id']}"
        started = await ledger(admin, opened["id"], steps=1)
        assert (started["ticket_id"], started["policy_id"]) == (opened["id"], policy["id"])
        assert [target["promised_seconds"] for target in started["targets"]] == [1000, 2000]
        await admin.patch(f"{path}/status", json={"status": "waiting"})
        paused = await ledger(admin, opened["id"], steps=2)
        assert (paused["paused"], [target["paused"] for target in paused["targets"]]) == (True, [True, True])
        await admin.patch(f"{path}/status", json={"status": "in_progress"})
        resumed = await ledger(admin, opened["id"], steps=3)
        for target in resumed["targets"]:
            assert [entry["step"] for entry in target["entries"]] == ["started", "paused", "resumed"]
            begun, stopped, going = target["entries"]
            assert begun["used_seconds"] == 0 < stopped["used_seconds"] == going["used_seconds"]
            assert (stopped["deadline"], going["deadline"]) == (None, target["deadline"])
            assert target["deadline"] > begun["deadline"]
        await admin.post(f"{path}/reply", json={"text": "Done"})

        async def met() -> bool:
            first, resolution = (await ledger(admin, opened["id"]))["targets"]
            steps = [entry["step"] for entry in first["entries"]]
            return (first["met"], resolution["met"], steps[-1]) == (True, None, "met")

        await eventually(met, within=20, what="the first reply is met")


async def test_a_ticket_that_nothing_was_promised_for_has_an_empty_ledger_and_no_ticket_has_none(quick: Stack) -> None:
    tenant, other = await quick.make_tenant(), await quick.make_tenant()
    async with client_of(quick, tenant.admin) as admin, client_of(quick, other.admin) as stranger:
        opened = (await admin.post("/v1/helpdesk/tickets", json={"text": "Broken"})).json()
        assert await ledger(admin, opened["id"]) == {"ticket_id": opened["id"], **NOTHING}
        for client, ticket in ((stranger, opened["id"]), (admin, "no-such"), (admin, tenant.id)):
            answer = await client.get(f"/v1/helpdesk/tickets/{ticket}/sla")
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_the_report_refuses_what_is_no_period_and_says_which_it_took(quick: Stack) -> None:
    tenant = await quick.make_tenant()
    async with client_of(quick, tenant.admin) as admin:
        for query, field in (
            ({"from": "2026-02-30"}, "from"),
            ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
            ({"from": "2001-01-01", "to": "2026-01-01"}, "from"),
        ):
            answer = await admin.get("/v1/helpdesk/sla", params=query)
            assert (answer.status_code, answer.json()["error"]["details"][0]["field"]) == (422, field)
        answer = await admin.get("/v1/helpdesk/sla", params={"from": "2026-01-01", "to": "2026-01-31T10:00:00Z"})
        nothing = {"measured": 0, "met": 0, "breached": 0, "avg_seconds": None}
        assert answer.json() == {
            "thresholds": {"first_reply_hours": None, "resolve_hours": None},
            "period": {"from": "2026-01-01", "to": "2026-01-31"},
            "tickets": 0,
            "first_reply": nothing,
            "resolution": nothing,
            "csat": {"ratings": 0, "avg": None},
        }
