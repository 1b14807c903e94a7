"""A tenant's admins manage their own tenant's keys at `/v1/helpdesk/keys`."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from pymongo import MongoClient

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.forms import is_error_of
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.unknown import UNKNOWN_ID

KEYS = "/v1/helpdesk/keys"
SHOWN = {
    *("id", "tenant_id", "name", "role", "scopes", "prefix", "agent_id", "contact_id"),
    *("expires_at", "revoked_at", "last_used_at", "created_at", "updated_at"),
}


def with_key(gateway: Gateway, key: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(base_url=gateway.stack.base_url, headers=headers, timeout=10.0, verify=False)


async def test_an_admin_issues_shows_and_revokes_keys(gateway: Gateway) -> None:
    admin = await gateway.key(role="admin")
    async with with_key(gateway, admin["key"]) as client:
        answer = await client.post(KEYS, json={"name": "Bot", "role": "agent", "prefix": "zn_live_"})
        assert answer.status_code == 201
        made = answer.json()
        secret = made.pop("key")
        assert (made.keys(), secret[:8]) == (SHOWN, "zn_live_")
        assert (made["tenant_id"], made["scopes"]) == (admin["tenant_id"], ["read:helpdesk", "write:helpdesk"])
        assert (await client.get(f"{KEYS}/{made['id']}")).json() == made
        assert [key["id"] for key in (await client.get(KEYS)).json()["keys"]] == [admin["id"], made["id"]]
        used = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {secret}"})
        assert used.status_code == 200
        assert (await client.delete(f"{KEYS}/{made['id']}")).status_code == 204
        assert (await client.get(f"{KEYS}/{made['id']}")).json()["revoked_at"] is not None

    async def refused() -> bool:
        answer = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code == 401

    await eventually(refused, within=5.0, what="the revoked key is refused")


async def test_keys_are_listed_page_by_page(gateway: Gateway) -> None:
    admin = await gateway.key(role="admin")
    ids = [admin["id"]] + [(await gateway.key(admin["tenant_id"], name=str(n)))["id"] for n in range(4)]
    async with with_key(gateway, admin["key"]) as client:
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await client.get(KEYS, params={"limit": 2, **cursor})).json()
            found += [key["id"] for key in page["keys"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
    assert found == ids


@pytest.mark.parametrize(
    "key",
    [
        {"role": "agent"},
        {"role": "customer", "contact_id": str(new_id())},
        {"role": "admin", "scopes": ["read:helpdesk", "write:helpdesk"]},
    ],
    ids=["agent", "customer", "admin without the scope"],
)
async def test_nobody_but_an_admin_sees_or_makes_keys(gateway: Gateway, key: dict[str, Any]) -> None:
    asker = await gateway.key(**key)
    async with with_key(gateway, asker["key"]) as client:
        for method, path in (("GET", ""), ("POST", ""), ("GET", f"/{asker['id']}"), ("DELETE", f"/{asker['id']}")):
            answer = await client.request(method, f"{KEYS}{path}", json={"name": "x", "role": "agent"})
            is_error_of(Surface.MESSENGER, answer, status=403)
    listed = (await gateway.operator.get(f"/tenants/{asker['tenant_id']}/keys")).json()["keys"]
    assert [each["revoked_at"] for each in listed] == [None]


async def test_another_tenants_key_is_like_one_that_does_not_exist(gateway: Gateway) -> None:
    admin, other = await gateway.key(role="admin"), await gateway.key()
    async with with_key(gateway, admin["key"]) as client:
        for key_id in (other["id"], str(new_id()), "none"):
            for method in ("GET", "DELETE"):
                is_error_of(Surface.MESSENGER, await client.request(method, f"{KEYS}/{key_id}"), status=404)
    alive = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {other['key']}"})
    assert alive.status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x"}, "role"),
        ({"role": "agent"}, "name"),
        ({"name": "x", "role": "customer"}, "contact_id"),
        ({"name": "x", "role": "agent", "scopes": ["admin:helpdesk"]}, "scopes"),
        ({"name": "x", "role": "agent", "prefix": "sk_"}, "prefix"),
        ({"name": "x", "role": "agent", "agent_id": "me"}, "agent_id"),
        ({"name": "x", "role": "agent", "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
    ],
)
async def test_a_wrong_key_is_refused_and_the_field_named(gateway: Gateway, body: Any, field: str) -> None:
    admin = await gateway.key(role="admin")
    async with with_key(gateway, admin["key"]) as client:
        answer = await client.post(KEYS, json=body)
        assert answer.status_code == 422
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
        assert len((await client.get(KEYS)).json()["keys"]) == 1


@pytest.mark.parametrize(("role", "field"), [("agent", "agent_id"), ("admin", "agent_id"), ("customer", "contact_id")])
async def test_a_key_stands_only_for_somebody_whom_tickets_knows(gateway: Gateway, role: str, field: str) -> None:
    admin, somebody, nobody = await gateway.key(role="admin"), str(new_id()), str(new_id())
    gateway.echo.unknown.add(nobody)
    paths = [(gateway.operator, f"/tenants/{admin['tenant_id']}/keys")]
    async with with_key(gateway, admin["key"]) as client:
        for asker, path in [*paths, (client, KEYS)]:
            made = await asker.post(path, json={"name": "x", "role": role, field: somebody})
            assert (made.status_code, made.json()[field]) == (201, somebody)
            asked = gateway.echo.heard[-1]
            assert asked.target == f"/internal/principals/{field.removesuffix('_id')}s/{somebody}"
            answer = await asker.post(path, json={"name": "x", "role": role, field: nobody})
            assert answer.status_code == 422
            assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]


async def test_a_tenants_last_admin_key_does_not_revoke_itself(gateway: Gateway) -> None:
    admin = await gateway.key(role="admin")
    tenant_id = admin["tenant_id"]
    await gateway.key(tenant_id, role="admin", scopes=["read:helpdesk"])
    gone = await gateway.key(tenant_id, role="admin")
    await gateway.operator.delete(f"/tenants/{tenant_id}/keys/{gone['id']}")
    async with with_key(gateway, admin["key"]) as client:
        answer = await client.delete(f"{KEYS}/{admin['id']}")
        is_error_of(Surface.MESSENGER, answer, status=409)
        assert answer.json()["error"]["code"] == "last_admin_key"
        assert (await client.post(KEYS, json={"name": "heir", "role": "admin"})).status_code == 201
        assert (await client.delete(f"{KEYS}/{admin['id']}")).status_code == 204
    last = (await gateway.key(tenant_id, role="admin"))["id"]
    assert (await gateway.operator.delete(f"/tenants/{tenant_id}/keys/{last}")).status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("PUT", "", 405), ("PATCH", f"/{UNKNOWN_ID}", 405), ("GET", "/a/b", 404), ("GET", "?limit=0", 422)],
)
async def test_what_the_gateway_itself_refuses_is_in_the_messenger_form(
    gateway: Gateway, method: str, path: str, status: int
) -> None:
    headers = await gateway.bearer(role="admin")
    answer = await gateway.client.request(method, f"{KEYS}{path}", headers=headers)
    is_error_of(Surface.MESSENGER, answer, status=status)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"name": "a", "name": "b", "role": "agent"}', b'{"x": NaN}'])
async def test_a_body_that_can_be_read_in_two_ways_is_refused(gateway: Gateway, body: bytes) -> None:
    headers = {**await gateway.bearer(role="admin"), "Content-Type": "application/json"}
    answer = await gateway.client.post(KEYS, content=body, headers=headers)
    is_error_of(Surface.MESSENGER, answer, status=400)


async def test_a_request_sent_again_makes_one_key_and_what_it_was_answered_is_the_tenants_own(
    gateway: Gateway,
) -> None:
    body, again = {"name": "Bot", "role": "agent"}, {"Idempotency-Key": str(new_id())}
    keys: set[str] = set()
    for admin in (await gateway.key(role="admin"), await gateway.key(role="admin")):
        async with with_key(gateway, admin["key"]) as client:
            first, second = [await client.post(KEYS, json=body, headers=again) for _ in range(2)]
            assert (first.status_code, first.json()["tenant_id"]) == (201, admin["tenant_id"])
            assert "idempotent-replayed" not in first.headers
            assert (second.json(), second.headers["idempotent-replayed"]) == (first.json(), "true")
            assert len((await client.get(KEYS)).json()["keys"]) == 2
        keys.add(first.json()["key"])
    assert len(keys) == 2


async def test_what_is_kept_of_a_tenants_requests_goes_with_it(gateway: Gateway, servers: BackingServers) -> None:
    admin = await gateway.key(role="admin")
    async with with_key(gateway, admin["key"]) as client:
        answer = await client.post(KEYS, json={"name": "x", "role": "agent"}, headers={"Idempotency-Key": "1"})
        assert answer.status_code == 201
    mine = {"_id.tenant_id": UUID(admin["tenant_id"])}
    with MongoClient[dict[str, Any]](servers.mongo.url, uuidRepresentation="standard") as mongo:
        kept = mongo[f"{gateway.stack.namespace}_gateway"]["idempotency"]
        assert kept.count_documents(mine) == 1
        assert (await gateway.operator.delete(f"/tenants/{admin['tenant_id']}")).status_code == 204
        assert kept.count_documents(mine) == 0
