"""What the operator and a tenant's admin do to tenants and keys is told to the audit log, and never a key."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from shared.ids import new_id
from tests.integration.gateway.door import Gateway
from tests.integration.gateway.test_cli import helpdesk
from tests.support.audit_told import AuditTold, listening_for_audit
from tests.support.servers import BackingServers

KEYS = "/v1/helpdesk/keys"


@pytest_asyncio.fixture
async def told(servers: BackingServers, gateway: Gateway) -> AsyncIterator[AuditTold]:
    async with listening_for_audit(servers, stack=gateway.stack) as listening:
        yield listening


async def test_a_tenant_is_told_as_the_operators_doing(gateway: Gateway, told: AuditTold) -> None:
    made = (await gateway.operator.post("/tenants", json={"name": "Acme"}, headers={"X-Request-Id": "r-1"})).json()
    path = f"/tenants/{made['id']}"
    for _ in range(2):
        await gateway.operator.patch(path, json={"name": "Acme Ltd", "description": "Anvils"})
    assert (await gateway.operator.patch(path, json={"name": ""})).status_code == 422
    created, updated = await told.of(made["id"], "tenant.created", "tenant.updated")
    assert (created.data.before, created.data.after) == (None, {"name": "Acme", "description": None})
    assert (updated.data.before, updated.data.after) == (
        created.data.after,
        {"name": "Acme Ltd", "description": "Anvils"},
    )
    assert created.requestid == "r-1"
    for event in (created, updated):
        assert event.data.actor.model_dump() == {"type": "operator", "id": None, "name": None, "key_id": None}
        assert (event.data.target.type, str(event.data.target.id)) == ("tenant", made["id"])


async def test_keys_are_told_as_their_makers_doing(gateway: Gateway, told: AuditTold) -> None:
    tenant_id = await gateway.tenant()
    admin = await gateway.key(tenant_id, name="Boss", role="admin")
    headers = {"Authorization": f"Bearer {admin['key']}"}
    asked = {"name": "Shop", "role": "agent", "expires_at": "2100-01-01T00:00:00Z"}
    shop = (await gateway.client.post(KEYS, json=asked, headers=headers)).json()
    for _ in range(2):
        assert (await gateway.client.delete(f"{KEYS}/{shop['id']}", headers=headers)).status_code == 204
    _, first, second, revoked = await told.of(tenant_id, "tenant.created", "key.created", "key.created", "key.revoked")
    assert [event.data.actor.type for event in (first, second, revoked)] == ["operator", "admin", "admin"]
    for event in (second, revoked):
        assert (event.data.actor.name, str(event.data.actor.key_id)) == ("Boss", admin["id"])
        assert (event.data.target.type, str(event.data.target.id)) == ("key", shop["id"])
    told_of = ("name", "role", "scopes", "prefix", "agent_id", "contact_id", "expires_at", "revoked_at")
    assert (second.data.before, second.data.after) == (None, {name: shop[name] for name in told_of})
    assert revoked.data.before == second.data.after
    assert revoked.data.after == {**(second.data.after or {}), "revoked_at": (revoked.data.after or {})["revoked_at"]}
    assert (revoked.data.after or {})["revoked_at"] is not None
    for event in (first, second, revoked):
        said = event.to_json().decode()
        assert "digest" not in said
        assert not [key for key in (admin, shop) if key["key"].removeprefix("hd_live_") in said]


async def test_what_is_refused_or_repeated_is_not_told(gateway: Gateway, told: AuditTold) -> None:
    repeated = {"Idempotency-Key": str(new_id())}
    answers = [await gateway.operator.post("/tenants", json={"name": "Once"}, headers=repeated) for _ in range(2)]
    tenant_id = answers[0].json()["id"]
    path = f"/tenants/{tenant_id}/keys"
    for _ in range(2):
        await gateway.operator.post(path, json={"name": "Only", "role": "admin"}, headers=repeated)
    (only,) = (await gateway.operator.get(path)).json()["keys"]
    other = await gateway.tenant()
    assert (await gateway.operator.post(path, json={"name": "x", "role": "owner"})).status_code == 422
    assert (await gateway.operator.delete(f"{path}/{new_id()}")).status_code == 404
    assert (await gateway.operator.delete(f"/tenants/{other}/keys/{only['id']}")).status_code == 404
    await told.of(other, "tenant.created")
    await told.of(tenant_id, "tenant.created", "key.created")


async def test_a_last_key_that_may_not_revoke_itself_is_not_told(gateway: Gateway, told: AuditTold) -> None:
    admin = await gateway.key(role="admin")
    headers = {"Authorization": f"Bearer {admin['key']}"}
    refused: httpx.Response = await gateway.client.delete(f"{KEYS}/{admin['id']}", headers=headers)
    assert refused.status_code == 409
    await gateway.operator.patch(f"/tenants/{admin['tenant_id']}", json={"name": "After"})
    await told.of(admin["tenant_id"], "tenant.created", "key.created", "tenant.updated")


async def test_the_command_line_is_the_operator(gateway: Gateway, told: AuditTold) -> None:
    tenant_id = (await helpdesk(gateway, "tenants", "create", "Acme")).said["id"]
    key = (await helpdesk(gateway, "keys", "create", "--tenant", tenant_id, "--role", "agent")).said
    assert (await helpdesk(gateway, "keys", "revoke", "--tenant", tenant_id, key["id"])).code == 0
    events = await told.of(tenant_id, "tenant.created", "key.created", "key.revoked")
    assert {event.data.actor.type for event in events} == {"operator"}
