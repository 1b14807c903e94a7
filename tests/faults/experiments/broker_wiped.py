"""6: the broker loses everything that it had; one command tells it again, and nobody misses anything."""

import asyncio
import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from deploy.local.rabbit import RabbitServer
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment

ROOT = Path(__file__).parents[3]
IDLE = ("routing", "sla", "search", "webhooks", "notifications")
WRITES = 100
COMMAND_SECONDS = 120.0


async def lose_all_that_the_broker_had(now: Running) -> Figures:
    """Consumers are frozen first, so that there is much in the queues that is nowhere else."""
    since = now.began_at
    await now.ground.audit.read()
    for service in IDLE:
        await now.stack.pause(service)
    await now.acknowledged(now.times(WRITES))
    in_queues = await now.ground.audit.waiting()
    now.note("rabbitmq killed, its data deleted")
    rabbit = now.servers.rabbit
    assert isinstance(rabbit, RabbitServer), "only a broker of this machine's own can be wiped"
    await asyncio.to_thread(rabbit.kill)
    shutil.rmtree(rabbit.data / "mnesia")
    await asyncio.to_thread(rabbit.start)
    for service in IDLE:
        await now.stack.resume(service)
    await now.all_serve()
    await now.ground.audit.open()
    counts = await _republish(now, since=since)
    return {
        "in the queues then": in_queues,
        "events told again": sum(counts.values()),
        "of services": ", ".join(f"{service} {count}" for service, count in counts.items()),
    }


async def _republish(now: Running, *, since: datetime) -> dict[str, int]:
    """As an operator would."""
    command = (sys.executable, "-m", "gateway.cli", "events", "republish", "--since", since.isoformat())
    asking = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **now.stack.settings}, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(COMMAND_SECONDS):
        said, _ = await asking.communicate()
    assert asking.returncode == 0, "helpdesk events republish failed"
    counts: dict[str, int] = json.loads(said)["republished"]
    return counts


BROKER_WIPED = Experiment("6", "the broker loses all its data", lose_all_that_the_broker_had)
