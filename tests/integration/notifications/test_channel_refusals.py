"""What is refused when a channel is set up, and to whom."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.vocabulary import Role
from tests.integration.notifications.desk import Desk
from tests.support.fake_max import MaxControl
from tests.support.fake_telegram import FaultKind, TelegramControl


async def test_a_wrong_token_is_refused_by_its_field(desk: Desk, telegram: TelegramControl, tenant_id: UUID) -> None:
    for token in ("999:unknown", "no token at all", "1:a/../getMe"):
        answer = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
        assert (answer.status_code, problem_field(answer.json())) == (422, "token")
        assert token not in answer.text
    assert (await desk.ask("GET", "", tenant_id=tenant_id)).json() == {"channels": [], "next_cursor": None}


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.TIMEOUT_BEFORE])
async def test_when_telegram_is_away_nothing_is_set_up(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str, kind: FaultKind
) -> None:
    await telegram.fail_next(kind=kind, method="getMe")
    answer = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert (await desk.ask("GET", "", tenant_id=tenant_id)).json()["channels"] == []


async def test_the_same_bot_twice_is_a_conflict_and_keeps_its_webhook(
    desk: Desk, telegram: TelegramControl, tenant_id: UUID, token: str
) -> None:
    await desk.add_channel(tenant_id, token)
    again = await desk.ask("POST", "", tenant_id=tenant_id, json={"kind": "telegram", "token": token})
    assert again.status_code == 409
    assert len(await telegram.calls("setWebhook")) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "max", "token": "nobody"}, "token"),
        ({"kind": "email", "token": "1:a"}, "kind"),
        ({"kind": "pigeon", "token": "1:a"}, "kind"),
        ({"kind": "telegram"}, "token"),
        ({"kind": "telegram", "token": 7}, "token"),
        ({"kind": "telegram", "token": "x" * 256}, "token"),
        ({"token": "1:a"}, "kind"),
    ],
)
async def test_a_wrong_field_is_named(
    desk: Desk, max_api: MaxControl, tenant_id: UUID, body: dict[str, Any], field: str
) -> None:
    answer = await desk.ask("POST", "", tenant_id=tenant_id, json=body)
    assert (answer.status_code, problem_field(answer.json())) == (422, field)


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
async def test_channels_are_the_admins_business_alone(desk: Desk, tenant_id: UUID, role: Role) -> None:
    path = f"/{uuid4()}"
    for method, where in [("GET", ""), ("POST", ""), ("GET", path), ("GET", path + "/health"), ("DELETE", path)]:
        body = {"kind": "telegram", "token": "1:a"} if method == "POST" else None
        answer = await desk.ask(method, where, tenant_id=tenant_id, json=body, role=role)
        assert answer.status_code == 403, (method, where)
    assert (await desk.ask("PUT", path, tenant_id=tenant_id, json={}, role=role)).status_code == 403


async def test_another_tenants_channel_is_like_none(desk: Desk, tenant_id: UUID, token: str) -> None:
    channel = await desk.add_channel(tenant_id, token)
    for method, tail in [("GET", ""), ("GET", "/health"), ("PUT", ""), ("DELETE", "")]:
        answers = [
            await desk.ask(method, f"/{channel_id}{tail}", tenant_id=uuid4(), json={} if method == "PUT" else None)
            for channel_id in (channel["id"], uuid4())
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["error"] == answers[1].json()["error"]
    assert (await desk.ask("GET", f"/{channel['id']}", tenant_id=tenant_id)).status_code == 200


def problem_field(body: dict[str, Any]) -> str:
    return str(body["error"]["details"][0]["field"])
