"""What came in is forgotten with its tenant, and what waits is measured."""

from typing import Any
from uuid import UUID

from tests.integration.inbound.conftest import Desk
from tests.integration.inbound.house import House
from tests.integration.inbound.test_hearing import hears
from tests.integration.inbound.test_hooks import SECRET, secret_of, update
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.bot_client import BotClient
from tests.support.fake_telegram.shapes import BotShape


async def test_a_deleted_tenant_leaves_nothing_that_came_in(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Hello?")
    await hears(house, desk, ["Hello?"])
    secret = await secret_of(house, desk)
    operator = {"Authorization": f"Bearer {house.stack.operator_token}"}
    answer = await house.http.delete(f"/admin/tenants/{desk.tenant.id}", headers=operator)
    assert answer.is_success
    await eventually(lambda: nothing_of(house, desk), within=20, what="it is forgotten")
    late = await house.post(f"/hooks/telegram/{desk.channel_id}", update(desk.chat_id, 99), **{SECRET: secret})
    assert late.status_code == 403
    assert await nothing_of(house, desk)


async def nothing_of(house: House, desk: Desk) -> bool:
    for collection in ("bots", "chats", "incoming", "outgoing", "care"):
        left = await house.database[collection].count_documents({"tenant_id": UUID(desk.tenant.id)})
        assert left == 0, f"{left} in {collection}"
    return True


async def test_a_running_notifications_sets_a_lost_webhook_again(
    house: House, telegram: TelegramControl, desk: Desk
) -> None:
    bot_id = int(desk.token.partition(":")[0])
    others = BotClient(telegram.url, bot=BotShape(token=desk.token, id=bot_id, username="x", first_name="x"))

    async def leads_to_us() -> bool:
        info: dict[str, Any] = await others.result("getWebhookInfo")
        return bool(info["url"] == f"{house.stack.base_url}/hooks/telegram/{desk.channel_id}")

    await others.result("deleteWebhook")
    await eventually(leads_to_us, within=15, what="the webhook is set again")
    await others.http.aclose()


async def test_what_waits_is_measured(house: House, telegram: TelegramControl, desk: Desk) -> None:
    await telegram.start(desk.chat_id)
    await telegram.write(desk.chat_id, text="Hello?")
    await hears(house, desk, ["Hello?"])
    shown = (await house.http.get(f"{house.stack.urls['notifications'][0]}/metrics")).text
    for name in (
        'helpdesk_incoming_total{outcome="taken"}',
        "helpdesk_incoming_age_seconds_count",
        "helpdesk_incoming_waiting",
        "helpdesk_incoming_oldest_seconds",
        "helpdesk_incoming_set_aside_total",
        'helpdesk_timer_lateness_seconds_count{kind="receive"}',
    ):
        assert name in shown
