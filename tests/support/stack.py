"""The whole product as real processes on free ports, in a namespace of its own, with every fault a test may want."""

import asyncio
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from deploy.local.demo import KEYS, make_key, make_tenant
from deploy.local.opening import what_is_missing
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import Process
from deploy.local.processes import GATEWAY, PORTS, address_settings, product_process
from deploy.local.secrets_kept import NAMES, new_secret
from deploy.local.supervisor import stop_together
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


@dataclass(frozen=True)
class Tenant:
    """A tenant with a key of each kind: `admin` (zn_live_), `agent` (hd_live_), `entity` (ak_, role admin)."""

    id: str
    admin: str
    agent: str
    entity: str


class Stack:
    """Gateway and services, each a process; `async with` starts them, waits until all serve, and stops them."""

    def __init__(
        self,
        servers: BackingServers,
        *,
        directory: Path,
        settings: Mapping[str, str] | None = None,
        service_settings: Mapping[str, Mapping[str, str]] | None = None,
        copies: Mapping[str, int] | None = None,
        services: Iterable[str] = PORTS,
        modules: Mapping[str, str] | None = None,
    ) -> None:
        """Lay the processes out, logs under `<directory>/logs`; nothing starts yet.

        `settings` are for every process, `service_settings` for one service's; `copies` says how many processes a
        service has (1); `modules` replaces what a service runs.
        """
        self.namespace = f"t{secrets.token_hex(5)}"
        self.operator_token = new_secret()
        counts = {service: (copies or {}).get(service, 1) for service in services}
        ports = _spread(counts)
        self.base_url = f"http://{LOOPBACK}:{ports[GATEWAY][0]}" if GATEWAY in ports else ""
        self.urls = {service: [f"http://{LOOPBACK}:{port}" for port in taken] for service, taken in ports.items()}
        self.settings = {**address_settings(ports), **self._settings(servers, directory=directory), **(settings or {})}
        self._processes = {
            (service, copy): product_process(
                service,
                port=port,
                copy=copy,
                environment=_outside() | self.settings | dict((service_settings or {}).get(service, {})),
                logs=directory / "logs",
                module=(modules or {}).get(service),
            )
            for service, taken in ports.items()
            for copy, port in enumerate(taken, start=1)
        }

    def process(self, service: str, *, copy: int = 1) -> Process:
        """Return the process of a service's copy, counted from 1."""
        return self._processes[service, copy]

    def processes(self) -> list[Process]:
        """Every process, in the order of the services and their copies."""
        return list(self._processes.values())

    async def start(self) -> None:
        """Start every process that does not run; returns before they serve."""
        for process in self._processes.values():
            if not process.alive:
                process.spawn()

    async def ready(self, *, within: float = 30.0) -> None:
        """Return once the gateway says that the whole system serves; raises AssertionError with the logs' ends."""
        try:
            await eventually(self._serves, within=within, what="the whole system serves")
        except AssertionError as failure:
            ends = [f"--- {process.name}\n{process.last_words()}" for process in self._processes.values()]
            raise AssertionError("\n".join([str(failure), *ends])) from failure

    async def stop(self) -> None:
        """Stop every process, at most 15 seconds for all; their databases and queues stay with the servers."""
        await asyncio.to_thread(stop_together, list(self._processes.values()))

    async def kill(self, service: str, *, copy: int = 1) -> None:
        """End a process as a crash would (SIGKILL); `restart` brings it back."""
        await asyncio.to_thread(self.process(service, copy=copy).kill)

    async def terminate(self, service: str, *, copy: int = 1) -> None:
        """Stop a process cleanly (SIGTERM), by force after 10 seconds."""
        await asyncio.to_thread(self.process(service, copy=copy).stop)

    async def restart(self, service: str, *, copy: int = 1) -> None:
        """Stop a process if it runs and start it again on its port; returns before it serves."""
        await asyncio.to_thread(self.process(service, copy=copy).restart)

    async def pause(self, service: str, *, copy: int = 1) -> None:
        """Freeze a process (SIGSTOP)."""
        self.process(service, copy=copy).pause()

    async def resume(self, service: str, *, copy: int = 1) -> None:
        """Let a frozen process go on."""
        self.process(service, copy=copy).resume()

    async def make_tenant(self, name: str = "Acme") -> Tenant:
        """Make a tenant with a key of each kind through the operator's API. Raises httpx.HTTPError."""
        return await asyncio.to_thread(self._make_tenant, name)

    async def __aenter__(self) -> Self:
        """Start everything and wait until it serves."""
        try:
            await self.start()
            await self.ready()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop everything."""
        await self.stop()

    def _make_tenant(self, name: str) -> Tenant:
        operator = {"Authorization": f"Bearer {self.operator_token}"}
        with httpx.Client(base_url=self.base_url, timeout=10.0, verify=False) as gateway:
            tenant_id = make_tenant(gateway, operator=operator, name=name)
            made = {k: make_key(gateway, operator=operator, tenant_id=tenant_id, key=key) for k, key in KEYS.items()}
        return Tenant(id=tenant_id, **made)

    async def _serves(self) -> bool:
        missing = await asyncio.to_thread(what_is_missing, self.base_url)
        assert missing is None, missing
        return True

    def _settings(self, servers: BackingServers, *, directory: Path) -> dict[str, str]:
        return {
            **{name: new_secret() for name in NAMES},
            "HELPDESK_OPERATOR_TOKEN": self.operator_token,
            "HELPDESK_NAMESPACE": self.namespace,
            "HELPDESK_MONGO_URL": servers.mongo.url,
            "HELPDESK_AMQP_URL": servers.rabbit.url,
            "HELPDESK_SEARCH_DIR": str(directory / "search"),
            "HELPDESK_HOST": LOOPBACK,
            "HELPDESK_PUBLIC_URL": self.base_url,
            "HELPDESK_WEBHOOKS_ALLOW_CIDRS": f"{LOOPBACK}/32",  # the tests' receivers
        }


def _spread(counts: Mapping[str, int]) -> dict[str, list[int]]:
    """Give every copy of every service a free port."""
    free = iter(free_ports(sum(counts.values())))
    return {service: [next(free) for _ in range(count)] for service, count in counts.items()}


def _outside() -> dict[str, str]:
    """What the processes see of this one's environment: everything but the product's settings.

    They keep what they compile, so that not each of them compiles the product anew.
    """
    hidden = ("HELPDESK_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
