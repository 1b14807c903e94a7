"""What the gateway does while a service or the database is away: it answers soon, and comes back by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest
import pytest_asyncio
from pymongo.uri_parser import parse_uri

from deploy.local.ports import free_ports
from shared.ids import new_id
from tests.integration.gateway.conftest import SERVICES
from tests.integration.gateway.copies import early_in_a_minute
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Echo
from tests.integration.gateway.forms import DOORS, Door, is_error_of
from tests.integration.gateway.relay import Relay
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack


@asynccontextmanager
async def gateway_with(servers: BackingServers, directory: Path, settings: dict[str, str]) -> AsyncIterator[Gateway]:
    """A gateway of one's own, as soon as its own door is open."""
    stack = Stack(servers, directory=directory, settings=settings, services=("gateway",))
    await stack.start()
    gateway = Gateway(stack, echo=Echo())
    try:
        await eventually(lambda: ready(gateway), within=20.0, what="the gateway is ready")
        yield gateway
    finally:
        await gateway.close()
        await stack.stop()


async def ready(gateway: Gateway) -> bool:
    return (await gateway.client.get("/readyz")).status_code == 200


@asynccontextmanager
async def hangs_up() -> AsyncIterator[str]:
    """A service that takes a request and closes the connection instead of answering."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_service_that_is_away_is_said_to_be_so_and_others_go_on(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    dead, dead_too = (f"http://127.0.0.1:{port}" for port in free_ports(2))
    async with hangs_up() as rude:
        settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES} | {
            "HELPDESK_TICKETS_URL": f"{dead}, {echo.url}",
            "HELPDESK_ROUTING_URL": f"{dead},{dead_too}",
            "HELPDESK_SLA_URL": rude,
        }
        async with gateway_with(servers, tmp_path, settings) as gateway:
            headers = await gateway.bearer()
            for _ in range(4):
                assert (await gateway.client.post(TICKETS, content=b"{}", headers=headers)).status_code == 200
            for method, path in (("GET", "routing-rules"), ("POST", "routing-rules"), ("POST", "sla-policies/1")):
                await is_unavailable(gateway, method, f"/v1/helpdesk/{path}", headers=headers)
            await is_unavailable(gateway, "GET", "/v1/helpdesk/business-hours", headers=headers)
            whole = await gateway.client.get("/readyz", params={"system": "1"})
            assert whole.status_code == 503
            missing = set(whole.json()["missing"])
            assert {"tickets-1: answers", "routing-1: answers", "routing-2: answers", "sla: answers"} <= missing
            assert not any(name.startswith(("tickets-2", "webhooks", "notifications")) for name in missing)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def deserted(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A gateway whose tickets has gone."""
    with Echo() as brief:
        settings = {"HELPDESK_TICKETS_URL": brief.url}
        async with gateway_with(servers, tmp_path_factory.mktemp("deserted"), settings) as gateway:
            brief.__exit__()
            yield gateway


async def test_while_tickets_is_away_no_key_is_bound_to_anybody_and_all_others_are_made(deserted: Gateway) -> None:
    tenant_id, headers = await deserted.tenant(), await deserted.bearer(role="admin")
    body = {"name": "x", "role": "agent", "agent_id": str(new_id())}
    answers = [
        await deserted.operator.post(f"/tenants/{tenant_id}/keys", json=body),
        await deserted.client.post("/v1/helpdesk/keys", json=body, headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert [answer.headers["retry-after"] for answer in answers] == ["1", "1"]
    assert (await deserted.operator.get(f"/tenants/{tenant_id}/keys")).json()["keys"] == []
    assert (await deserted.key(tenant_id))["agent_id"] is None


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.surface}:{door.path}")
async def test_each_surface_says_in_its_own_form_that_a_service_is_away(deserted: Gateway, door: Door) -> None:
    shown = await deserted.key(prefix=door.prefix)
    headers = {"Authorization": f"Bearer {shown['key']}"}
    answer = await deserted.client.get(door.path, params=door.query(shown["tenant_id"]), headers=headers)
    is_error_of(door.surface, answer, status=503)
    assert answer.headers["retry-after"] == "1"


async def is_unavailable(gateway: Gateway, method: str, path: str, *, headers: dict[str, str]) -> None:
    answer = await gateway.client.request(method, path, content=b"{}" if method == "POST" else None, headers=headers)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["error"]["code"] == "unavailable"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("how", ["cut", "jammed"])
async def test_without_the_database_known_keys_go_on_for_a_while_and_others_wait_at_most_five_seconds(
    servers: BackingServers, echo: Echo, tmp_path: Path, how: str
) -> None:
    host, port = parse_uri(servers.mongo.url)["nodelist"][0]
    async with Relay(host, port) as wire:
        settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
        settings["HELPDESK_MONGO_URL"] = f"mongodb://127.0.0.1:{wire.port}/?replicaSet=rs0&directConnection=true"
        async with gateway_with(servers, tmp_path, settings) as gateway:
            known, new = await gateway.bearer(), await gateway.bearer()
            assert (await gateway.client.get(TICKETS, headers=known)).status_code == 200
            if how == "cut":
                await wire.cut()
            else:
                wire.jam()
            assert (await gateway.client.get(TICKETS, headers=known)).status_code == 200
            answers = await asyncio.gather(*(timed(gateway, path, new) for path in (TICKETS, "/v1/helpdesk/agents")))
            assert [answer.status_code for answer, _ in answers] == [503, 503]
            assert all(answer.headers["retry-after"] == "1" and seconds < 5.0 for answer, seconds in answers)
            answer, seconds = await timed(gateway, "/admin/tenants", dict(gateway.operator.headers))
            assert (answer.status_code, seconds < 5.0) == (503, True)
            await eventually(lambda: not_ready(gateway), what="the gateway says that it is not ready")
            await wire.mend()
            await eventually(lambda: served(gateway, new), within=15.0, what="the gateway serves again")


async def test_without_the_database_requests_pass_uncounted(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    host, port = parse_uri(servers.mongo.url)["nodelist"][0]
    async with Relay(host, port) as wire:
        settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
        settings["HELPDESK_MONGO_URL"] = f"mongodb://127.0.0.1:{wire.port}/?replicaSet=rs0&directConnection=true"
        settings["HELPDESK_RATE_LIMIT_PER_MINUTE"] = "2"
        async with gateway_with(servers, tmp_path, settings) as gateway:
            headers = await gateway.bearer()
            await early_in_a_minute()
            assert (await gateway.client.get(TICKETS, headers=headers)).status_code == 200
            wire.jam()
            answers = [await timed(gateway, TICKETS, headers) for _ in range(5)]
            assert [answer.status_code for answer, _ in answers] == [200] * 5
            assert sum(seconds for _, seconds in answers) < 2.5
            assert answers[-1][0].headers["ratelimit-remaining"] == "1"


async def timed(gateway: Gateway, path: str, headers: dict[str, str]) -> tuple[httpx.Response, float]:
    started = monotonic()
    return await gateway.client.get(path, headers=headers), monotonic() - started


async def not_ready(gateway: Gateway) -> bool:
    return (await gateway.client.get("/readyz")).status_code == 503


async def served(gateway: Gateway, headers: dict[str, str]) -> bool:
    return (await gateway.client.get(TICKETS, headers=headers)).status_code == 200


async def test_a_request_in_flight_is_answered_before_the_gateway_leaves(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    settings = {f"HELPDESK_{service}_URL": echo.url for service in SERVICES}
    async with gateway_with(servers, tmp_path, settings) as gateway:
        headers = await gateway.bearer()
        body = SlowBody()
        asked = asyncio.create_task(gateway.client.post(TICKETS, content=body.pieces(), headers=headers))
        await asyncio.wait_for(body.begun.wait(), 5.0)
        process = gateway.stack.process("gateway")
        process.terminate()
        await eventually(lambda: refuses(gateway.stack.base_url), what="the gateway takes no new connection")
        body.finish.set()
        answer = await asked
        assert (answer.status_code, answer.json()["bytes"]) == (200, 8)
        assert await eventually(lambda: not process.alive, what="the gateway has left")
        assert process.exit_code == 0


class SlowBody:
    """A body whose second half waits for a word."""

    def __init__(self) -> None:
        self.begun, self.finish = asyncio.Event(), asyncio.Event()

    async def pieces(self) -> AsyncIterator[bytes]:
        yield b"half"
        self.begun.set()
        await self.finish.wait()
        yield b"half"


async def refuses(base_url: str) -> bool:
    async with httpx.AsyncClient(verify=False) as stranger:
        try:
            await stranger.get(f"{base_url}/healthz")
        except httpx.ConnectError:
            return True
    return False
