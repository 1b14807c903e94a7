"""Every operation of the API document, asked for real: what it answers has the schema that the document says."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.e2e.conftest import TOKEN
from tests.support.api_document import operations, read_document
from tests.support.eventually import eventually
from tests.support.fake_telegram.control import TelegramControl
from tests.support.held_answers import HeldAnswers
from tests.support.receiver import Receiver
from tests.support.stack import Stack, Tenant

CRUD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ticket-types": ({"name": "Payments", "description": "Refunds"}, {"enabled": False}),
    "custom-fields": ({"name": "Plan", "type": "select", "options": ["Pro"]}, {"options": ["Free", "Pro"]}),
    "canned-responses": ({"title": "Hi", "text": "Hello", "shortcut": "hi"}, {"shortcut": None}),
    "saved-views": ({"name": "New", "filter": {"status": "new", "created_from": "2026-01-01"}}, {"shared": True}),
    "sla-policies": (
        {"name": "Gold", "first_response_hours": 9, "resolution_hours": 99, "applies": ["urgent"]},
        {"resolution_hours": 98},
    ),
    "business-hours": (
        {"name": "Office", "timezone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}},
        {"holidays": ["2026-12-25"]},
    ),
    "routing-rules": ({"name": "All", "condition": {"channel": "max"}, "action": {"add_tag": "a"}}, {"order_index": 1}),
}


class Clients:
    """One client for each key, all of whose answers are held to the document."""

    def __init__(self, base_url: str, tenant: Tenant, *, operator: str, held: HeldAnswers) -> None:
        self.tenant = tenant
        self._base_url, self._held = base_url, held
        self._made: list[httpx.AsyncClient] = []
        self.admin, self.entity, self.operator = map(self.bearing, (tenant.admin, tenant.entity, operator))

    def bearing(self, key: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            base_url=self._base_url,
            headers={"Authorization": f"Bearer {key}"},
            event_hooks={"response": [self._held]},
            timeout=15,
            verify=False,
        )
        self._made.append(client)
        return client

    async def close(self) -> None:
        for client in self._made:
            await client.aclose()


@pytest.fixture(scope="module")
def held() -> HeldAnswers:
    return HeldAnswers(read_document())


@pytest_asyncio.fixture
async def clients(helpdesk: Stack, tenant: Tenant, held: HeldAnswers) -> AsyncIterator[Clients]:
    made = Clients(helpdesk.base_url, tenant, operator=helpdesk.operator_token, held=held)
    yield made
    await made.close()


async def test_every_operation_works_as_the_document_says(
    clients: Clients, held: HeldAnswers, receiver: Receiver, telegram: TelegramControl
) -> None:
    await visit_configuration(clients.admin)
    await visit_webhooks(clients.admin, receiver)
    await visit_channels(clients.admin, telegram)
    await visit_people_and_tickets(clients)
    await visit_keys(clients)
    await visit_records(clients.admin)

    documented = {operation["operationId"] for _, _, operation in operations(read_document())}
    assert documented - held.worked == set()


async def made(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> str:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def there(*answers: httpx.Response) -> None:
    for answer in answers:
        assert answer.is_success, f"{answer.request.method} {answer.url}: {answer.text}"


async def visit_configuration(admin: httpx.AsyncClient) -> None:
    for resource, (body, changes) in CRUD.items():
        path = f"/v1/helpdesk/{resource}"
        await crud(admin, path, await made(admin, path, body), changes)
    await there(
        await admin.get("/v1/helpdesk/ticket-types/config"),
        await admin.put(
            "/v1/helpdesk/settings", json={"helpdesk_close_message": {"en": "Bye"}, "sla_resolve_hours": 8}
        ),
        await admin.get("/v1/helpdesk/settings"),
        await admin.get("/api/helpdesk/sla"),
        await simulated(admin),
        await tried(admin),
        await admin.get("/api/helpdesk/teams"),
    )


async def simulated(admin: httpx.AsyncClient) -> httpx.Response:
    body, changes = CRUD["sla-policies"]
    policy = await made(admin, "/v1/helpdesk/sla-policies", body)
    return await admin.post(f"/v1/helpdesk/sla-policies/{policy}/simulate", json=changes)


async def tried(admin: httpx.AsyncClient) -> httpx.Response:
    await made(admin, "/v1/helpdesk/routing-rules", CRUD["routing-rules"][0])
    return await admin.post("/v1/helpdesk/routing-rules/test", json={"ticket": {"channel": "max"}})


async def crud(client: httpx.AsyncClient, path: str, row: str, changes: dict[str, Any] | None) -> None:
    """List, show, change, delete."""
    await there(await client.get(path), await client.get(f"{path}/{row}"))
    if changes is not None:
        await there(await client.put(f"{path}/{row}", json=changes))
    await there(await client.delete(f"{path}/{row}"))
    assert (await client.get(f"{path}/{row}")).status_code == 404


async def visit_webhooks(admin: httpx.AsyncClient, receiver: Receiver) -> None:
    path = "/v1/helpdesk/webhooks"
    hook = await made(admin, path, {"url": f"{receiver.url}/any", "events": ["*"]})
    await made(admin, "/v1/helpdesk/tickets", {"text": "Tell of this"})

    async def delivered() -> str:
        rows = (await admin.get(f"{path}/{hook}/deliveries")).json()["deliveries"]
        return next(row["id"] for row in rows if row["attempts"])

    delivery = await eventually(delivered, within=15, what="an attempt is shown")
    await there(
        await admin.get(f"{path}/{hook}/deliveries/{delivery}"),
        await admin.post(f"{path}/{hook}/deliveries/{delivery}/resend"),
        await admin.post(f"{path}/{hook}/replay", json={"from": "2026-01-01T00:00:00Z", "only_failed": True}),
        await admin.post(f"{path}/{hook}/test"),
        await admin.post(f"{path}/{hook}/rotate-secret"),
    )
    assert (await admin.get("/v1/helpdesk/events")).json()["events"]
    await crud(admin, path, hook, {"description": "Ours"})


async def visit_channels(admin: httpx.AsyncClient, telegram: TelegramControl) -> None:
    await telegram.register_bot(TOKEN)
    channel = await made(admin, "/v1/helpdesk/channels", {"kind": "telegram", "token": TOKEN})
    await there(await admin.get(f"/v1/helpdesk/channels/{channel}/health"))
    request = await admin.post("/v1/helpdesk/request", json={"channel": "telegram"})
    await there(request, await admin.get(f"/v1/helpdesk/request/{request.json()['request_id']}/status"))
    await crud(admin, "/v1/helpdesk/channels", channel, {"name": "Support"})


async def visit_people_and_tickets(clients: Clients) -> None:
    admin, base = clients.admin, "/v1/helpdesk"
    agent = await made(admin, f"{base}/agents", {"name": "Ann", "email": "ann@example.com"})
    team = await made(admin, f"{base}/teams", {"name": "First line"})
    contact = await made(admin, f"{base}/contacts", {"name": "Olga", "email": "olga@example.com"})
    field = await made(admin, f"{base}/custom-fields", {"name": "Seats", "type": "number"})

    await visit_messenger(admin, agent=agent, contact=contact, field=field)
    await visit_customer(clients, contact=contact)
    await visit_workflow(admin, agent=agent, team=team, contact=contact)
    await visit_envelope(admin, agent=agent)
    await visit_entity(clients.entity, tenant=clients.tenant.id)

    in_use = await admin.delete(f"{base}/agents/{agent}")
    assert in_use.json()["error"]["code"] == "in_use"
    await crud(admin, f"{base}/teams", await made(admin, f"{base}/teams", {"name": "Second"}), {"members": [agent]})
    await crud(admin, f"{base}/contacts", await made(admin, f"{base}/contacts", {"name": "New"}), {"name": "Newer"})
    other = await made(admin, f"{base}/agents", {"name": "Bob", "email": "bob@example.com"})
    await crud(admin, f"{base}/agents", other, {"active": False})


async def visit_messenger(admin: httpx.AsyncClient, *, agent: str, contact: str, field: str) -> None:
    base = "/v1/helpdesk/tickets"
    uploaded = await admin.post("/v1/helpdesk/attachments", files={"file": ("a.txt", b"some text", "text/plain")})
    file = f"/v1/helpdesk/attachments/{uploaded.json()['id']}"
    fields = {"contact_id": contact, "custom_fields": [{"id": field, "value": 7}], "tags": ["a"], "external_id": "o-1"}
    ticket = f"{base}/{await made(admin, base, {'text': 'Broken', **fields})}"
    with_file = {"text": "See", "attachments": [{"id": uploaded.json()["id"]}]}
    await there(
        await admin.post(f"{ticket}/reply", json=with_file),
        await admin.post(f"{ticket}/reply", json={"text": "A note", "internal": True}),
        await admin.post(f"{ticket}/customer-reply", json={"text": "Thanks"}),
        await admin.get(file),
        await admin.get(file, headers={"Range": "bytes=0-3"}),
        await admin.head(file),
        await admin.patch(ticket, json={"status": "waiting", "priority": "high"}),
        await admin.patch(f"{ticket}/status", json={"status": "open"}),
        await admin.patch(f"{ticket}/assign", json={"assigned_to": agent}),
        await admin.patch(f"{ticket}/priority", json={"priority": "low"}),
        await admin.get(base, params={"tag": "a", "limit": 1}),
        await admin.get(f"{ticket}/messages", params={"limit": 1}),
        await admin.get(f"{ticket}/history"),
        await admin.get(f"{ticket}/sla"),
    )
    shown = await admin.get(ticket)
    assert len(shown.json()["messages"]) == 4
    assert (await admin.get(ticket, headers={"If-None-Match": shown.headers["ETag"]})).status_code == 304
    assert (await admin.patch(ticket, json={"subject": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await admin.get(file, headers={"Range": "bytes=100-"})).status_code == 416
    other = f"{base}/{await made(admin, base, {'text': 'The same'})}"
    await there(await admin.post(f"{other}/merge", json={"into": ticket.rpartition("/")[2]}))
    await there(await admin.post(f"{other}/unmerge"))
    bulk = {"ticket_ids": [ticket.rpartition("/")[2], "no-such"], "action": "close"}
    assert (await admin.post(f"{base}/bulk", json=bulk)).json()["affected"] == 1
    await there(await admin.delete(f"{base}/{await made(admin, base, {'text': 'Short-lived'})}"))


async def visit_customer(clients: Clients, *, contact: str) -> None:
    key = {"name": "Olga's", "role": "customer", "contact_id": contact}
    customer = clients.bearing((await clients.admin.post("/v1/helpdesk/keys", json=key)).json()["key"])
    ticket = f"/v1/helpdesk/tickets/{await made(customer, '/v1/helpdesk/tickets', {'text': 'Help'})}"
    assert (await customer.post(f"{ticket}/csat", json={"rating": 5})).status_code == 409
    await there(
        await customer.patch(ticket, json={"status": "closed"}),
        await customer.post(f"{ticket}/csat", json={"rating": 5, "comment": "Fine"}),
    )


async def visit_workflow(admin: httpx.AsyncClient, *, agent: str, team: str, contact: str) -> None:
    base = "/api/helpdesk/tickets"
    ticket = f"{base}/{await made(admin, base, {'subject': 'Broken', 'contactId': contact, 'teamId': team})}"
    await there(
        await admin.post(f"{ticket}/assign", json={"assigneeId": agent}),
        await admin.post(f"{ticket}/reply", json={"body": "Try again"}),
        await admin.patch(ticket, json={"priority": "urgent"}),
        await admin.post(f"{ticket}/close", json={"resolution": "It works"}),
        await admin.get(base, params={"search": "broken"}),
        await admin.get("/api/helpdesk/stats"),
        await admin.get("/v1/helpdesk/stats"),
        await admin.get("/v1/helpdesk/sla"),
    )
    assert (await admin.post(f"{ticket}/close")).status_code == 400
    await there(await admin.post(f"{ticket}/reopen"), await admin.get(ticket))


async def visit_envelope(admin: httpx.AsyncClient, *, agent: str) -> None:
    base = "/helpdesk/api/v1/tickets"
    opened = await admin.post(base, json={"ticket": {"subject": "Broken", "assigneeId": agent}})
    ticket = f"{base}/{opened.json()['ticket']['id']}"
    await there(
        await admin.get(base, params={"page_size": 1}),
        await admin.get(ticket),
        await admin.put(ticket, json={"ticket": {"status": "pending"}}),
        await admin.delete(ticket),
    )


async def visit_entity(entity: httpx.AsyncClient, *, tenant: str) -> None:
    base, named = "/api/helpdesk/tickets", {"entityId": tenant}
    opened = await entity.post(base, json={"subject": "Broken", **named})
    ticket = f"{base}/{opened.json()['id']}"
    await there(
        await entity.post(f"{ticket}/messages", json={"body": "Try again"}, params=named),
        await entity.patch(ticket, json={"status": "open"}, headers={"x-entity-id": tenant}),
        await entity.get(ticket, params=named),
        await entity.get(base, params={**named, "limit": 1}),
    )
    assert (await entity.get(base)).status_code == 400
    assert (await entity.post(f"{ticket}/close", params=named)).status_code == 404


async def visit_keys(clients: Clients) -> None:
    admin, operator = clients.admin, clients.operator
    path = "/v1/helpdesk/keys"
    key = await made(admin, path, {"name": "Shop", "role": "agent"})
    await there(await admin.get(path), await admin.get(f"{path}/{key}"), await admin.delete(f"{path}/{key}"))
    tenant = f"/admin/tenants/{await made(operator, '/admin/tenants', {'name': 'Other'})}"
    key = await made(operator, f"{tenant}/keys", {"name": "First", "role": "admin"})
    await there(
        await operator.get(f"{tenant}/keys"),
        await operator.get(f"{tenant}/keys/{key}"),
        await operator.delete(f"{tenant}/keys/{key}"),
        await operator.get("/admin/tenants"),
        await operator.get(tenant),
        await operator.patch(tenant, json={"description": "Ours"}),
        await operator.post("/admin/search/rebuild", json={"tenant_id": tenant.rpartition("/")[2]}),
        await operator.delete(tenant),
    )


async def visit_records(admin: httpx.AsyncClient) -> None:
    async def recorded() -> list[Any]:
        rows: list[Any] = (await admin.get("/v1/helpdesk/audit-log")).json()["audit_log"]
        return rows

    await eventually(recorded, within=15, what="what was changed is on record")
