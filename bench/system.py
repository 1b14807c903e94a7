"""What benchmarks run against: the whole product as real processes, on real servers."""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.local.processes import PORTS
from tests.support.eventually import eventually
from tests.support.servers import BackingServers, bring_backing_servers
from tests.support.stack import Stack

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"


@contextmanager
def backing_servers() -> Iterator[BackingServers]:
    """MongoDB and RabbitMQ, and whatever they write gone at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        servers = bring_backing_servers(Path(folder))
        try:
            yield servers
        finally:
            servers.stop()


@asynccontextmanager
async def system(
    settings: Mapping[str, str] | None = None,
    *,
    services: Iterable[str] = PORTS,
    copies: Mapping[str, int] | None = None,
) -> AsyncIterator[Stack]:
    """The product's processes, all or some, serving, with no rate limit; all of it gone at the end."""
    quiet = {"HELPDESK_RATE_LIMIT_PER_MINUTE": "0", **(settings or {})}
    with backing_servers() as servers, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with Stack(servers, directory=Path(folder), settings=quiet, services=services, copies=copies) as stack:
            yield stack


def trivial_service() -> AbstractContextManager[str]:
    """The URL of a service that answers 200 to everything, in a process of its own."""
    return own_process("bench.trivial")


@contextmanager
def own_process(module: str) -> Iterator[str]:
    """The URL of `python -m MODULE PORT`, started and at the end stopped."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = (sys.executable, "-m", module, str(port))
        process = Process(module, command=command, environment={}, log=Path(folder) / "log", directory=ROOT)
        process.spawn()
        try:
            yield f"http://{LOOPBACK}:{port}"
        finally:
            process.stop()


def port_of(url: str) -> int:
    """The port of a URL that names one."""
    port = urlsplit(url).port
    assert port is not None, url
    return port


def memory_mib(pid: int) -> float:
    """Resident memory of a process, in MiB."""
    return float(psutil.Process(pid).memory_info().rss) / 2**20


def cpu_seconds() -> dict[str, float]:
    """Processor seconds so far of every process that this one has started, by what it is."""
    used: defaultdict[str, float] = defaultdict(float, load=time.process_time())
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            used[_label(process.cmdline())] += sum(process.cpu_times()[:2])
    return used


def _label(command: list[str]) -> str:
    """`python -m services.sla` is sla; anything else goes by its program's name."""
    if "-m" in command:
        return command[command.index("-m") + 1].removeprefix("services.")
    return Path(command[0]).name if command else "ended"


def keep(name: str, result: Any) -> None:
    """Write a benchmark's figures as JSON under `bench/results/`."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")


__all__ = [
    "backing_servers",
    "cpu_seconds",
    "eventually",
    "keep",
    "memory_mib",
    "own_process",
    "port_of",
    "system",
    "trivial_service",
]
