"""Whose budget a request comes out of: its key's, its tenant's, its address's; and nobody else's."""

import asyncio
from pathlib import Path

from shared.vocabulary import Surface
from tests.integration.gateway.copies import ask, early_in_a_minute, gateways, serves
from tests.integration.gateway.echo import Echo
from tests.integration.gateway.forms import DOORS, is_error_of
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

TENANT = {"rate_limit_per_minute": "1000", "tenant_rate_limit_per_minute": "12"}


async def test_keys_of_one_tenant_share_its_budget_and_a_flood_takes_nothing_from_another(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    async with gateways(servers, echo, tmp_path, copies=1, **TENANT) as gateway:
        loud, quiet = await gateway.tenant(), await gateway.tenant()
        first, second = [(await gateway.key(loud))["key"] for _ in range(2)]
        other = (await gateway.key(quiet))["key"]
        url = gateway.stack.base_url
        await early_in_a_minute(left=15)
        answers = [await ask(url, (first, second)[number % 2]) for number in range(12)]
        assert [answer.status_code for answer in answers] == [200] * 12
        assert [answer.headers["ratelimit-limit"] for answer in answers] == ["12"] * 12, "the tightest is told"
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == [str(n) for n in range(11, -1, -1)]
        flood = await asyncio.gather(*(ask(url, key) for key in (first, second) * 20))
        assert {answer.status_code for answer in flood} == {429}
        assert "tenant" in is_error_of(Surface.MESSENGER, flood[0], status=429)
        assert flood[0].headers["retry-after"] == flood[0].headers["ratelimit-reset"]
        answer = await ask(url, other)
        assert (answer.status_code, answer.headers["ratelimit-remaining"]) == (200, "11")


async def test_what_a_key_asks_too_often_is_not_its_tenants(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    limits = {"rate_limit_per_minute": "3", "tenant_rate_limit_per_minute": "10"}
    async with gateways(servers, echo, tmp_path, copies=1, **limits) as gateway:
        tenant_id, url = await gateway.tenant(), gateway.stack.base_url
        eager, calm = [(await gateway.key(tenant_id))["key"] for _ in range(2)]
        await early_in_a_minute(left=15)
        codes = [(await ask(url, eager)).status_code for _ in range(20)]
        assert codes == [200] * 3 + [429] * 17
        answer = await ask(url, calm)
        assert (answer.status_code, answer.headers["ratelimit-limit"], answer.headers["ratelimit-remaining"]) == (
            200,
            "3",
            "2",
        )
        assert [(await ask(url, calm)).status_code for _ in range(3)] == [200, 200, 429]


async def test_gateways_share_a_tenants_budget_and_a_restart_gives_none_back(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    async with gateways(servers, echo, tmp_path, **TENANT) as gateway:
        urls, tenant_id = gateway.stack.urls["gateway"], await gateway.tenant()
        keys = [(await gateway.key(tenant_id))["key"] for _ in range(2)]
        await early_in_a_minute(left=25)
        used = [await ask(urls[number % 2], keys[number % 2]) for number in range(8)]
        assert [answer.status_code for answer in used] == [200] * 8
        await gateway.stack.restart("gateway", copy=1)
        await gateway.stack.kill("gateway", copy=2)
        await eventually(lambda: serves(urls[0]), within=20.0, what="the gateway serves again")
        more = [await ask(urls[0], keys[number % 2]) for number in range(6)]
        assert [answer.status_code for answer in more] == [200] * 4 + [429] * 2


async def test_whoever_asks_from_an_address_comes_out_of_its_budget(
    servers: BackingServers, echo: Echo, tmp_path: Path
) -> None:
    limits = {"address_rate_limit_per_minute": "20", "wrong_keys_per_minute": "0"}
    async with gateways(servers, echo, tmp_path, copies=1, **limits) as gateway:
        key, url = (await gateway.key())["key"], gateway.stack.base_url
        await early_in_a_minute(left=15)
        answers = [await ask(url, each) for each in (key, "none", "hd_live_" + "x" * 43, key)]
        answers += [await gateway.client.get("/openapi.json"), await gateway.operator.get("/tenants")]
        answers.append(await gateway.client.get("/nothing"))
        assert [answer.status_code for answer in answers] == [200, 401, 401, 200, 200, 200, 404]
        assert {answer.headers["ratelimit-limit"] for answer in answers} == {"20"}, "the tightest is told"
        left = [int(answer.headers["ratelimit-remaining"]) for answer in answers]
        assert left == list(range(left[0], left[0] - 7, -1)), "each costs one, whoever asks"
        assert [(await ask(url, "none")).status_code for _ in range(left[-1])] == [401] * left[-1]
        for door in DOORS:
            over = await ask(url, door.prefix + "x" * 43, path=door.path)
            assert "address" in is_error_of(door.surface, over, status=429)
            assert over.headers["ratelimit-remaining"] == "0"
            assert over.headers["retry-after"] == over.headers["ratelimit-reset"]
        assert (await ask(url, key)).status_code == 429
        assert (await gateway.operator.get("/tenants")).status_code == 429
        assert (await gateway.client.get("/healthz")).status_code == 200
        await gateway.stack.restart("gateway")
        await eventually(lambda: serves(url), within=20.0, what="the gateway serves again")
        assert (await ask(url, key)).status_code == 429
