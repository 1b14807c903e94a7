"""A tenant with everything that reacts to a ticket: a bot, a rule, SLA hours and a webhook."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.faults.harness.consumers import SENT_TO_HOOK
from tests.faults.harness.load import WORD
from tests.support.fake_telegram.control import TelegramControl
from tests.support.fake_telegram.shapes import BotShape
from tests.support.receiver import Receiver
from tests.support.stack import Stack, Tenant


@dataclass(frozen=True)
class Desk:
    """`hook` is the receiver's path for this tenant's webhooks alone; `endpoint` its endpoint's id."""

    tenant: Tenant
    bot: BotShape
    hook: str
    endpoint: str


async def set_up(stack: Stack, *, receiver: Receiver, telegram: TelegramControl, number: int) -> Desk:
    """A fresh tenant; `number` tells its bot from all others."""
    tenant = await stack.make_tenant(f"Desk {number}")
    bot = await telegram.register_bot(f"{1000 + number}:fake")
    hook = f"/hook/{tenant.id}"
    async with admin_of(stack, tenant) as admin:
        await post(admin, "/channels", {"kind": "telegram", "token": bot.token})
        agent = await post(admin, "/agents", {"name": "Ann", "email": "ann@example.com"})
        action = {"assign_to": agent["id"], "set_priority": "high", "add_tag": "money"}
        rule = {"name": "money", "condition": {"text_contains": [WORD]}, "action": action}
        await post(admin, "/routing-rules", rule)
        (await admin.put("/settings", json={"sla_first_reply_hours": 4, "sla_resolve_hours": 24})).raise_for_status()
        webhook = await post(admin, "/webhooks", {"url": receiver.url + hook, "events": list(SENT_TO_HOOK)})
        receiver.trust(hook, secret=webhook["secret"])
    return Desk(tenant, bot, hook, webhook["id"])


def admin_of(stack: Stack, tenant: Tenant) -> httpx.AsyncClient:
    """A client with the tenant's admin key, on the messenger's surface."""
    headers = {"Authorization": f"Bearer {tenant.admin}"}
    return httpx.AsyncClient(base_url=f"{stack.base_url}/v1/helpdesk", headers=headers, timeout=20.0)


async def post(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What was made. Raises AssertionError for any answer but 201."""
    answer = await admin.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
