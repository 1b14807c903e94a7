"""What the operator asks for with an `Idempotency-Key` is made once, however often it is asked for."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.gateway.conftest import SERVICES
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Echo
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack

KEY: dict[str, Any] = {"name": "shop", "role": "agent"}


async def post(gateway: Gateway, path: str, body: Any, *, key: str) -> httpx.Response:
    return await gateway.operator.post(path, json=body, headers={"Idempotency-Key": key})


async def test_a_tenant_and_its_key_are_made_once(gateway: Gateway) -> None:
    first = await post(gateway, "/tenants", {"name": "Acme"}, key="acme")
    path = f"/tenants/{first.json()['id']}/keys"
    for where, body in (("/tenants", {"name": "Acme"}), (path, KEY)):
        answers = [await post(gateway, where, body, key="acme") for _ in range(2)]
        assert {answer.status_code for answer in answers} == {201}
        assert answers[0].content == answers[1].content
        assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert len((await gateway.operator.get(path)).json()["keys"]) == 1


async def test_another_body_is_refused_in_the_form_of_every_error(gateway: Gateway) -> None:
    await post(gateway, "/tenants", {"name": "One"}, key="reused")
    refused = await post(gateway, "/tenants", {"name": "Two"}, key="reused")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert refused.json()["request_id"] == refused.headers["X-Request-Id"]


async def test_twins_make_one_tenant(gateway: Gateway) -> None:
    answers = await asyncio.gather(*(post(gateway, "/tenants", {"name": "Twin"}, key="twins") for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1


async def test_what_a_repeat_and_a_condition_are_known_by_reaches_the_service(gateway: Gateway) -> None:
    headers = await gateway.bearer()
    named = {"Idempotency-Key": "k", "If-Match": '"1"', "If-None-Match": '"2"'}
    await gateway.client.post(TICKETS, json={"text": "x"}, headers={**headers, **named})
    assert {name: gateway.echo.heard[-1].header(name) for name in named} == named


async def test_after_a_kill_the_key_that_is_told_opens_the_door(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    trapped = {"MORTAL_MODULE": "gateway", "MORTAL_TRAPS": str(tmp_path)}
    modules = {"gateway": "tests.support.mortal"}
    async with Stack(
        servers, directory=tmp_path, settings={**settings, **trapped}, services=("gateway",), modules=modules
    ) as stack:
        gateway = Gateway(stack, echo=echo)
        path = f"/tenants/{await gateway.tenant()}/keys"
        await asyncio.to_thread((tmp_path / "done").write_text, "1")
        with pytest.raises(httpx.TransportError):
            await post(gateway, path, KEY, key="k")
        await stack.restart("gateway")

        async def answered() -> list[httpx.Response]:
            answer = await post(gateway, path, KEY, key="k")
            return [answer] if answer.status_code == 201 else []

        made = (await eventually(answered, within=25, what="the key is answered"))[0].json()
        assert [each["id"] for each in (await gateway.operator.get(path)).json()["keys"]] == [made["id"]]
        opened = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {made['key']}"})
        assert opened.status_code == 200
        await gateway.close()
