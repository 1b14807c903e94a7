"""An endpoint at which nothing arrives any more is turned off, and its owner and the operator are told why."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.integration.webhooks.system import Owner, WebhooksSystem
from tests.support.audit_told import listening_for_audit
from tests.support.eventually import eventually
from tests.support.receiver import Answer, Receiver
from tests.support.servers import BackingServers
from tests.support.ticket_events import created

ENOUGH = 20


async def shown(owner: Owner, endpoint: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await owner.call("GET", f"/{endpoint['id']}")).json()
    return found


async def given_up(system: WebhooksSystem, owner: Owner, endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The endpoint, once it is off; until then one event after the other is sent to it."""

    async def is_off() -> list[dict[str, Any]]:
        await system.publish(created(owner.tenant_id))
        found = await shown(owner, endpoint)
        return [] if found["enabled"] else [found]

    return dict((await eventually(is_off, within=20, what="the endpoint is off"))[0])


async def test_an_endpoint_that_fails_for_long_is_turned_off_and_says_why(
    servers: BackingServers, webhooks: WebhooksSystem, receiver: Receiver
) -> None:
    owner = webhooks.admin()
    receiver.script("/hook", Answer(500))
    async with listening_for_audit(servers, stack=webhooks.stack) as told:
        endpoint = await owner.add(receiver)
        for _ in range(ENOUGH):
            await webhooks.publish(created(owner.tenant_id))
        off = await given_up(webhooks, owner, endpoint)
        _, entry = await told.of(owner.tenant_id, "webhook.created", "webhook.updated")
    assert off["failing_since"] in off["disabled_reason"]
    assert f"{ENOUGH} deliveries" in off["disabled_reason"]
    assert (entry.data.actor.type, entry.data.after and entry.data.after["enabled"]) == ("system", False)
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        metrics = (await client.get(f"{webhooks.stack.urls['webhooks'][0]}/metrics")).text
    assert 'helpdesk_webhooks_disabled_total{reason="failing"}' in metrics
    assert 'helpdesk_webhook_deliveries_total{outcome="failed"}' in metrics

    on = (await owner.call("PUT", f"/{endpoint['id']}", json={"enabled": True})).json()
    assert (on["enabled"], on["disabled_reason"], on["failing_since"]) == (True, None, None)
    await webhooks.publish(created(owner.tenant_id))

    async def fails_anew() -> bool:
        found = await shown(owner, endpoint)
        return found["enabled"] and found["failing_since"] not in (None, off["failing_since"])

    await eventually(fails_anew, what="it fails anew")


async def test_a_single_success_ends_the_count(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(500), Answer(200))
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")

    async def well() -> bool:
        return (await shown(owner, endpoint))["failing_since"] is None

    await eventually(well, what="it fails no longer")


async def test_few_deliveries_are_no_reason_however_long_they_fail(
    webhooks: WebhooksSystem, receiver: Receiver
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(500))
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="failed")
    found = await shown(owner, endpoint)
    assert (found["enabled"], found["disabled_reason"]) == (True, None)
    assert found["failing_since"] is not None


async def test_of_a_healthy_endpoint_nothing_is_written(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    before = await webhooks.database["endpoints"].find_one({"tenant_id": owner.tenant_id})
    for _ in range(3):
        await webhooks.publish(created(owner.tenant_id))
    await eventually(lambda: len(receiver.received()) == 3, what="all are received")
    await owner.settled(endpoint, status="delivered")
    assert await webhooks.database["endpoints"].find_one({"tenant_id": owner.tenant_id}) == before
