"""A tenant with everything that reacts to a ticket: a bot, a rule, SLA hours and a webhook."""

from typing import Any

import httpx

from tests.faults.harness.join import SENT_TO_HOOK
from tests.faults.harness.load import WORD
from tests.support.fake_telegram.control import TelegramControl
from tests.support.receiver import Receiver
from tests.support.stack import Stack, Tenant

TOKEN = "1000:fake"
HOOK = "/hook"


async def set_up(stack: Stack, *, receiver: Receiver, telegram: TelegramControl) -> Tenant:
    """The tenant; its webhooks come to `HOOK`, judged by their secret."""
    tenant = await stack.make_tenant()
    await telegram.register_bot(TOKEN)
    headers = {"Authorization": f"Bearer {tenant.admin}"}
    async with httpx.AsyncClient(base_url=f"{stack.base_url}/v1/helpdesk", headers=headers, timeout=20.0) as admin:
        await _post(admin, "/channels", {"kind": "telegram", "token": TOKEN})
        agent = await _post(admin, "/agents", {"name": "Ann", "email": "ann@example.com"})
        action = {"assign_to": agent["id"], "set_priority": "high", "add_tag": "money"}
        rule = {"name": "money", "condition": {"text_contains": [WORD]}, "action": action}
        await _post(admin, "/routing-rules", rule)
        (await admin.put("/settings", json={"sla_first_reply_hours": 4, "sla_resolve_hours": 24})).raise_for_status()
        webhook = await _post(admin, "/webhooks", {"url": receiver.url + HOOK, "events": list(SENT_TO_HOOK)})
        receiver.trust(HOOK, secret=webhook["secret"])
    return tenant


async def _post(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await admin.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
