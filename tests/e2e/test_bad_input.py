"""Bad input through the gateway: a clear error in the messenger form, nothing stored, nothing told."""

from typing import Any

import httpx
import pytest

from shared.ids import new_id
from tests.e2e.test_story import post
from tests.support.eventually import eventually
from tests.support.receiver import Receiver
from tests.support.stack import Stack, Tenant

JSON = {"Content-Type": "application/json"}


async def read_only_key(helpdesk: Stack, tenant: Tenant) -> str:
    async with httpx.AsyncClient(base_url=helpdesk.base_url, verify=False) as operator:
        answer = await operator.post(
            f"/admin/tenants/{tenant.id}/keys",
            json={"name": "reads", "role": "agent", "scopes": ["read:helpdesk"]},
            headers={"Authorization": f"Bearer {helpdesk.operator_token}"},
        )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["key"])


async def test_each_refusal_says_why_and_leaves_nothing_behind(
    helpdesk: Stack, tenant: Tenant, admin: httpx.AsyncClient, receiver: Receiver
) -> None:
    webhook = await post(admin, "/webhooks", {"url": f"{receiver.url}/bad", "events": ["*"]})
    receiver.trust("/bad", secret=webhook["secret"])
    ticket = await post(admin, "/tickets", {"text": "The only one"})
    reader = {"Authorization": f"Bearer {await read_only_key(helpdesk, tenant)}"}
    unknown = f"/tickets/{new_id()}"

    refused(await admin.post("/tickets", content=b'{"text": ', headers=JSON), 400, "bad_request")
    refused(await admin.post("/tickets", content=b'["text"]', headers=JSON), 400, "bad_request")
    refused(await admin.post("/tickets", json={"subject": "No text"}), 422, "validation_error", field="text")
    refused(await admin.post("/tickets", json={"text": "a", "chat_id": 1}), 422, "validation_error", field="chat_id")
    refused(await admin.get(unknown), 404, "not_found")
    refused(await admin.get("/tickets/not-an-id"), 404, "not_found")
    refused(await admin.post(f"{unknown}/reply", json={"text": "a"}), 404, "not_found")
    refused(
        await admin.post("/tickets", json={"text": "a"}, headers={"Authorization": ""}), 401, "unauthorized", key=False
    )
    refused(
        await admin.post("/tickets", json={"text": "a"}, headers={"Authorization": "Bearer hd_live_no"}),
        401,
        "unauthorized",
        key=False,
    )
    refused(await admin.post("/tickets", json={"text": "a"}, headers=reader), 403, "missing_scope")
    status = f"/tickets/{ticket['id']}/status"
    refused(await admin.patch(status, json={"status": "solved"}), 422, "validation_error", field="status")

    listed = (await admin.get("/tickets")).json()["tickets"]
    assert [each["id"] for each in listed] == [ticket["id"]]
    assert listed[0]["version"] == 1
    # A later event marks the end of what could have been told before it.
    await admin.delete(f"/tickets/{ticket['id']}")
    told = await eventually(lambda: _told_until(receiver, "ticket.deleted"), within=15)
    assert told == ["ticket.created", "ticket.deleted"]


def refused(answer: httpx.Response, status: int, code: str, *, field: str | None = None, key: bool = True) -> None:
    """The answer has the messenger form, names the field, and carries the request's id."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    assert body["request_id"] == answer.headers["X-Request-Id"]
    if field is not None:
        assert [problem["field"] for problem in body["error"]["details"]] == [field]
    if not key:
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def _told_until(receiver: Receiver, last: str) -> list[str]:
    types = sorted(request.body.split(b'"type":"')[1].split(b'"')[0].decode() for request in receiver.received("/bad"))
    assert last in types, types
    return types


@pytest.mark.parametrize(
    "path", ["/v1/helpdesk/../admin/tenants", "/v1/helpdesk//tickets", "/v1/helpdesk/%2e%2e/admin"]
)
async def test_a_tricky_path_reaches_nothing(helpdesk: Stack, tenant: Tenant, path: str) -> None:
    url = httpx.URL(helpdesk.base_url).copy_with(raw_path=path.encode())
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.get(url, headers={"Authorization": f"Bearer {tenant.admin}"})
    assert answer.status_code == 404
