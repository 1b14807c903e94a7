"""Running a service: its HTTP server and its background loops start together and stop in the right order."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
import uvloop
from starlette.types import ASGIApp

from shared import log as logs
from shared.http.heads import heads_within
from shared.spared import without

log = logs.get_logger()

# Longer than the gateway keeps an idle connection, so that a reused one is never a closed one.
KEEP_ALIVE_SECONDS = 75
HEAD_SECONDS = 30.0
DRAIN_SECONDS = 25
# A library may swallow a loop's cancellation; the process goes all the same.
LEAVE_SECONDS = 5
# Motor's threads wait for the interpreter's lock after every system call: by default up to 5 ms each.
SWITCH_SECONDS = 0.001
# A request makes thousands of short-lived objects and no cycles to speak of: look for those less often.
COLLECT_AFTER = (20_000, 20, 20)

Loop = Callable[[], Coroutine[None, None, None]]


@dataclass(frozen=True, slots=True)
class Process:
    """What `app.py` composes: `loops` run as long as the process; `closing` is awaited in order at the end.

    `head_seconds` is how long a connection may take for the head of a request.
    """

    app: ASGIApp
    host: str
    port: int
    loops: list[Loop] = field(default_factory=list)
    closing: list[Loop] = field(default_factory=list)
    head_seconds: float = HEAD_SECONDS


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would raise them anew when it is done, and so end the process unclosed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def run(build: Callable[[], Process], *, service: str, log_level: str) -> None:
    """Serve until SIGTERM or SIGINT: then finish open requests, close what was composed, and leave."""
    logs.configure(service=service, level=log_level)
    sys.setswitchinterval(SWITCH_SECONDS)
    uvloop.run(_serve(build))


async def _serve(build: Callable[[], Process]) -> None:
    # FastAPI asks of every type whether it is one of the old pydantic's, and loads that to know: 1.5 MiB and 0.1 s.
    with without("pydantic.v1"):
        process = build()
    server = _Server(
        uvicorn.Config(
            process.app,
            host=process.host,
            port=process.port,
            http=heads_within(process.head_seconds),
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            lifespan="off",
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            server_header=False,
            date_header=False,
        )
    )
    tasks: list[asyncio.Task[None]] = [asyncio.create_task(loop()) for loop in process.loops]
    for task in tasks:
        task.add_done_callback(_die_with)
    # What was made so far lives as long as the process: collections need not look at it again.
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    log.info("serving", port=process.port)
    try:
        await server.serve()
    finally:
        for close in process.closing:
            await close()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=LEAVE_SECONDS)
        log.info("stopped")


def _die_with(task: asyncio.Task[None]) -> None:
    """A loop never returns; one that raises takes the process with it, to be started anew."""
    if not task.cancelled() and task.exception() is not None:
        log.error("loop died", exc_info=task.exception())
        raise SystemExit(1)
