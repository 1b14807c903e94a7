"""What an endpoint hears is in its own words, and signed with the secrets that are live."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from standardwebhooks import Webhook

from shared.events.audit import AuditRecorded
from tests.integration.webhooks.system import Owner, WebhooksSystem
from tests.support.audit_told import listening_for_audit
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Answer, Receiver
from tests.support.servers import BackingServers
from tests.support.ticket_events import assigned, created


async def rotated(owner: Owner, endpoint: Mapping[str, Any], *, key: str | None = None) -> str:
    answer = await owner.call("POST", f"/{endpoint['id']}/rotate-secret", key=key)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["secret"])


async def test_each_endpoint_hears_an_event_in_its_own_words(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    await owner.add(receiver, "/messenger", events=("ticket.assigned",))
    await owner.add(receiver, "/workflow", events=("ticket.assigned",), format="workflow")
    own = await owner.add(receiver, "/own", events=("ticket.assignment.changed",), format="envelope")
    await owner.add(receiver, "/bus", events=("ticket.assigned",), format="envelope")
    await owner.add(receiver, "/entity", events=("*",), format="entity")
    event = assigned(owner.tenant_id)
    await webhooks.publish(event)
    await eventually(lambda: len(receiver.received()) == 5, what="all are received")
    told = {request.path: json.loads(request.body) for request in receiver.received()}
    for path in ("/messenger", "/workflow", "/entity"):
        assert told[path]["type"] == "ticket.assigned"
    for path in ("/own", "/bus"):
        assert told[path]["type"] == "ticket.assignment.changed"
        assert told[path]["data"]["ticket"]["id"] == f"tkt_{event.data.ticket.id.hex}"
    assert told["/workflow"]["data"]["ticket"]["priority"] == "medium"
    assert {request.verdict for request in receiver.received()} == {VERIFIED}
    assert own["events"] == ["ticket.assignment.changed"]
    for spelling in ("ticket.assigned", "ticket.assignment.changed"):
        shown = await owner.deliveries(own, query=f"?event={spelling}")
        assert [each["event"] for each in shown] == ["ticket.assignment.changed"]


async def test_an_endpoint_that_changes_its_format_keeps_its_events(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    given = {"url": "http://127.0.0.1:18080/", "events": ["ticket.assignment.changed", "*"], "format": "envelope"}
    path = f"/{(await owner.call('POST', json=given)).json()['id']}"
    changed = (await owner.call("PUT", path, json={"format": "workflow"})).json()
    assert (changed["format"], changed["events"]) == ("workflow", ["ticket.assigned", "*"])
    refused = await owner.call("PUT", path, json={"events": ["ticket.assignment.changed"]})
    assert refused.status_code == 422
    [detail] = refused.json()["error"]["details"]
    assert detail["field"] == "events.0"
    assert "ticket.assignment.changed" in detail["message"]


async def test_missed_events_are_shown_in_any_format(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    await webhooks.publish(assigned(owner.tenant_id))
    query = "format=envelope&types=ticket.assignment.changed"

    async def shown() -> list[dict[str, Any]]:
        return list((await owner.call("GET", f"/../events?{query}")).json()["events"])

    [event] = await eventually(shown, what="the event is shown")
    assert event["type"] == "ticket.assignment.changed"
    assert event["data"]["ticket"]["id"].startswith("tkt_")
    for wrong in ("format=pigeon", "types=ticket.assignment.changed", "format=envelope&types=ticket.exploded"):
        assert (await owner.call("GET", f"/../events?{wrong}")).status_code == 422


async def test_a_new_secret_signs_first_and_the_old_one_goes_on_for_a_day(
    servers: BackingServers, webhooks: WebhooksSystem, receiver: Receiver
) -> None:
    owner = webhooks.admin()
    async with listening_for_audit(servers, stack=webhooks.stack) as told:
        endpoint = await owner.add(receiver)
        newer = await rotated(owner, endpoint)
        _, entry = await told.of(owner.tenant_id, "webhook.created", "webhook.secret_rotated")
    assert newer.startswith("whsec_")
    assert newer != endpoint["secret"]
    assert_tells_no_secret(entry, newer)
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")
    [request] = receiver.received()
    for secret in (newer, endpoint["secret"]):
        assert Webhook(secret).verify(request.body, dict(request.headers))["type"] == "ticket.created"
    signatures = request.headers["webhook-signature"].split(" ")
    assert len(signatures) == 2
    first = {**request.headers, "webhook-signature": signatures[0]}
    assert Webhook(newer).verify(request.body, first)["type"] == "ticket.created"


def assert_tells_no_secret(entry: AuditRecorded, secret: str) -> None:
    assert secret.removeprefix("whsec_") not in entry.to_json().decode()
    assert entry.data.after is not None
    assert "secret_rotated_at" in entry.data.after


async def test_a_day_later_only_the_new_secret_signs(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.trust("/hook", secret=await rotated(owner, endpoint))
    past = {"$set": {"secrets.1.until": created(owner.tenant_id).time}}
    await webhooks.database["endpoints"].update_one({"tenant_id": owner.tenant_id}, past)
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")
    [request] = receiver.received()
    assert request.verdict == VERIFIED
    assert " " not in request.headers["webhook-signature"]


async def test_one_key_rotates_once(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    assert await rotated(owner, endpoint, key="k") == await rotated(owner, endpoint, key="k")
    stored = await webhooks.database["endpoints"].find_one({"tenant_id": owner.tenant_id})
    assert stored is not None
    assert len(stored["secrets"]) == 2


@pytest.mark.parametrize("change", ["address", "secret"])
async def test_a_change_holds_from_the_next_attempt_on(
    webhooks: WebhooksSystem, receiver: Receiver, change: str
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(503, headers={"Retry-After": "1"}), Answer(200))
    await webhooks.publish(created(owner.tenant_id))
    await eventually(lambda: receiver.received(), what="the first attempt")
    if change == "address":
        await owner.call("PUT", f"/{endpoint['id']}", json={"url": f"{receiver.url}/moved"})
        receiver.trust("/moved", secret=endpoint["secret"])
    else:
        receiver.trust("/hook", secret=await rotated(owner, endpoint))
    await owner.settled(endpoint, status="delivered")
    first, second = receiver.received()
    assert (second.path, second.verdict) == ("/moved" if change == "address" else "/hook", VERIFIED)
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


async def test_deliveries_go_after_thirty_days(webhooks: WebhooksSystem) -> None:
    indexes = await webhooks.database["deliveries"].index_information()
    assert [(each["key"], each["expireAfterSeconds"]) for each in indexes.values() if "expireAfterSeconds" in each] == [
        ([("created_at", 1)], 30 * 86_400)
    ]
