"""Endpoints over the API: whose they are, what they refuse, and that their secret is shown once."""

import json
from typing import Any

import pytest
from cryptography.fernet import Fernet

from shared.events.tenant import TenantData, TenantDeleted
from shared.ids import new_id
from shared.vocabulary import Role
from tests.integration.webhooks.system import WebhooksSystem
from tests.support.eventually import eventually
from tests.support.receiver import Receiver
from tests.support.ticket_events import created


def given(**changed: Any) -> dict[str, Any]:
    return {"url": "http://127.0.0.1:18080/hook", "events": ["ticket.created"], "format": "messenger", **changed}


async def test_an_endpoint_is_made_read_changed_and_deleted(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    made = await owner.call("POST", json=given(description="ours"))
    assert made.status_code == 201
    endpoint = made.json()
    assert endpoint.pop("secret").startswith("whsec_")
    assert (endpoint["description"], endpoint["enabled"], endpoint["disabled_reason"]) == ("ours", True, None)

    path = f"/{endpoint['id']}"
    assert (await owner.call("GET", path)).json() == endpoint
    assert (await owner.call("GET")).json() == {"webhooks": [endpoint], "next_cursor": None}

    changed = await owner.call("PUT", path, json={"enabled": False, "description": None})
    assert changed.status_code == 200
    assert (changed.json()["enabled"], changed.json()["description"]) == (False, None)
    assert (changed.json()["url"], changed.json()["events"]) == (endpoint["url"], endpoint["events"])

    assert (await owner.call("DELETE", path)).status_code == 204
    assert (await owner.call("GET", path)).status_code == 404


async def test_the_secret_is_nowhere_in_the_database(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    endpoint = (await owner.call("POST", json=given())).json()
    assert "secret" not in (await owner.call("GET", f"/{endpoint['id']}")).json()
    bare = endpoint["secret"].removeprefix("whsec_")
    for name in await webhooks.database.list_collection_names():
        async for document in webhooks.database[name].find({}):
            assert bare not in repr(document)
    stored = await webhooks.database["endpoints"].find_one({"tenant_id": owner.tenant_id})
    assert stored is not None
    key = Fernet(webhooks.stack.settings["HELPDESK_ENCRYPTION_KEY"])
    assert key.decrypt(stored["secrets"][0]["sealed"]).decode() == endpoint["secret"]


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/hook",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:8000/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://localhost.:5672/",
        "http://no-such-name.invalid/",
        "http://user:pass@example.com/",
        "ftp://example.com/",
        "https://example.com/" + "a" * 2_048,
    ],
)
async def test_a_url_that_leads_inside_is_refused(webhooks: WebhooksSystem, url: str) -> None:
    owner = webhooks.admin()
    answer = await owner.call("POST", json=given(url=url))
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["url"]
    assert (await owner.call("GET")).json()["webhooks"] == []


async def test_a_change_of_url_is_checked_too(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    endpoint = (await owner.call("POST", json=given())).json()
    answer = await owner.call("PUT", f"/{endpoint['id']}", json={"url": "http://192.168.0.1/"})
    assert answer.status_code == 422
    assert (await owner.call("GET", f"/{endpoint['id']}")).json()["url"] == endpoint["url"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"events": ["*"]}, "url"),
        (given(events=["ticket.exploded"]), "events.0"),
        (given(events=["ticket.created", "routing.decided"]), "events.1"),
        (given(events=[]), "events"),
        (given(events="*"), "events"),
        (given(format="carrier-pigeon"), "format"),
        (given(enabled="yes"), "enabled"),
        (given(description="a\x07b"), "description"),
    ],
)
async def test_a_wrong_field_is_named(webhooks: WebhooksSystem, body: dict[str, Any], field: str) -> None:
    answer = await webhooks.admin().call("POST", json=body)
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]


async def test_only_admins_may_look(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    endpoint = (await owner.call("POST", json=given())).json()
    for role in (Role.AGENT, Role.CUSTOMER):
        other = webhooks.admin(owner.tenant_id, role=role)
        for method, path in [("GET", ""), ("POST", ""), ("GET", f"/{endpoint['id']}/deliveries")]:
            assert (await other.call(method, path, json=given() if method == "POST" else None)).status_code == 403


async def test_another_tenants_endpoint_is_like_none(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner, stranger = webhooks.admin(), webhooks.admin()
    endpoint = await owner.add(receiver)
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="delivered")
    for method, path in [
        ("GET", ""),
        ("PUT", ""),
        ("DELETE", ""),
        ("GET", "/deliveries"),
        ("GET", f"/deliveries/{delivery['id']}"),
    ]:
        theirs = await stranger.call(method, f"/{endpoint['id']}{path}", json={})
        nobodys = await stranger.call(method, f"/{new_id()}{path}", json={})
        assert (theirs.status_code, theirs.json()) == (404, nobodys.json())
    assert (await owner.call("GET", f"/{endpoint['id']}")).status_code == 200


async def test_a_tenant_that_is_deleted_leaves_nothing(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner, bystander = webhooks.admin(), webhooks.admin()
    endpoint, kept = await owner.add(receiver, "/a"), await bystander.add(receiver, "/b")
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")
    data = TenantData(id=owner.tenant_id, name="Acme")
    await webhooks.publish(TenantDeleted(subject=str(owner.tenant_id), tenantid=owner.tenant_id, data=data))

    async def forgotten() -> bool:
        mine = {"tenant_id": owner.tenant_id}
        counts = [await webhooks.database[name].count_documents(mine) for name in ("endpoints", "deliveries")]
        return counts == [0, 0]

    await eventually(forgotten, what="the tenant is forgotten")
    assert (await bystander.call("GET", f"/{kept['id']}")).status_code == 200


async def test_deleting_an_endpoint_deletes_its_deliveries(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")
    assert (await owner.call("DELETE", f"/{endpoint['id']}")).status_code == 204
    assert await webhooks.database["deliveries"].count_documents({"tenant_id": owner.tenant_id}) == 0


async def test_deliveries_are_paged_newest_first_and_filtered(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    events = [created(owner.tenant_id, subject=f"ticket {place}") for place in range(5)]
    for event in events:
        await webhooks.publish(event)

    async def all_delivered() -> bool:
        return len(await owner.deliveries(endpoint, query="?status=delivered")) == 5

    await eventually(all_delivered, what="all are delivered")
    first = (await owner.call("GET", f"/{endpoint['id']}/deliveries?limit=3")).json()
    rest = (await owner.call("GET", f"/{endpoint['id']}/deliveries?cursor={first['next_cursor']}")).json()
    shown = [*first["deliveries"], *rest["deliveries"]]
    assert rest["next_cursor"] is None
    assert {delivery["event_id"] for delivery in shown} == {str(event.id) for event in events}
    assert [delivery["id"] for delivery in shown] == sorted((delivery["id"] for delivery in shown), reverse=True)
    assert await owner.deliveries(endpoint, query="?status=failed") == []
    assert len(await owner.deliveries(endpoint, query="?event=ticket.created")) == 5
    assert await owner.deliveries(endpoint, query="?event=ticket.closed") == []
    for wrong in ("status=lost", "event=ticket.exploded", "limit=0", "cursor=!"):
        assert (await owner.call("GET", f"/{endpoint['id']}/deliveries?{wrong}")).status_code == 422
    assert "secret" not in json.dumps(shown)
