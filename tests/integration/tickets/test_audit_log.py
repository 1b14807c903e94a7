"""The audit log: every change of the configuration once, with who did it, before and after, and no way to change it."""

from typing import Any
from uuid import UUID

import pytest

from shared.events.audit import AuditActor, AuditData, AuditRecorded, AuditTarget
from shared.ids import new_id
from shared.vocabulary import Role
from tests.integration.tickets.desk import Desk, Json, rows_of
from tests.support.eventually import eventually


async def logged(desk: Desk, count: int, **query: Any) -> list[Json]:
    """The log, oldest first, once it has so many entries."""

    async def there() -> list[Json]:
        entries = await rows_of(desk, "/audit-log", "audit_log", **query)
        return entries[::-1] if len(entries) == count else []

    found: list[Json] = await eventually(there, what=f"{count} entries in the audit log")
    return found


KINDS: list[tuple[str, str, Json, Json]] = [
    ("/agents", "agent", {"name": "Ada", "email": "ada@example.com"}, {"name": "Ada L."}),
    ("/teams", "team", {"name": "Crew", "members": []}, {"name": "First crew"}),
    ("/ticket-types", "ticket_type", {"name": "Delivery"}, {"name": "Parcels"}),
    ("/custom-fields", "custom_field", {"name": "Order", "type": "text"}, {"name": "Order no."}),
    ("/canned-responses", "canned_response", {"title": "Hello", "text": "Hello!"}, {"text": "Good day!"}),
]


@pytest.mark.parametrize(("path", "target", "body", "change"), KINDS, ids=[kind[1] for kind in KINDS])
async def test_a_row_is_followed_from_its_creation_to_its_end(
    desk: Desk, path: str, target: str, body: Json, change: Json
) -> None:
    row = await desk.post(path, body)
    await desk.put(f"{path}/{row['id']}", change)
    await desk.put(f"{path}/{row['id']}", change)
    await desk.delete(f"{path}/{row['id']}")
    created, updated, deleted = await logged(desk, 3)
    assert [entry["action"] for entry in (created, updated, deleted)] == [
        f"{target}.created",
        f"{target}.updated",
        f"{target}.deleted",
    ]
    (field,) = change
    assert created["before"] is None
    assert created["after"].items() >= body.items()
    assert (updated["before"][field], updated["after"][field]) == (body[field], change[field])
    assert (deleted["before"], deleted["after"]) == (updated["after"], None)
    for entry in (created, updated, deleted):
        assert entry["target"] == {"type": target, "id": row["id"]}
        assert entry["actor"] == {"type": "admin", "id": None, "name": "A key", "key_id": str(desk.key_id)}
        assert entry["request_id"]


async def test_a_setting_is_told_with_what_it_was(desk: Desk) -> None:
    await desk.put("/settings", {"csat_enabled": True, "sla_first_reply_hours": 4})
    await desk.put("/settings", {"csat_enabled": True})
    await desk.put("/settings", {"csat_enabled": False, "helpdesk_close_message": {"en": "Bye"}})
    first, second = await logged(desk, 2)
    assert first["action"] == "settings.updated"
    assert first["before"] == {"csat_enabled": False, "sla_first_reply_hours": None}
    assert first["after"] == {"csat_enabled": True, "sla_first_reply_hours": 4}
    assert second["before"] == {"csat_enabled": True, "helpdesk_close_message": None}
    assert second["after"]["helpdesk_close_message"]["en"] == "Bye"


async def test_what_is_refused_is_not_told(desk: Desk) -> None:
    await desk.post("/agents", {"name": "Ada", "email": "ada@example.com"})
    assert (await desk.ask("POST", "/agents", json={"name": "Eve", "email": "ada@example.com"})).status_code == 409
    assert (await desk.ask("PUT", f"/agents/{new_id()}", json={"name": "Eve"})).status_code == 404
    assert (await desk.ask("DELETE", f"/teams/{new_id()}")).status_code == 404
    await desk.post("/teams", {"name": "Crew"})
    assert [entry["action"] for entry in await logged(desk, 2)] == ["agent.created", "team.created"]
    assert await desk.system.database["audit_outbox"].count_documents({"outbox.body": {"$regex": "Eve"}}) == 0


async def test_tickets_and_their_contacts_are_no_configuration(desk: Desk) -> None:
    await desk.open()
    await desk.post("/contacts", {"name": "Bob", "email": "bob@example.com"})
    await desk.post("/teams", {"name": "Crew"})
    assert [entry["action"] for entry in await logged(desk, 1)] == ["team.created"]


async def test_it_is_filtered_by_action_and_by_who(desk: Desk) -> None:
    agent_id, key_id, target_id = new_id(), new_id(), new_id()
    for action, actor in (
        ("webhook.created", AuditActor(type="admin", id=agent_id, name="Ada")),
        ("webhook.deleted", AuditActor(type="admin", key_id=key_id, name="A key")),
    ):
        data = AuditData(actor=actor, action=action, target=AuditTarget(type="webhook", id=target_id), after={"a": 1})
        event = AuditRecorded(subject=str(target_id), tenantid=desk.tenant_id, data=data)
        await publish(desk, event, times=2)
    await logged(desk, 2)
    assert [entry["action"] for entry in await logged(desk, 1, action="webhook.deleted")] == ["webhook.deleted"]
    assert [entry["actor"]["id"] for entry in await logged(desk, 1, actor=agent_id)] == [str(agent_id)]
    assert [entry["actor"]["key_id"] for entry in await logged(desk, 1, actor=key_id)] == [str(key_id)]
    assert await rows_of(desk, "/audit-log", "audit_log", action="webhook.deleted", actor=agent_id) == []


async def publish(desk: Desk, event: AuditRecorded, *, times: int) -> None:
    for _ in range(times):
        await desk.system._publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)


async def test_it_is_the_admins_of_the_tenant_alone_and_nobody_changes_it(desk: Desk) -> None:
    await desk.post("/teams", {"name": "Crew"})
    (entry,) = await logged(desk, 1)
    assert (await desk.as_agent().ask("GET", "/audit-log")).status_code == 403
    assert (await desk.as_customer().ask("GET", "/audit-log")).status_code == 403
    assert (await Desk(desk.system).get("/audit-log"))["audit_log"] == []
    assert desk.role is Role.ADMIN
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/audit-log", f"/audit-log/{entry['id']}"):
            assert (await desk.ask(method, path, json={})).status_code in {404, 405}
    assert await logged(desk, 1) == [entry]


@pytest.mark.parametrize("query", [{"limit": 0}, {"cursor": "none"}, {"actor": "1"}, {"action": "$gt"}])
async def test_a_bad_page_is_refused(desk: Desk, query: Json) -> None:
    assert (await desk.ask("GET", "/audit-log", params=query)).status_code == 422


async def test_what_waits_to_be_told_goes_when_it_is_told(desk: Desk) -> None:
    crew = await desk.post("/teams", {"name": "Crew"})
    await logged(desk, 1)

    async def gone() -> bool:
        waiting = desk.system.database["audit_outbox"].find({})
        return not any(UUID(crew["id"]).hex in str(document) for document in await waiting.to_list(None))

    await eventually(gone, what="nothing of it waits")
