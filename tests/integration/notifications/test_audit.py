"""Every change of a channel is told to the audit log: who made it, before and after, and never the token."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest_asyncio

from tests.integration.notifications.desk import Desk
from tests.support.audit_told import AuditTold, listening_for_audit
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers


@pytest_asyncio.fixture
async def told(servers: BackingServers, desk: Desk) -> AsyncIterator[AuditTold]:
    async with listening_for_audit(servers, stack=desk.stack) as listening:
        yield listening


async def test_a_channel_is_followed_from_its_creation_to_its_end(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, told: AuditTold
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    path = f"/{channel['id']}"
    for change in ({"name": "Support"}, {"name": "Support"}, {"status": "disabled"}, {"status": "active"}):
        assert (await desk.ask("PUT", path, tenant_id=tenant_id, json=change)).status_code == 200
    assert (await desk.ask("DELETE", path, tenant_id=tenant_id)).status_code == 204
    updated = ["channel.updated"] * 3
    made, named, off, on, deleted = await told.of(tenant_id, "channel.created", *updated, "channel.deleted")
    assert made.data.before is None
    assert made.data.after is not None
    assert made.data.after.items() >= {"kind": "telegram", "name": "Help desk", "status": "active"}.items()
    assert made.data.after["account"]["username"] == channel["username"]
    assert (named.data.before, named.data.after) == (made.data.after, {**made.data.after, "name": "Support"})
    assert off.data.after == {**made.data.after, "name": "Support", "status": "disabled"}
    assert (on.data.before, on.data.after) == (off.data.after, named.data.after)
    assert (deleted.data.before, deleted.data.after) == (on.data.after, None)
    for event in (made, named, off, on, deleted):
        assert (event.data.target.type, str(event.data.target.id)) == ("channel", channel["id"])
        assert (event.data.actor.type, event.data.actor.name) == ("admin", "test")
        assert event.requestid


async def test_a_new_token_is_told_without_its_value(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, told: AuditTold
) -> None:
    path = f"/{(await desk.add_channel(tenant_id, token))['id']}"
    assert (await desk.ask("PUT", path, tenant_id=tenant_id, json={"token": token})).status_code == 200
    assert (await desk.ask("PUT", path, tenant_id=tenant_id, json={"token": token + "x"})).status_code == 422
    made, renewed = await told.of(tenant_id, "channel.created", "channel.updated")
    assert made.data.after is not None
    assert renewed.data.before == made.data.after
    assert renewed.data.after == {
        **made.data.after,
        "token_set_at": renewed.data.after and renewed.data.after["token_set_at"],
    }
    assert renewed.data.after["token_set_at"] > made.data.after["token_set_at"]
    document = await desk.database["bots"].find_one({"tenant_id": tenant_id})
    assert document is not None
    secrets = {token.split(":")[1], document["token"], document["webhook_secret"]}
    for event in (made, renewed):
        assert not [secret for secret in secrets if secret in event.to_json().decode()]


async def test_a_channel_whose_token_telegram_no_longer_knows_is_told_as_the_systems_doing(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, told: AuditTold
) -> None:
    channel = await desk.add_channel(tenant_id, token)
    await telegram.reset()
    for _ in range(2):
        await desk.ask("GET", f"/{channel['id']}/health", tenant_id=tenant_id)
    assert (await desk.ask("DELETE", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 204
    _, off, _ = await told.of(tenant_id, "channel.created", "channel.updated", "channel.deleted")
    assert (off.data.actor.type, off.data.actor.name) == ("system", None)
    assert off.data.after == {**(off.data.before or {}), "status": "disabled", "last_error": "Unauthorized"}
