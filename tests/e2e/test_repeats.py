"""Through the gateway: what is sent twice is done once, and what somebody has changed meanwhile is not overwritten."""

import httpx

from shared.ids import new_id


async def test_a_client_that_hears_nothing_may_send_again(admin: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": str(new_id())}
    first = await admin.post("/tickets", json={"text": "Only once"}, headers=key)
    again = await admin.post("/tickets", json={"text": "Only once"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert len((await admin.get("/tickets", params={"limit": 100})).json()["tickets"]) == 1
    other = await admin.post("/tickets", json={"text": "Another"}, headers=key)
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    rule = {"name": "r", "condition": {"channel": "virtual"}, "action": {"add_tag": "x"}}
    rules = [await admin.post("/routing-rules", json=rule, headers=key) for _ in range(2)]
    assert rules[0].content == rules[1].content
    assert len((await admin.get("/routing-rules")).json()["routing_rules"]) == 1


async def test_a_ticket_is_read_again_and_changed_only_as_it_was_seen(admin: httpx.AsyncClient) -> None:
    where = f"/tickets/{(await admin.post('/tickets', json={'text': 'x'})).json()['id']}"
    await admin.patch(where, json={"tags": ["seen"]})
    seen = (await admin.get(where)).headers["ETag"]
    unsent = await admin.get(where, headers={"If-None-Match": seen})
    assert (unsent.status_code, unsent.content) == (304, b"")
    assert (await admin.patch(where, json={"subject": "y"}, headers={"If-Match": seen})).status_code == 200
    stale = await admin.patch(where, json={"subject": "z"}, headers={"If-Match": seen})
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "precondition_failed")
    assert (await admin.get(where)).json()["subject"] == "y"
