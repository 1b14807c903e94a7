"""Who is let in, and what is said to those who are not."""

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import utc_now
from shared.events.envelope import rfc3339
from shared.ids import new_id
from tests.integration.gateway.door import TICKETS, Gateway
from tests.support.eventually import eventually

UNKNOWN = "zn_live_" + "A" * 43


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "Authorization:\r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Bearer \r\n",
        f"Authorization: Bearer {UNKNOWN}\r\n",
        "Authorization: Bearer short\r\n",
        "Authorization: Basic YTpi\r\n",
        "Authorization: Bearer ключ\r\n",
        "Authorization: Bearer KEYключ\r\n",
        f"Authorization: {UNKNOWN}\r\n",
        "Authorization: KEY\r\n",
        "Authorization: bearer KEY\r\n",
        "Authorization: Bearer  KEY\r\n",
        "Authorization: Bearer\tKEY\r\n",
        "Authorization: Bearer KEY KEY\r\n",
        "Authorization: Bearer KEY,\r\n",
        "Authorization: Bearer KEY \r\n",
        "Authorization: Bearer KEY\t\r\n",
        "Authorization: Bearer KEY\r\nAuthorization: Bearer KEY\r\n",
        f"Authorization: Bearer KEY\r\nAuthorization: Bearer {UNKNOWN}\r\n",
        "X-Api-Key: KEY\r\nProxy-Authorization: Bearer KEY\r\nCookie: key=KEY\r\n",
    ],
)
async def test_without_a_key_of_ours_nobody_is_let_in_and_all_are_told_the_same(gateway: Gateway, lines: str) -> None:
    key = (await gateway.key())["key"]
    written = lines.replace("KEY", key)
    answer = await gateway.raw(f"GET {TICKETS} HTTP/1.1\r\nHost: x\r\nX-Request-Id: r\r\n{written}\r\n".encode())
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    message = "A valid key is needed: Authorization: Bearer <key>."
    assert json.loads(answer.body) == {"error": {"code": "unauthorized", "message": message}, "request_id": "r"}


async def test_a_key_in_the_query_is_none(gateway: Gateway) -> None:
    key = (await gateway.key())["key"]
    assert (await gateway.client.get(TICKETS, params={"key": key, "access_token": key})).status_code == 401


@pytest.mark.parametrize("prefix", ["zn_live_", "ak_", "hd_live_"])
async def test_every_prefix_opens_the_messenger_surface(gateway: Gateway, prefix: str) -> None:
    shown = await gateway.key(prefix=prefix)
    assert shown["key"].startswith(prefix)
    answer = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {shown['key']}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("scopes", "method", "status"),
    [
        (["read:helpdesk"], "GET", 200),
        (["read:helpdesk"], "POST", 403),
        (["read:helpdesk"], "PATCH", 403),
        (["read:helpdesk"], "PUT", 403),
        (["read:helpdesk"], "DELETE", 403),
        (["write:helpdesk"], "POST", 200),
        (["write:helpdesk"], "GET", 403),
    ],
)
async def test_a_key_does_only_what_its_scopes_say(
    gateway: Gateway, scopes: list[str], method: str, status: int
) -> None:
    before = len(gateway.echo.heard)
    answer = await gateway.client.request(method, TICKETS, headers=await gateway.bearer(scopes=scopes))
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["error"]["code"] == "missing_scope"
        assert len(gateway.echo.heard) == before


async def test_a_revoked_key_is_refused_within_five_seconds(gateway: Gateway) -> None:
    shown = await gateway.key()
    headers = {"Authorization": f"Bearer {shown['key']}"}
    assert (await gateway.client.get(TICKETS, headers=headers)).status_code == 200
    path = f"/tenants/{shown['tenant_id']}/keys/{shown['id']}"
    assert (await gateway.operator.delete(path)).status_code == 204

    async def refused() -> bool:
        return (await gateway.client.get(TICKETS, headers=headers)).status_code == 401

    await eventually(refused, within=5.0, what="the key is refused")
    assert (await gateway.operator.delete(path)).status_code == 204


async def test_an_expired_key_is_refused_though_it_is_remembered(gateway: Gateway) -> None:
    expires = rfc3339(utc_now() + timedelta(seconds=1))
    headers = await gateway.bearer(expires_at=expires)
    assert (await gateway.client.get(TICKETS, headers=headers)).status_code == 200

    async def refused() -> bool:
        return (await gateway.client.get(TICKETS, headers=headers)).status_code == 401

    await eventually(refused, within=2.5, what="the key has expired")


async def test_a_keys_use_is_noted(gateway: Gateway) -> None:
    shown = await gateway.key()
    assert shown["last_used_at"] is None
    await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {shown['key']}"})

    async def noted() -> Any:
        listed = (await gateway.operator.get(f"/tenants/{shown['tenant_id']}/keys")).json()["keys"]
        return listed[0]["last_used_at"]

    assert str(await eventually(noted, what="the use is noted")).endswith("Z")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", [None, "x", "wrong-wrong-wrong-wrong"])
async def test_only_the_operator_enters_the_admin(gateway: Gateway, method: str, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for path in ("/admin/tenants", f"/admin/tenants/{new_id()}/keys", "/admin", "/admin/nothing"):
        answer = await gateway.client.request(method, path, headers=headers, content=b"{")
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_tenants_key_does_not_open_the_admin(gateway: Gateway) -> None:
    answer = await gateway.client.get("/admin/tenants", headers=await gateway.bearer(role="admin"))
    assert answer.status_code == 401
