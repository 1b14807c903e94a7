"""An endpoint that is asked for twice with one key is made once, and its secret is the one that was told."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.webhooks.system import WebhooksSystem
from tests.support.audit_told import listening_for_audit
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Receiver
from tests.support.servers import BackingServers
from tests.support.ticket_events import created

GIVEN: dict[str, Any] = {"url": "http://127.0.0.1:18080/hook", "events": ["ticket.created"]}


async def test_a_repeat_tells_the_same_secret_and_makes_nothing(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    first = await owner.call("POST", json=GIVEN, key="k")
    assert first.status_code == 201
    repeat = await owner.call("POST", json=GIVEN, key="k")
    assert (repeat.status_code, repeat.content) == (201, first.content)
    assert repeat.headers["Idempotent-Replayed"] == "true"
    assert len((await owner.call("GET")).json()["webhooks"]) == 1
    async for record in webhooks.database["idempotency"].find({}):
        assert first.json()["secret"].removeprefix("whsec_") not in repr(record)


async def test_another_body_is_refused_and_twins_make_one(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    answers = await asyncio.gather(*(owner.call("POST", json=GIVEN, key="k") for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len((await owner.call("GET")).json()["webhooks"]) == 1
    other = await owner.call("POST", json={**GIVEN, "events": ["*"]}, key="k")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("asked", ["test", "resend", "replay", "rotate-secret"])
async def test_a_second_run_finds_done_what_the_first_did(
    webhooks: WebhooksSystem, receiver: Receiver, asked: str
) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    await webhooks.publish(created(owner.tenant_id))
    delivery = await owner.settled(endpoint, status="delivered")
    path = f"/{endpoint['id']}/" + (f"deliveries/{delivery['id']}/resend" if asked == "resend" else asked)
    body = {"from": delivery["created_at"]} if asked == "replay" else None
    first = await owner.call("POST", path, json=body, key="k")
    expected = 1 if asked == "rotate-secret" else 2
    await eventually(lambda: len(receiver.received()) == expected, what="what was asked for is sent")
    await owner.settled(endpoint, status="delivered")
    # As a kill between the effect and the answer leaves it.
    mine = {"_id.tenant_id": owner.tenant_id}
    await webhooks.database["idempotency"].update_one(mine, {"$set": {"state": "free"}})
    again = await owner.call("POST", path, json=body, key="k")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert "Idempotent-Replayed" not in again.headers
    last = created(owner.tenant_id)
    await webhooks.publish(last)
    sent = f"msg_{last.id}_{endpoint['id']}"
    await eventually(lambda: receiver.received()[-1].headers["webhook-id"] == sent, what="the next event is sent")
    assert len(receiver.received()) == expected + 1
    stored = await webhooks.database["endpoints"].find_one({"tenant_id": owner.tenant_id})
    assert stored is not None
    assert len(stored["secrets"]) == (2 if asked == "rotate-secret" else 1)


async def test_after_a_kill_the_secret_that_is_told_is_the_one_that_signs(
    servers: BackingServers, tmp_path: Path, receiver: Receiver
) -> None:
    async with WebhooksSystem(servers, directory=tmp_path, mortal=True) as system:
        owner = system.admin()
        given = {**GIVEN, "url": f"{receiver.url}/hook"}
        await asyncio.to_thread((tmp_path / "done").write_text, "1")
        with pytest.raises(httpx.TransportError):
            await owner.call("POST", json=given, key="k")
        await system.stack.restart("webhooks")

        async def answered() -> list[httpx.Response]:
            answer = await owner.call("POST", json=given, key="k")
            return [answer] if answer.status_code == 201 else []

        endpoint = (await eventually(answered, within=25, what="the endpoint is answered"))[0].json()
        assert [each["id"] for each in (await owner.call("GET")).json()["webhooks"]] == [endpoint["id"]]
        receiver.trust("/hook", secret=endpoint["secret"])
        await system.publish(created(owner.tenant_id))
        await owner.settled(endpoint, status="delivered")
        assert [request.verdict for request in receiver.received()] == [VERIFIED]


async def test_what_a_kill_left_untold_the_audit_log_is_told_once(servers: BackingServers, tmp_path: Path) -> None:
    async with (
        WebhooksSystem(servers, directory=tmp_path, mortal=True) as system,
        listening_for_audit(servers, stack=system.stack) as told,
    ):
        owner = system.admin()
        await asyncio.to_thread((tmp_path / "done").write_text, "1")
        with pytest.raises(httpx.TransportError):
            await owner.call("POST", json=GIVEN, key="k")
        await system.stack.restart("webhooks")
        (made,) = await told.of(owner.tenant_id, "webhook.created", within=25)

        async def answered() -> bool:
            answer = await owner.call("POST", json=GIVEN, key="k")
            return answer.status_code == 201 and answer.json()["id"] == str(made.data.target.id)

        await eventually(answered, within=25, what="the endpoint is answered")
        await owner.call("DELETE", f"/{made.data.target.id}")
        await told.of(owner.tenant_id, "webhook.created", "webhook.deleted")
