"""Every change of an endpoint is told to the audit log: who made it, before and after, and never the secret."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from shared.ids import new_id
from tests.integration.webhooks.system import WebhooksSystem
from tests.support.audit_told import AuditTold, listening_for_audit
from tests.support.eventually import eventually
from tests.support.receiver import Answer, Receiver
from tests.support.servers import BackingServers
from tests.support.ticket_events import created

GIVEN: dict[str, Any] = {"url": "http://127.0.0.1:18080/hook", "events": ["ticket.created"], "description": "ours"}


@pytest_asyncio.fixture
async def told(servers: BackingServers, webhooks: WebhooksSystem) -> AsyncIterator[AuditTold]:
    async with listening_for_audit(servers, stack=webhooks.stack) as listening:
        yield listening


async def test_an_endpoint_is_followed_from_its_creation_to_its_end(webhooks: WebhooksSystem, told: AuditTold) -> None:
    owner = webhooks.admin()
    endpoint = (await owner.call("POST", json=GIVEN)).json()
    path = f"/{endpoint['id']}"
    for _ in range(2):
        assert (await owner.call("PUT", path, json={"enabled": False, "events": ["*"]})).status_code == 200
    assert (await owner.call("DELETE", path)).status_code == 204
    made, changed, deleted = await told.of(owner.tenant_id, "webhook.created", "webhook.updated", "webhook.deleted")
    assert made.data.before is None
    assert made.data.after == {**GIVEN, "format": "messenger", "enabled": True, "disabled_reason": None}
    assert changed.data.before == made.data.after
    assert changed.data.after == {**made.data.after, "events": ["*"], "enabled": False}
    assert (deleted.data.before, deleted.data.after) == (changed.data.after, None)
    for event in (made, changed, deleted):
        assert (event.data.target.type, str(event.data.target.id)) == ("webhook", endpoint["id"])
        assert (event.data.actor.type, event.data.actor.name, event.requestid) == ("admin", "Ada", "test")
        assert "secret" not in event.to_json().decode()
        assert endpoint["secret"].removeprefix("whsec_") not in event.to_json().decode()


async def test_what_is_refused_or_repeated_is_not_told(webhooks: WebhooksSystem, told: AuditTold) -> None:
    owner, stranger = webhooks.admin(), webhooks.admin()
    endpoints = [(await owner.call("POST", json=GIVEN, key="k")).json() for _ in range(2)]
    path, inside = f"/{endpoints[0]['id']}", {"url": "http://10.0.0.1/hook"}
    assert (await owner.call("POST", json={**GIVEN, **inside})).status_code == 422
    assert (await owner.call("PUT", path, json=inside)).status_code == 422
    assert (await owner.call("PUT", f"/{new_id()}", json={"enabled": False})).status_code == 404
    assert (await stranger.call("PUT", path, json={"enabled": False})).status_code == 404
    assert (await stranger.call("DELETE", path)).status_code == 404
    await stranger.call("POST", json=GIVEN)
    await told.of(stranger.tenant_id, "webhook.created")
    await told.of(owner.tenant_id, "webhook.created")


async def test_an_endpoint_that_is_turned_off_for_being_gone_is_told_as_the_systems_doing(
    webhooks: WebhooksSystem, receiver: Receiver, told: AuditTold
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(410))
    await webhooks.publish(created(owner.tenant_id))
    _, off = await told.of(owner.tenant_id, "webhook.created", "webhook.updated")
    assert (off.data.actor.type, off.data.actor.name, str(off.data.target.id)) == ("system", None, endpoint["id"])
    assert off.data.before is not None
    assert off.data.after == {
        **off.data.before,
        "enabled": False,
        "disabled_reason": "The receiver answered 410 Gone.",
    }


async def test_what_has_been_told_waits_nowhere(webhooks: WebhooksSystem, told: AuditTold) -> None:
    owner = webhooks.admin()
    await owner.call("POST", json=GIVEN)
    (made,) = await told.of(owner.tenant_id, "webhook.created")

    async def gone() -> bool:
        return await webhooks.database["audit_outbox"].count_documents({"_id": made.id}) == 0

    await eventually(gone, what="nothing of it waits")
