"""What a benchmark runs against: the machine's servers, or its own, and programs that end with it."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.local.process import Process
from deploy.local.processes import ROOT
from deploy.local.servers import own_mongo

STOP_SECONDS = 10.0


@contextmanager
def python(*arguments: str, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Process]:
    """This Python, running inside the block with its output in `log`; ended by SIGTERM, by force after 10 seconds."""
    process = Process(
        " ".join(arguments),
        command=(sys.executable, *arguments),
        environment={**os.environ, **(environment or {})},
        log=log,
        directory=ROOT,
    )
    process.spawn()
    try:
        yield process
    finally:
        process.stop(within=STOP_SECONDS)


@contextmanager
def mongo(directory: Path) -> Iterator[str]:
    """The URL of `HELPDESK_MONGO_URL`, else of a one-node replica set whose data are in `directory`."""
    if given := os.environ.get("HELPDESK_MONGO_URL"):
        yield given
        return
    server = own_mongo(data=directory, logs=directory / "logs")
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def memory_mib(pid: int) -> float:
    """The resident memory of a process, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def answers(url: str) -> bool:
    """Whether `url` answers 200 now."""
    try:
        return httpx.get(url, timeout=5.0).status_code == 200
    except httpx.HTTPError:
        return False
