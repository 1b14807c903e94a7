"""What reaches a receiver, how often, and what is kept of it."""

import json
from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from shared.clock import utc_now
from tests.integration.webhooks.system import WebhooksSystem
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Answer, Receiver
from tests.support.ticket_events import created, noted, replied


async def test_an_event_is_delivered_signed(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver, events=("ticket.created",))
    event = created(owner.tenant_id)
    await webhooks.publish(event)
    delivery = await owner.settled(endpoint, status="delivered")

    [request] = receiver.received()
    assert (request.method, request.path, request.verdict) == ("POST", "/hook", VERIFIED)
    told = Webhook(endpoint["secret"]).verify(request.body, dict(request.headers))
    assert told["type"] == "ticket.created"
    assert told["data"]["ticket"]["id"] == str(event.data.ticket.id)
    assert told["data"]["message"]["text"] == "It is late."
    assert request.headers["webhook-id"] == f"msg_{event.id}_{endpoint['id']}"
    assert request.headers["content-type"] == "application/json"

    assert (delivery["event_id"], delivery["event"]) == (str(event.id), "ticket.created")
    assert delivery["next_attempt_at"] is None
    assert [(attempt["status_code"], attempt["error"]) for attempt in delivery["attempts"]] == [(200, None)]
    one = await owner.call("GET", f"/{endpoint['id']}/deliveries/{delivery['id']}")
    assert one.json() == delivery


async def test_an_endpoint_gets_what_it_asked_for(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    await owner.add(receiver, "/all")
    await owner.add(receiver, "/notes", events=("*", "ticket.noted"))
    await owner.add(receiver, "/replies", events=("ticket.replied",))
    off = await owner.add(receiver, "/off")
    await owner.call("PUT", f"/{off['id']}", json={"enabled": False})
    for event in (created(owner.tenant_id), noted(owner.tenant_id), replied(owner.tenant_id)):
        await webhooks.publish(event)
    await eventually(lambda: len(receiver.received()) >= 6, what="all are received")

    def types(path: str) -> list[str]:
        return sorted(json.loads(request.body)["type"] for request in receiver.received(path))

    assert types("/all") == ["ticket.created", "ticket.replied"]
    assert types("/notes") == ["ticket.created", "ticket.noted", "ticket.replied"]
    assert types("/replies") == ["ticket.replied"]
    assert types("/off") == []
    assert {request.verdict for request in receiver.received()} == {VERIFIED}


async def test_a_failure_is_tried_again_with_the_same_id_and_a_fresh_signature(
    webhooks: WebhooksSystem, receiver: Receiver
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(500, body=b"not now"), Answer(500), Answer(200))
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="delivered")

    requests = receiver.received()
    assert [request.verdict for request in requests] == [VERIFIED] * 3
    assert len({request.headers["webhook-id"] for request in requests}) == 1
    assert len({request.body for request in requests}) == 1
    for request in requests:
        assert abs(int(request.headers["webhook-timestamp"]) - request.at) < 2
    assert requests[2].at - requests[0].at > 0.8
    assert [attempt["status_code"] for attempt in delivery["attempts"]] == [500, 500, 200]
    assert delivery["attempts"][0]["response"] == "not now"


async def test_when_every_attempt_failed_the_delivery_has_failed(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(503))
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="failed")
    assert [attempt["status_code"] for attempt in delivery["attempts"]] == [503] * 4
    assert (await owner.call("GET", f"/{endpoint['id']}")).json()["enabled"] is True


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(
    webhooks: WebhooksSystem, receiver: Receiver, status: int
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(status, headers={"Location": f"{receiver.url}/elsewhere"}), Answer(200))
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="delivered")
    assert [attempt["status_code"] for attempt in delivery["attempts"]] == [status, 200]
    assert receiver.received("/elsewhere") == []


async def test_a_receiver_that_is_gone_turns_its_endpoint_off(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(410))
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="failed")

    async def is_off() -> bool:
        shown = (await owner.call("GET", f"/{endpoint['id']}")).json()
        return shown["enabled"] is False and "410" in shown["disabled_reason"]

    await eventually(is_off, what="the endpoint is off")
    assert len(receiver.received()) == 1
    again = await owner.call("PUT", f"/{endpoint['id']}", json={"enabled": True})
    assert (again.json()["enabled"], again.json()["disabled_reason"]) == (True, None)


@pytest.mark.parametrize(("status", "as_date"), [(429, False), (503, True)])
async def test_a_busy_receiver_is_left_alone_for_as_long_as_it_says(
    webhooks: WebhooksSystem, receiver: Receiver, status: int, as_date: bool
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    in_three = format_datetime(utc_now() + timedelta(seconds=3.5), usegmt=True)
    receiver.script("/hook", Answer(status, headers={"Retry-After": in_three if as_date else "2"}), Answer(200))
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(endpoint, status="delivered")
    first, second = receiver.received()
    assert second.at - first.at >= 2


async def test_an_event_that_comes_ten_times_is_delivered_once(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await webhooks.publish(created(owner.tenant_id), times=10)
    last = replied(owner.tenant_id)
    await webhooks.publish(last)
    await eventually(lambda: len(receiver.received()) >= 2, what="both events are received")
    assert len(await owner.deliveries(endpoint)) == 2
    assert len(receiver.received()) == 2


async def test_a_receiver_that_cannot_be_reached_is_told_of(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await owner.call("PUT", f"/{endpoint['id']}", json={"url": "http://127.0.0.1:1/hook"})
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="failed")
    assert {attempt["status_code"] for attempt in delivery["attempts"]} == {None}
    assert all("no connection" in attempt["error"] for attempt in delivery["attempts"])


async def test_of_a_long_answer_only_the_start_is_kept(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(200, body=b"x" * 5_000_000))
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="delivered")
    assert delivery["attempts"][0]["response"] == "x" * 1024


async def test_a_slow_receiver_does_not_delay_another(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner, slow = webhooks.admin(), webhooks.admin()
    await slow.add(receiver, "/slow")
    await owner.add(receiver, "/quick")
    receiver.script("/slow", Answer(200, delay=4))
    for _ in range(30):
        await webhooks.publish(created(slow.tenant_id))
    await eventually(lambda: len(receiver.received("/slow")) >= 2, what="the slow one is busy")
    for _ in range(30):
        await webhooks.publish(created(owner.tenant_id))
    await eventually(lambda: len(receiver.received("/quick")) == 30, within=3, what="the quick one has all of its own")
    assert len(receiver.received("/slow")) <= 10


async def test_what_waits_for_a_deleted_endpoint_is_not_sent(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", Answer(500))
    await webhooks.publish(created(owner.tenant_id))
    await eventually(lambda: receiver.received(), what="the first attempt")
    assert (await owner.call("DELETE", f"/{endpoint['id']}")).status_code == 204
    other = await owner.add(receiver, "/other")
    receiver.script("/other", Answer(500))
    await webhooks.publish(created(owner.tenant_id))
    await owner.settled(other, status="failed")
    assert len(receiver.received("/hook")) <= 2
    rows = webhooks.database["deliveries"]
    assert await rows.count_documents({"endpoint_id": UUID(endpoint["id"])}) == 0
