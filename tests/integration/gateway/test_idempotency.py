"""What the operator asks for with an `Idempotency-Key` is made once, however often it is asked for."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.integration.gateway.conftest import SERVICES
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Echo
from tests.support.audit_told import listening_for_audit
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


@pytest_asyncio.fixture
async def mortal(servers: BackingServers, echo: Echo, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A gateway that dies where a trap in `tmp_path` says (tests/support/mortal.py)."""
    settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    trapped = {"MORTAL_MODULE": "gateway", "MORTAL_TRAPS": str(tmp_path)}
    modules = {"gateway": "tests.support.mortal"}
    async with Stack(
        servers, directory=tmp_path, settings={**settings, **trapped}, services=("gateway",), modules=modules
    ) as stack:
        gateway = Gateway(stack, echo=echo)
        yield gateway
        await gateway.close()


async def killed_over_a_key(gateway: Gateway, *, path: str, traps: Path) -> None:
    """The key is made, the gateway dies before it can say so, and is started again."""
    await asyncio.to_thread((traps / "done").write_text, "1")
    with pytest.raises(httpx.TransportError):
        await post(gateway, path, KEY, key="k")
    await gateway.stack.restart("gateway")


async def answered(gateway: Gateway, *, path: str) -> Any:
    """The key, as a repeat of the request is answered."""

    async def made() -> list[httpx.Response]:
        answer = await post(gateway, path, KEY, key="k")
        return [answer] if answer.status_code == 201 else []

    return (await eventually(made, within=25, what="the key is answered"))[0].json()


async def test_after_a_kill_the_key_that_is_told_opens_the_door(mortal: Gateway, tmp_path: Path) -> None:
    path = f"/tenants/{await mortal.tenant()}/keys"
    await killed_over_a_key(mortal, path=path, traps=tmp_path)
    made = await answered(mortal, path=path)
    assert [each["id"] for each in (await mortal.operator.get(path)).json()["keys"]] == [made["id"]]
    opened = await mortal.client.get(TICKETS, headers={"Authorization": f"Bearer {made['key']}"})
    assert opened.status_code == 200


async def test_what_a_kill_left_untold_the_audit_log_is_told_once(
    servers: BackingServers, mortal: Gateway, tmp_path: Path
) -> None:
    async with listening_for_audit(servers, stack=mortal.stack) as told:
        tenant_id = await mortal.tenant()
        path = f"/tenants/{tenant_id}/keys"
        await killed_over_a_key(mortal, path=path, traps=tmp_path)
        await told.of(tenant_id, "tenant.created", "key.created", within=25)
        await answered(mortal, path=path)
        await mortal.operator.patch(f"/tenants/{tenant_id}", json={"name": "After"})
        await told.of(tenant_id, "tenant.created", "key.created", "tenant.updated")
