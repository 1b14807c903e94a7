"""Setting up a Telegram bot: its token is checked and hidden, its webhook is set, and only admins do it."""

from uuid import UUID

from tests.integration.notifications.desk import Desk
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.shapes import FaultShape

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_bot_becomes_a_channel_with_its_webhook_set(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    shown = {name: channel[name] for name in ("kind", "name", "username", "status", "last_error", "last_inbound_at")}
    assert shown == {
        "kind": "telegram",
        "name": "Help desk",
        "username": f"desk{token.split(':')[0]}_bot",
        "status": "active",
        "last_error": None,
        "last_inbound_at": None,
    }
    [call] = await telegram.calls("setWebhook")
    assert call.parameters["url"] == f"{desk.public_url}/hooks/telegram/{channel['id']}"
    assert call.parameters["allowed_updates"] == UPDATES
    assert len(str(call.parameters["secret_token"])) >= 32


async def test_token_and_webhook_secret_are_nowhere_in_plain_text(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    path = f"/{channel['id']}"
    await telegram.fail_next(kind=FaultKind.TIMEOUT_BEFORE)
    answers = [
        await desk.ask("GET", path + "/health", tenant_id=tenant_id),
        await desk.ask("GET", path, tenant_id=tenant_id),
        await desk.ask("GET", "", tenant_id=tenant_id),
        await desk.ask("PUT", path, tenant_id=tenant_id, json={"token": token + "x"}),
        await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token, "name": "\x00"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 422, 422]
    webhook_secret = str((await telegram.calls("setWebhook"))[0].parameters["secret_token"])
    document = await desk.database["bots"].find_one({"_id": UUID(channel["id"])})
    seen = "".join([str(document), desk.log, *(answer.text for answer in answers)])
    assert document
    assert token not in seen
    assert token.split(":")[1] not in seen
    assert webhook_secret not in seen


async def test_a_webhook_that_telegram_refuses_is_said_and_can_be_healed(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    words = "Bad Request: bad webhook: IP address is reserved"
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, code=400, description=words, method="setWebhook"))
    channel = await desk.add_channel(tenant_id, token)
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert channel["last_error"] == f"The webhook was not set: {words}"
    assert (health["sends"], health["receives"], health["problem"]) == (True, False, "The webhook is not set.")
    healed = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"status": "active"})
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    assert healed.json()["last_error"] is None
    assert (health["sends"], health["receives"], health["problem"]) == (True, True, None)


async def test_a_new_token_of_the_same_bot_is_taken_and_another_bots_is_not(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    other = await telegram.register_bot("77:AAother")
    wrong = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"token": other.token})
    assert (wrong.status_code, wrong.json()["error"]["details"][0]["field"]) == (422, "token")
    right = await desk.ask("PUT", f"/{channel['id']}", tenant_id=tenant_id, json={"token": token, "name": "Support"})
    assert (right.status_code, right.json()["name"]) == (200, "Support")


async def test_a_disabled_channel_has_no_webhook_until_it_is_active_again(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    path = f"/{channel['id']}"
    disabled = await desk.ask("PUT", path, tenant_id=tenant_id, json={"status": "disabled"})
    health = (await desk.ask("GET", path + "/health", tenant_id=tenant_id)).json()
    assert disabled.json()["status"] == "disabled"
    assert (health["sends"], health["receives"], health["webhook"]["url"]) == (False, False, None)
    await desk.ask("PUT", path, tenant_id=tenant_id, json={"status": "active"})
    health = (await desk.ask("GET", path + "/health", tenant_id=tenant_id)).json()
    assert (health["status"], health["sends"], health["receives"]) == ("active", True, True)


async def test_a_removed_channel_is_gone_and_its_webhook_too(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.fail_next(kind=FaultKind.SERVER_ERROR, method="getWebhookInfo")
    assert (await desk.ask("DELETE", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 204
    assert (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 404
    again = await desk.add_channel(tenant_id, token)
    assert (await desk.ask("DELETE", f"/{again['id']}", tenant_id=tenant_id)).status_code == 204
    assert len(await telegram.calls("deleteWebhook")) == 1


async def test_health_says_that_telegram_no_longer_knows_the_token(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.reset()
    health = (await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)).json()
    kept = (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).json()
    assert (health["status"], health["sends"], health["problem"]) == ("disabled", False, "Unauthorized")
    assert (kept["status"], kept["last_error"]) == ("disabled", "Unauthorized")


async def test_channels_are_listed_page_by_page(desk: Desk, telegram: TelegramControl, tenant_id: UUID) -> None:
    made = []
    for number in range(3):
        await telegram.register_bot(f"{88_000 + number}:AAlisted")
        made.append((await desk.add_channel(tenant_id, f"{88_000 + number}:AAlisted"))["id"])
    first = (await desk.ask("GET", "?limit=2", tenant_id=tenant_id)).json()
    rest = (await desk.ask("GET", f"?cursor={first['next_cursor']}", tenant_id=tenant_id)).json()
    assert [channel["id"] for channel in first["channels"] + rest["channels"]] == made
    assert rest["next_cursor"] is None
