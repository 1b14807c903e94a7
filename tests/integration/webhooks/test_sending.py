"""What an owner asks to be sent: a test, a delivery once more, or all of a span of time."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.clock import utc_now
from shared.events.envelope import rfc3339
from shared.ids import new_id
from shared.vocabulary import Role
from tests.integration.webhooks.system import Owner, WebhooksSystem
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Answer, Receiver
from tests.support.ticket_events import created

LONG_AGO = rfc3339(utc_now() - timedelta(hours=1))


async def sent(system: WebhooksSystem, owner: Owner, endpoint: Mapping[str, Any], *, count: int, status: str) -> None:
    """So many events, whose deliveries have come to that status."""
    for _ in range(count):
        await system.publish(created(owner.tenant_id))

    async def ended() -> bool:
        return len(await owner.deliveries(endpoint, query=f"?status={status}")) == count

    await eventually(ended, what=f"{count} deliveries are {status}")


async def queued(owner: Owner, endpoint: Mapping[str, Any], *, key: str | None = None, **span: Any) -> int:
    answer = await owner.call("POST", f"/{endpoint['id']}/replay", json=span, key=key)
    assert answer.status_code == 202, answer.text
    return int(answer.json()["queued"])


async def test_a_test_arrives_whatever_the_endpoint_is_for(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver, events=("ticket.closed",), format="envelope")
    answer = await owner.call("POST", f"/{endpoint['id']}/test")
    assert answer.status_code == 202
    delivery = await owner.settled(endpoint, status="delivered")
    assert (delivery["id"], delivery["event"]) == (answer.json()["delivery_id"], "webhook.test")
    [request] = receiver.received()
    told = json.loads(request.body)
    assert (request.verdict, told["type"], told["data"]) == (VERIFIED, "webhook.test", {"endpoint": endpoint["id"]})
    assert request.headers["webhook-id"] == f"msg_{delivery['event_id']}_{endpoint['id']}"
    assert len(await owner.deliveries(endpoint, query="?event=webhook.test")) == 1


async def test_a_delivery_that_has_failed_is_sent_again_with_its_id(
    webhooks: WebhooksSystem, receiver: Receiver
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    receiver.script("/hook", *[Answer(500)] * 5, Answer(200))
    await sent(webhooks, owner, endpoint, count=1, status="failed")
    [failed] = await owner.deliveries(endpoint)
    answer = await owner.call("POST", f"/{endpoint['id']}/deliveries/{failed['id']}/resend")
    assert (answer.status_code, answer.json()) == (202, {"delivery_id": failed["id"]})
    delivery = await owner.settled(endpoint, status="delivered")
    assert [attempt["status_code"] for attempt in delivery["attempts"]] == [500] * 5 + [200]
    assert len({request.headers["webhook-id"] for request in receiver.received()}) == 1
    assert len({request.body for request in receiver.received()}) == 1
    assert {request.verdict for request in receiver.received()} == {VERIFIED}


async def test_one_key_resends_once(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await sent(webhooks, owner, endpoint, count=1, status="delivered")
    [delivery] = await owner.deliveries(endpoint)
    path = f"/{endpoint['id']}/deliveries/{delivery['id']}/resend"
    for _ in range(3):
        assert (await owner.call("POST", path, key="k")).status_code == 202
    await eventually(lambda: len(receiver.received()) == 2, what="it is sent again")
    assert (await owner.settled(endpoint, status="delivered"))["id"] == delivery["id"]
    assert len(receiver.received()) == 2


async def test_a_span_is_replayed_and_nothing_outside_of_it(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner, neighbour = webhooks.admin(), webhooks.admin()
    endpoint, other = await owner.add(receiver), await owner.add(receiver, "/other")
    theirs = await neighbour.add(receiver, "/theirs")
    await sent(webhooks, neighbour, theirs, count=1, status="delivered")
    await sent(webhooks, owner, endpoint, count=5, status="delivered")
    await eventually(lambda: len(receiver.received("/other")) == 5, what="the other one has its own")
    oldest, *_, last = sorted(await owner.deliveries(endpoint), key=lambda each: each["id"])
    assert await queued(owner, endpoint, **{"from": LONG_AGO, "to": last["created_at"]}) == 5
    await eventually(lambda: len(receiver.received("/hook")) == 10, what="all are sent again")
    ids = [request.headers["webhook-id"] for request in receiver.received("/hook")]
    assert sorted(ids[:5]) == sorted(ids[5:])
    await sent(webhooks, owner, endpoint, count=0, status="pending")
    before = rfc3339(utc_now() - timedelta(minutes=30))
    assert await queued(owner, endpoint, **{"from": LONG_AGO, "to": before}) == 0
    assert await queued(owner, endpoint, **{"from": oldest["created_at"], "only_failed": True}) == 0
    assert len(receiver.received("/theirs")) == 1
    assert await owner.deliveries(other, query="?status=pending") == []


async def test_only_what_failed_is_replayed_where_that_is_asked(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await sent(webhooks, owner, endpoint, count=2, status="delivered")
    receiver.script("/hook", Answer(500))
    await sent(webhooks, owner, endpoint, count=3, status="failed")
    receiver.script("/hook", Answer(200))
    seen = len(receiver.received())
    assert await queued(owner, endpoint, **{"from": LONG_AGO, "only_failed": True}) == 3

    async def all_delivered() -> bool:
        return len(await owner.deliveries(endpoint, query="?status=delivered")) == 5

    await eventually(all_delivered, what="all are delivered")
    assert len(receiver.received()) == seen + 3


async def test_twins_of_a_replay_are_one(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await sent(webhooks, owner, endpoint, count=3, status="delivered")
    path, span = f"/{endpoint['id']}/replay", {"from": LONG_AGO}
    answers = await asyncio.gather(*(owner.call("POST", path, json=span, key="k") for _ in range(6)))
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert await queued(owner, endpoint, key="k", **span) == 3
    await eventually(lambda: len(receiver.received()) == 6, what="all are sent again")
    await owner.settled(endpoint, status="delivered")
    assert len(receiver.received()) == 6


async def test_a_long_span_is_replayed_whole(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await sent(webhooks, owner, endpoint, count=1, status="delivered")
    rows = webhooks.database["deliveries"]
    row = await rows.find_one({"tenant_id": owner.tenant_id})
    assert row is not None
    # As if they were to come much later, so that the receiver is spared.
    copies = [{**row, "_id": UUID(int=row["_id"].int + place), "event_id": new_id()} for place in range(1, 1_201)]
    await rows.insert_many(copies)
    await webhooks.database["endpoints"].update_one(
        {"tenant_id": owner.tenant_id}, {"$set": {"url": "http://127.0.0.1:9/"}}
    )
    assert await queued(owner, endpoint, **{"from": LONG_AGO}) == 1_201
    assert (await owner.call("DELETE", f"/{endpoint['id']}")).status_code == 204


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ({}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"from": None}, "from"),
        ({"from": "2999-01-01T00:00:00Z"}, "from"),
        ({"from": LONG_AGO, "to": LONG_AGO}, "to"),
        ({"from": LONG_AGO, "to": "2020-01-01T00:00:00Z"}, "to"),
        ({"from": "2019-01-01T00:00:00Z", "to": "2020-01-01T00:00:00Z"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"from": LONG_AGO, "only_failed": "yes"}, "only_failed"),
    ],
)
async def test_a_span_that_can_have_nothing_is_refused(
    webhooks: WebhooksSystem, receiver: Receiver, span: dict[str, Any], field: str
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    answer = await owner.call("POST", f"/{endpoint['id']}/replay", json=span)
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]


async def test_nothing_is_sent_to_one_that_is_off(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await sent(webhooks, owner, endpoint, count=1, status="delivered")
    [delivery] = await owner.deliveries(endpoint)
    await owner.call("PUT", f"/{endpoint['id']}", json={"enabled": False})
    for path in ("test", "replay", f"deliveries/{delivery['id']}/resend"):
        answer = await owner.call("POST", f"/{endpoint['id']}/{path}", json={"from": LONG_AGO})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "webhook_disabled")
    assert len(receiver.received()) == 1


async def test_only_its_own_admins_may_ask(webhooks: WebhooksSystem, receiver: Receiver) -> None:
    owner, stranger = webhooks.admin(), webhooks.admin()
    agent = webhooks.admin(owner.tenant_id, role=Role.AGENT)
    endpoint, theirs = await owner.add(receiver), await stranger.add(receiver, "/theirs")
    await sent(webhooks, owner, endpoint, count=1, status="delivered")
    [delivery] = await owner.deliveries(endpoint)
    for path in ("test", "replay", "rotate-secret", f"deliveries/{delivery['id']}/resend"):
        assert (await agent.call("POST", f"/{endpoint['id']}/{path}", json={"from": LONG_AGO})).status_code == 403
        answer = await stranger.call("POST", f"/{endpoint['id']}/{path}", json={"from": LONG_AGO})
        assert answer.status_code == 404
    mixed = await stranger.call("POST", f"/{theirs['id']}/deliveries/{delivery['id']}/resend")
    assert mixed.status_code == 404
    assert len(receiver.received()) == 1
