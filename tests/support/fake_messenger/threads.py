"""Serving in a thread with a loop of its own, for those who have none."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager

STOP_SECONDS = 10.0


@contextlib.contextmanager
def in_thread(running: Callable[[], AbstractAsyncContextManager[str]], *, name: str) -> Iterator[str]:
    """Serve in a thread with a loop of its own and yield the base URL; an OSError says that the port is taken."""
    started = threading.Event()
    problems: list[BaseException] = []
    urls: list[str] = []
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with running() as url:
            urls.append(url)
            started.set()
            await stop.wait()

    def run() -> None:
        try:
            loop.run_until_complete(serve())
        except OSError as problem:
            problems.append(problem)
        finally:
            started.set()
            loop.close()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    started.wait(STOP_SECONDS)
    if problems:
        raise problems[0]
    try:
        yield urls[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(STOP_SECONDS)
