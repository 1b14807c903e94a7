"""The system as `make run` starts it, on free ports, its data gone with it."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from deploy.local.demo import Demo
from deploy.local.ports import LOOPBACK, free_port

ROOT = Path(__file__).resolve().parents[2]
SERVES_WITHIN_SECONDS = 180.0
STOPS_WITHIN_SECONDS = 60.0
LAST_LINES = 15


class NotServing(Exception):
    """The system did not come up; says how far it came."""


@contextlib.asynccontextmanager
async def running_system(directory: Path, *, telegram_url: str, max_url: str) -> AsyncIterator[Demo]:
    """What its demo.json says. Raises NotServing."""
    log = directory / "run.log"
    environment = _environment(directory / "data", telegram_url=telegram_url, max_url=max_url)
    command = (sys.executable, "-m", "deploy.local", "run", "--with-parent")
    output = os.open(log, os.O_WRONLY | os.O_CREAT)
    try:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    finally:
        os.close(output)
    try:
        yield await _opened(process, demo_file=directory / "data" / "demo.json", log=log)
    finally:
        await _stopped(process)


def _environment(data: Path, *, telegram_url: str, max_url: str) -> dict[str, str]:
    """Nothing of what is set for another system but its servers, if any are given."""
    kept = {"HELPDESK_MONGO_URL", "HELPDESK_AMQP_URL"}
    outside = {name: value for name, value in os.environ.items() if name in kept or not name.startswith("HELPDESK_")}
    port = free_port()
    return {
        **outside,
        "HELPDESK_DATA_DIR": str(data),
        "HELPDESK_NAMESPACE": f"demo{os.getpid()}",
        "HELPDESK_GATEWAY_PORT": str(port),
        "HELPDESK_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "HELPDESK_TELEGRAM_API_BASE": telegram_url,
        "HELPDESK_MAX_API_BASE": max_url,
    }


async def _opened(process: asyncio.subprocess.Process, *, demo_file: Path, log: Path) -> Demo:
    deadline = time.monotonic() + SERVES_WITHIN_SECONDS
    while time.monotonic() < deadline and process.returncode is None:
        if opened := _read(demo_file):
            return opened
        await asyncio.sleep(0.2)
    raise NotServing(f"the system does not serve:\n{_end_of(log)}")


def _read(demo_file: Path) -> Demo | None:
    """What the file says, which is made when the system serves."""
    try:
        opened: Demo = json.loads(demo_file.read_text())
        return opened
    except (OSError, ValueError):
        return None


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text().splitlines()[-LAST_LINES:])


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """Services before servers, as Ctrl-C does it; by force where that takes too long."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    try:
        await asyncio.wait_for(process.wait(), STOPS_WITHIN_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
