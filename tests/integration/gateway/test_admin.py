"""The operator's tenants and keys."""

import json
from typing import Any
from uuid import UUID

import aio_pika
import pytest
from aio_pika.abc import AbstractIncomingMessage
from pymongo import MongoClient

from shared.bus.topology import Names
from shared.events.envelope import Event
from shared.events.registry import EVENTS
from shared.events.tenant import TenantChanged, TenantDeleted
from shared.ids import new_id
from tests.integration.gateway.door import TICKETS, Gateway
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.unknown import UNKNOWN_ID


async def test_a_tenant_is_made_shown_changed_and_deleted(gateway: Gateway) -> None:
    made = (await gateway.operator.post("/tenants", json={"name": "  Acme  ", "description": "a\nb"})).json()
    assert set(made) == {"id", "name", "description", "created_at", "updated_at"}
    assert (made["name"], made["description"], made["created_at"][-1]) == ("Acme", "a\nb", "Z")
    path = f"/tenants/{made['id']}"
    assert (await gateway.operator.get(path)).json() == made
    renamed = (await gateway.operator.patch(path, json={"name": "Acme Ltd"})).json()
    assert (renamed["name"], renamed["description"]) == ("Acme Ltd", "a\nb")
    assert renamed["updated_at"] > made["updated_at"]
    emptied = (await gateway.operator.patch(path, json={"description": None})).json()
    assert (emptied["name"], emptied["description"]) == ("Acme Ltd", None)
    assert (await gateway.operator.delete(path)).status_code == 204
    for answer in (
        await gateway.operator.get(path),
        await gateway.operator.patch(path, json={"name": "x"}),
        await gateway.operator.delete(path),
        await gateway.operator.post(f"{path}/keys", json={"name": "x", "role": "agent"}),
        await gateway.operator.get(f"{path}/keys"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_tenants_and_keys_are_listed_page_by_page_in_the_order_of_their_making(gateway: Gateway) -> None:
    tenants = [await gateway.tenant(f"Page {number}") for number in range(5)]
    assert [tenant for tenant in await walk(gateway, "/tenants", "tenants") if tenant in tenants] == tenants
    keys = [(await gateway.key(tenants[0], name=str(number)))["id"] for number in range(5)]
    assert await walk(gateway, f"/tenants/{tenants[0]}/keys", "keys") == keys
    assert await walk(gateway, f"/tenants/{tenants[1]}/keys", "keys") == []


async def walk(gateway: Gateway, path: str, name: str) -> list[str]:
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await gateway.operator.get(path, params={"limit": 2, **cursor})).json()
        assert set(page) == {name, "next_cursor"}
        ids += [row["id"] for row in page[name]]
        if page["next_cursor"] is None:
            return ids
        cursor = {"cursor": page["next_cursor"]}


async def test_a_key_is_shown_once_and_stored_nowhere(gateway: Gateway, servers: BackingServers) -> None:
    shown = await gateway.key(
        name="Bot", scopes=["read:helpdesk"], prefix="ak_", expires_at="2100-01-01T00:00:00+01:00"
    )
    listed = (await gateway.operator.get(f"/tenants/{shown['tenant_id']}/keys")).json()["keys"]
    secret = shown.pop("key")
    assert listed == [shown]
    assert shown["expires_at"] == "2099-12-31T23:00:00.000Z"
    assert (shown["prefix"], shown["scopes"], shown["revoked_at"]) == ("ak_", ["read:helpdesk"], None)
    await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {secret}"})
    with MongoClient[dict[str, Any]](servers.mongo.url, uuidRepresentation="standard") as mongo:
        database = mongo[f"{gateway.stack.namespace}_gateway"]
        stored = [repr(row) for name in database.list_collection_names() for row in database[name].find()]
    assert any(shown["id"] in row for row in stored)
    assert not [row for row in stored if secret in row or secret.removeprefix("ak_") in row]
    log = await eventually(lambda: log_after(gateway, shown["tenant_id"]), what="the request is in the log")
    assert secret.removeprefix("ak_") not in log
    assert gateway.stack.operator_token not in log


def log_after(gateway: Gateway, tenant_id: str) -> str:
    """The gateway's log, once it has a line of this tenant's."""
    log = gateway.stack.process("gateway").log.read_text()
    return log if f'"tenant_id":"{tenant_id}"' in log else ""


async def test_another_tenants_key_is_like_none(gateway: Gateway) -> None:
    shown, other = await gateway.key(), await gateway.tenant()
    answer = await gateway.operator.delete(f"/tenants/{other}/keys/{shown['id']}")
    assert answer.status_code == 404
    headers = {"Authorization": f"Bearer {shown['key']}"}
    assert (await gateway.client.get(TICKETS, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 1}, "name"),
        ({"name": {"$gt": ""}}, "name"),
        ({"name": "x", "description": "y" * 2_001}, "description"),
        ({"name": "x", "description": "\x1b"}, "description"),
    ],
)
async def test_a_wrong_tenant_is_refused_and_the_field_named(gateway: Gateway, body: Any, field: str) -> None:
    answer = await gateway.operator.post("/tenants", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "validation_error"
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x"}, "role"),
        ({"role": "agent"}, "name"),
        ({"name": "x", "role": "owner"}, "role"),
        ({"name": "x", "role": "agent", "prefix": "sk_"}, "prefix"),
        ({"name": "x", "role": "agent", "scopes": []}, "scopes"),
        ({"name": "x", "role": "agent", "scopes": ["admin:helpdesk"]}, "scopes"),
        ({"name": "x", "role": "agent", "scopes": ["everything"]}, "scopes.0"),
        ({"name": "x", "role": "customer"}, "contact_id"),
        ({"name": "x", "role": "agent", "contact_id": str(new_id())}, "contact_id"),
        ({"name": "x", "role": "agent", "agent_id": "me"}, "agent_id"),
        ({"name": "x", "role": "agent", "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "x", "role": "agent", "expires_at": "2100-01-01T00:00:00"}, "expires_at"),
    ],
)
async def test_a_wrong_key_is_refused_and_the_field_named(gateway: Gateway, body: Any, field: str) -> None:
    tenant_id = await gateway.tenant()
    answer = await gateway.operator.post(f"/tenants/{tenant_id}/keys", json=body)
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert (await gateway.operator.get(f"/tenants/{tenant_id}/keys")).json()["keys"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_json_object_is_refused(gateway: Gateway, body: bytes) -> None:
    answer = await gateway.operator.post("/tenants", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_the_admin_takes_no_body_beyond_the_limit(gateway: Gateway) -> None:
    answer = await gateway.operator.post("/tenants", json={"name": "x", "extra": "y" * 1024 * 1024})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/tenants/none", 404),
        ("GET", f"/tenants/{UNKNOWN_ID}", 404),
        ("GET", "/nothing", 404),
        ("PUT", "/tenants", 405),
        ("GET", "/tenants?limit=0", 422),
        ("GET", "/tenants?limit=101", 422),
        ("GET", "/tenants?cursor=!", 422),
    ],
)
async def test_what_is_not_there_is_said_in_the_messenger_form(
    gateway: Gateway, method: str, path: str, status: int
) -> None:
    answer = await gateway.operator.request(method, path, headers={"X-Request-Id": "r1"})
    assert (answer.status_code, answer.json()["request_id"]) == (status, "r1")
    assert {"code", "message"} <= set(answer.json()["error"])


async def test_a_deleted_tenants_keys_die_and_its_end_is_told_once(gateway: Gateway, servers: BackingServers) -> None:
    shown = await gateway.key()
    headers = {"Authorization": f"Bearer {shown['key']}"}
    assert (await gateway.client.get(TICKETS, headers=headers)).status_code == 200
    assert (await gateway.operator.delete(f"/tenants/{shown['tenant_id']}")).status_code == 204

    async def refused() -> bool:
        return (await gateway.client.get(TICKETS, headers=headers)).status_code == 401

    await eventually(refused, within=5.0, what="the keys are dead")
    with MongoClient[dict[str, Any]](servers.mongo.url, uuidRepresentation="standard") as mongo:
        tenants = mongo[f"{gateway.stack.namespace}_gateway"]["tenants"]
        buried = {"_id": UUID(shown["tenant_id"])}
        await eventually(lambda: tenants.count_documents(buried) == 0, what="the event is out and the tombstone gone")


async def test_all_that_becomes_of_a_tenant_is_told_on_the_bus(gateway: Gateway, servers: BackingServers) -> None:
    heard: list[Event] = []

    async def note(message: AbstractIncomingMessage) -> None:
        heard.append(EVENTS[message.routing_key or ""].model_validate_json(message.body))

    async with await aio_pika.connect(servers.rabbit.url) as connection:
        queue = await (await connection.channel()).declare_queue(exclusive=True)
        for event in (TenantChanged, TenantDeleted):
            await queue.bind(Names(gateway.stack.namespace).events, routing_key=event.TYPE)
        await queue.consume(note, no_ack=True)
        tenant_id = await gateway.tenant("Before")
        await gateway.operator.patch(f"/tenants/{tenant_id}", json={"name": "After"}, headers={"X-Request-Id": "r-2"})
        await gateway.operator.delete(f"/tenants/{tenant_id}")
        await eventually(lambda: len(heard) == 3, what="all three events are heard")
    created, changed, deleted = heard
    assert isinstance(created, TenantChanged)
    assert isinstance(changed, TenantChanged)
    assert isinstance(deleted, TenantDeleted)
    assert (created.data.name, str(created.tenantid)) == ("Before", tenant_id)
    assert (changed.data.name, changed.requestid, str(changed.tenantid)) == ("After", "r-2", tenant_id)
    assert (str(deleted.data.id), deleted.subject) == (tenant_id, tenant_id)


async def test_health_and_metrics_need_no_key(gateway: Gateway) -> None:
    await gateway.client.get(TICKETS, headers=await gateway.bearer())
    assert (await gateway.client.get("/healthz")).json() == {"service": "gateway", "status": "alive"}
    assert (await gateway.client.get("/readyz")).json()["checks"] == {
        "mongo": True,
        "publishing": True,
        "tickets": True,
    }
    whole = (await gateway.client.get("/readyz?system=1")).json()
    assert (whole["ready"], whole["missing"]) == (True, [])
    assert 'helpdesk_request_seconds_count{method="GET",status="200"}' in (await gateway.client.get("/metrics")).text


async def test_each_request_leaves_one_line_in_the_log(gateway: Gateway) -> None:
    await gateway.client.get(f"{TICKETS}?secret=1", headers={**await gateway.bearer(), "X-Request-Id": "line-1"})

    def lines() -> list[dict[str, Any]]:
        log = gateway.stack.process("gateway").log.read_text()
        return [json.loads(line) for line in log.splitlines() if '"line-1"' in line]

    (line,) = await eventually(lines, what="the line is written")
    assert (line["event"], line["path"], line["status"], line["service"]) == ("request", TICKETS, 200, "gateway")
    assert UUID(line["tenant_id"])
