"""The audit log before the whole product: every change of the configuration, whichever service it was made at."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from shared.bus.outbox import entries
from shared.events.audit import AuditActor, AuditData, AuditRecorded, AuditTarget
from shared.ids import new_id
from shared.mongo import connect
from tests.support.eventually import eventually
from tests.support.fake_telegram.control import TelegramControl
from tests.support.servers import BackingServers
from tests.support.stack import Stack, Tenant

Json = dict[str, Any]
OPERATOR = {"type": "operator", "id": None, "name": None, "key_id": None}
MADE_WITH_THE_TENANT = ["tenant.created", "key.created", "key.created", "key.created"]
TOKEN = "2000:AAaudited"
PUBLISHING = ("gateway", "tickets", "routing", "webhooks", "notifications")


@dataclass(frozen=True)
class Kind:
    """A kind of row, one of it, and a change of it."""

    noun: str
    path: str
    body: Json
    change: Json


KINDS = (
    Kind("agent", "/agents", {"name": "Ann", "email": "ann@example.com"}, {"active": False}),
    Kind("team", "/teams", {"name": "Crew"}, {"name": "First crew"}),
    Kind("ticket_type", "/ticket-types", {"name": "Delivery"}, {"enabled": False}),
    Kind("custom_field", "/custom-fields", {"name": "Order", "type": "text"}, {"name": "Order no."}),
    Kind("canned_response", "/canned-responses", {"title": "Hi", "text": "Hello"}, {"text": "Good day"}),
    Kind(
        "routing_rule",
        "/routing-rules",
        {"name": "All", "condition": {"channel": "virtual"}, "action": {"set_priority": "high"}},
        {"order_index": 7},
    ),
    Kind("webhook", "/webhooks", {"url": "http://127.0.0.1:18080/", "events": ["ticket.closed"]}, {"events": ["*"]}),
    Kind("channel", "/channels", {"kind": "telegram", "token": TOKEN}, {"status": "disabled"}),
)


async def logged(client: httpx.AsyncClient, count: int, **query: Any) -> list[Json]:
    """The log, oldest first, once it has so many entries; read in pages of seven."""

    async def whole() -> list[Json]:
        entries: list[Json] = []
        cursor: Json = {}
        while True:
            page = (await client.get("/audit-log", params={"limit": 7, **query, **cursor})).json()
            entries += page["audit_log"]
            if page["next_cursor"] is None:
                return entries[::-1]
            cursor = {"cursor": page["next_cursor"]}

    async def there() -> list[Json]:
        entries = await whole()
        return entries if len(entries) == count else []

    return await eventually(there, within=15, what=f"{count} entries in the audit log")


@pytest_asyncio.fixture
async def operator(helpdesk: Stack) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {helpdesk.operator_token}"}
    async with httpx.AsyncClient(
        base_url=f"{helpdesk.base_url}/admin", headers=headers, timeout=10, verify=False
    ) as client:
        yield client


async def boss_of(admin: httpx.AsyncClient, helpdesk: Stack) -> tuple[httpx.AsyncClient, Json]:
    """A client with an admin's key that stands for an agent, and who that is as the log names them."""
    agent = (await admin.post("/agents", json={"name": "Eve", "email": "eve@example.com"})).json()
    asked = {"name": "Eve's", "role": "admin", "agent_id": agent["id"]}
    key = (await admin.post("/keys", json=asked)).json()
    headers = {"Authorization": f"Bearer {key['key']}"}
    client = httpx.AsyncClient(base_url=str(admin.base_url), headers=headers, timeout=10, verify=False)
    return client, {"type": "admin", "id": agent["id"], "name": "Eve's", "key_id": key["id"]}


async def live(client: httpx.AsyncClient, kind: Kind) -> str:
    """Make a row of the kind twice with one key, change it twice in the same way, and delete it."""
    repeated = {"Idempotency-Key": str(new_id())}
    answers = [await client.post(kind.path, json=kind.body, headers=repeated) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
    row = str(answers[0].json()["id"])
    for _ in range(2):
        assert (await client.put(f"{kind.path}/{row}", json=kind.change)).status_code == 200
    assert (await client.delete(f"{kind.path}/{row}")).status_code == 204
    return row


async def test_every_change_of_the_configuration_is_on_record_in_order(
    helpdesk: Stack, admin: httpx.AsyncClient, telegram: TelegramControl
) -> None:
    await telegram.register_bot(TOKEN)
    stranger = await helpdesk.make_tenant("Other")
    client, eve = await boss_of(admin, helpdesk)
    async with client:
        rows = {kind.noun: await live(client, kind) for kind in KINDS}
        key = (await client.post("/keys", json={"name": "Shop", "role": "agent"})).json()
        assert (await client.delete(f"/keys/{key['id']}")).status_code == 204
        assert (await client.put("/settings", json={"csat_enabled": True})).status_code == 200
    before = [*MADE_WITH_THE_TENANT, "agent.created", "key.created"]
    lives = [f"{kind.noun}.{verb}" for kind in KINDS for verb in ("created", "updated", "deleted")]
    last = ["key.created", "key.revoked", "settings.updated"]
    log = await logged(admin, len(before) + len(lives) + len(last))
    assert [entry["action"] for entry in log] == [*before, *lives, *last]
    assert [entry["actor"] for entry in log[:4]] == [OPERATOR] * 4
    mine = log[len(before) :]
    assert all(entry["actor"] == eve and entry["request_id"] for entry in mine)
    for kind, (created, updated, deleted) in zip(KINDS, zip(*[iter(mine)] * 3, strict=False), strict=False):
        assert {entry["target"]["id"] for entry in (created, updated, deleted)} == {rows[kind.noun]}
        assert (created["before"], updated["before"]) == (None, created["after"])
        assert updated["after"] == {**created["after"], **kind.change}
        assert (deleted["before"], deleted["after"]) == (updated["after"], None)
    made, revoked, settings = mine[-3:]
    assert (made["target"], revoked["target"]["id"]) == ({"type": "key", "id": key["id"]}, key["id"])
    assert (settings["before"], settings["after"]) == ({"csat_enabled": False}, {"csat_enabled": True})
    text = str(log)
    assert not [secret for secret in (key["key"], TOKEN, "whsec_", "digest", "sealed") if secret in text]
    assert [entry["action"] for entry in await logged(admin, 1, action="key.revoked")] == ["key.revoked"]
    assert await logged(admin, len(mine), actor=eve["id"]) == await logged(admin, len(mine), actor=eve["key_id"])
    headers = {"Authorization": f"Bearer {stranger.admin}"}
    async with httpx.AsyncClient(base_url=str(admin.base_url), headers=headers, timeout=10, verify=False) as other:
        assert [entry["action"] for entry in await logged(other, 4)] == MADE_WITH_THE_TENANT
        assert not [entry for entry in await logged(other, 4) if entry["id"] in {each["id"] for each in log}]


async def test_the_operators_change_of_a_tenant_is_in_the_tenants_log(
    operator: httpx.AsyncClient, admin: httpx.AsyncClient, tenant: Tenant
) -> None:
    await operator.patch(f"/tenants/{tenant.id}", json={"name": "Renamed"}, headers={"X-Request-Id": "r-7"})
    *_, renamed = await logged(admin, 5)
    assert (renamed["action"], renamed["actor"], renamed["request_id"]) == ("tenant.updated", OPERATOR, "r-7")
    assert renamed["before"] == {"name": "Acme", "description": None}
    assert renamed["after"] == {"name": "Renamed", "description": None}


async def test_no_address_changes_an_entry_or_takes_it_away(
    operator: httpx.AsyncClient, admin: httpx.AsyncClient, tenant: Tenant
) -> None:
    log = await logged(admin, 4)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/audit-log", f"/audit-log/{log[0]['id']}"):
            assert (await admin.request(method, path, json={})).status_code in {404, 405}
            theirs = await operator.request(method, f"/tenants/{tenant.id}{path}", json={})
            assert theirs.status_code in {404, 405}
    assert await logged(admin, 4) == log


@pytest.mark.parametrize("service", PUBLISHING)
async def test_what_a_dead_process_left_untold_is_in_the_log_soon(
    helpdesk: Stack, servers: BackingServers, admin: httpx.AsyncClient, tenant: Tenant, service: str
) -> None:
    """As each service leaves it that is killed between its write and the publish."""
    data = AuditData(actor=AuditActor(type="admin"), action="left.behind", target=AuditTarget(type="left", id=new_id()))
    event = AuditRecorded(subject=str(data.target.id), tenantid=tenant.id, data=data)
    database = connect(servers.mongo.url, database=f"{helpdesk.namespace}_{service}")
    waiting = database["audit_outbox"]
    await waiting.insert_one({"_id": event.id, "tombstone": True, "outbox": entries([event])})
    (entry,) = await logged(admin, 1, action="left.behind")
    assert entry["id"] == str(event.id)

    async def buried() -> bool:
        return await waiting.count_documents({"_id": event.id}) == 0

    await eventually(buried, what="nothing of it waits")
    database.client.close()
