"""Setting up a MAX bot: as a Telegram bot is, with the one webhook that MAX shall have."""

from uuid import UUID

import pytest_asyncio

from tests.integration.notifications.desk import Desk
from tests.support.fake_max import FaultKind, MaxControl
from tests.support.fake_max.shapes import FaultShape

TOKEN = "f9LHodD0cOL_maxTokenSecret"
UPDATES = ["bot_started", "bot_stopped", "dialog_removed", "message_callback", "message_created", "message_edited"]


@pytest_asyncio.fixture
async def max_token(max_api: MaxControl) -> str:
    await max_api.register_bot(TOKEN, username="id770000_bot")
    return TOKEN


async def test_a_bot_becomes_a_channel_with_its_webhook_set(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, max_token: str
) -> None:
    channel = await desk.add_channel(tenant_id, max_token, kind="max")
    assert (channel["kind"], channel["username"], channel["status"]) == ("max", "id770000_bot", "active")
    [call] = await max_api.calls("POST /subscriptions")
    assert call.parameters["url"] == f"{desk.public_url}/hooks/max/{channel['id']}"
    assert call.parameters["update_types"] == UPDATES
    assert len(str(call.parameters["secret"])) >= 32
    assert max_token not in desk.log


async def test_its_health_says_that_it_sends_and_receives(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, max_token: str
) -> None:
    channel = await desk.add_channel(tenant_id, max_token, kind="max")
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    url = f"{desk.public_url}/hooks/max/{channel['id']}"
    assert (health["sends"], health["receives"], health["problem"]) == (True, True, None)
    assert health["webhook"] == {"url": url, "pending_updates": None, "last_error": None, "last_error_at": None}


async def test_a_subscription_that_max_refuses_is_said_and_can_be_healed(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, max_token: str
) -> None:
    words = "proto.payload: url: certificate is not trusted"
    await max_api.script(FaultShape(kind=FaultKind.REFUSED, code=400, description=words, method="POST /subscriptions"))
    channel = await desk.add_channel(tenant_id, max_token, kind="max")
    assert channel["last_error"] == f"The webhook was not set: {words}"
    healed = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"status": "active"})
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert healed.json()["last_error"] is None
    assert (health["receives"], health["problem"]) == (True, None)


async def test_a_removed_channel_leaves_no_subscription_behind(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, max_token: str
) -> None:
    channel = await desk.add_channel(tenant_id, max_token, kind="max")
    assert (await desk.ask("DELETE", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 204
    [call] = await max_api.calls("DELETE /subscriptions")
    assert call.parameters["url"] == f"{desk.public_url}/hooks/max/{channel['id']}"


async def test_a_token_that_max_withdrew_disables_the_channel(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, max_token: str
) -> None:
    channel = await desk.add_channel(tenant_id, max_token, kind="max")
    await max_api.reset()
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert (health["status"], health["sends"]) == ("disabled", False)
    assert "verify.token" in health["problem"]
