"""One rule for every change of a row, on every service: only what is given changes, and null takes away or is refused.

Which fields may be empty is read from the API document, so that it says the truth.
"""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx
import pytest
import pytest_asyncio

from tests.support.api_document import SCHEMAS, read_document
from tests.support.fake_telegram.control import TelegramControl
from tests.support.stack import Stack, Tenant

Json = dict[str, Any]
BASE = "/v1/helpdesk"
TOKEN = "3000:AAchanged"
DOCUMENT = read_document()


class Kind(NamedTuple):
    """Where rows of a kind are made, a row with all that it may have, and how the document calls a change of it."""

    path: str
    body: Json
    changes: str


KINDS = (
    Kind("agents", {"name": "Ann", "email": "ann@example.com"}, "MessengerAgentChanges"),
    Kind("teams", {"name": "Crew"}, "MessengerTeamChanges"),
    Kind("ticket-types", {"name": "Delivery", "description": "Late", "sort_order": 7}, "MessengerTicketTypeChanges"),
    Kind(
        "contacts",
        {"name": "Olga", "email": "olga@example.com", "telegram_chat_id": 71, "max_chat_id": 72},
        "MessengerContactChanges",
    ),
    Kind("custom-fields", {"name": "Plan", "type": "select", "options": ["Pro"]}, "MessengerCustomFieldChanges"),
    Kind("canned-responses", {"title": "Hi", "text": "Hello", "shortcut": "hi"}, "MessengerCannedResponseChanges"),
    Kind("saved-views", {"name": "New", "filter": {"status": "new"}, "shared": True}, "MessengerSavedViewChanges"),
    Kind(
        "routing-rules",
        {"name": "All", "condition": {"channel": "max"}, "action": {"add_tag": "a"}, "order_index": 7},
        "MessengerRuleChanges",
    ),
    Kind(
        "sla-policies",
        {"name": "Gold", "first_response_hours": 9, "resolution_hours": 99, "applies": ["urgent"]},
        "MessengerPolicyChanges",
    ),
    Kind(
        "business-hours",
        {
            "name": "Office",
            "timezone": "Europe/Berlin",
            "week": {"mon": [["09:00", "17:00"]]},
            "holidays": ["2026-12-25"],
        },
        "MessengerBusinessHoursChanges",
    ),
    Kind(
        "webhooks",
        {"url": "http://127.0.0.1:18080/", "events": ["ticket.closed"], "description": "Ours"},
        "MessengerEndpointChanges",
    ),
    Kind("channels", {"kind": "telegram", "token": TOKEN, "name": "Support"}, "MessengerChannelChanges"),
)


def fields_of(changes: str) -> dict[str, bool]:
    """The fields of a change as the document has them, and whether each may be null."""
    properties: Json = DOCUMENT["components"]["schemas"][changes]["properties"]
    return {name: {"type": "null"} in field.get("anyOf", ()) for name, field in properties.items()}


def test_the_table_has_every_change_of_a_row_that_the_document_has() -> None:
    known = {kind.changes for kind in KINDS} | {"MessengerSettingsChanges", "OperatorTenantChanges"}
    assert known == {
        name
        for name in DOCUMENT["components"]["schemas"]
        if name.endswith("Changes") and not name.endswith("TicketChanges")
    }
    asked = [operation["requestBody"]["content"]["application/json"]["schema"] for operation in changing()]
    assert known <= {schema.get("$ref", "").removeprefix(SCHEMAS) for schema in asked}


def changing() -> list[Json]:
    return [item[method] for item in DOCUMENT["paths"].values() for method in ("put", "patch") if method in item]


async def follows_the_rule(client: httpx.AsyncClient, path: str, *, changes: str, method: str = "PUT") -> None:
    """A change without fields changes nothing; one of null takes away what the document says, and is refused else."""
    before = without_time((await client.get(path)).json())
    unchanged = await client.request(method, path, json={})
    assert (unchanged.status_code, without_time(unchanged.json())) == (200, before), unchanged.text
    for name, may_be_null in fields_of(changes).items():
        answer = await client.request(method, path, json={name: None})
        if may_be_null:
            before = {**before, name: None}
            assert (answer.status_code, without_time(answer.json())) == (200, before), (name, answer.text)
        else:
            assert answer.status_code == 422, (name, answer.text)
            assert [detail["field"] for detail in answer.json()["error"]["details"]] == [name]
            assert without_time((await client.get(path)).json()) == before


def without_time(row: Json) -> Json:
    return {name: value for name, value in row.items() if name != "updated_at"}


@pytest_asyncio.fixture
async def client(helpdesk: Stack, tenant: Tenant, telegram: TelegramControl) -> AsyncIterator[httpx.AsyncClient]:
    await telegram.register_bot(TOKEN)
    headers = {"Authorization": f"Bearer {tenant.admin}"}
    async with httpx.AsyncClient(
        base_url=f"{helpdesk.base_url}{BASE}", headers=headers, timeout=10, verify=False
    ) as admin:
        yield admin


@pytest.mark.parametrize("kind", KINDS, ids=[kind.path for kind in KINDS])
async def test_a_row_changes_where_something_is_given(client: httpx.AsyncClient, kind: Kind) -> None:
    made = await client.post(f"/{kind.path}", json=kind.body)
    assert made.status_code == 201, made.text
    await follows_the_rule(client, f"/{kind.path}/{made.json()['id']}", changes=kind.changes)


async def test_settings_change_where_something_is_given(client: httpx.AsyncClient) -> None:
    given = {
        "helpdesk_welcome_message": {"en": "Welcome"},
        "helpdesk_close_message": {"en": "Bye"},
        "sla_first_reply_hours": 4,
        "sla_resolve_hours": 8,
        "csat_message_template": "How was it?",
        "helpdesk_unanswered_hours": 24,
        "csat_enabled": True,
        "helpdesk_message_after_close": "new",
    }
    assert (await client.put("/settings", json=given)).status_code == 200
    await follows_the_rule(client, "/settings", changes="MessengerSettingsChanges")


async def test_a_tenant_changes_where_something_is_given(helpdesk: Stack) -> None:
    headers = {"Authorization": f"Bearer {helpdesk.operator_token}"}
    async with httpx.AsyncClient(
        base_url=f"{helpdesk.base_url}/admin", headers=headers, timeout=10, verify=False
    ) as operator:
        made = (await operator.post("/tenants", json={"name": "Acme", "description": "Anvils"})).json()
        await follows_the_rule(operator, f"/tenants/{made['id']}", changes="OperatorTenantChanges", method="PATCH")
