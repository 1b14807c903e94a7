"""Starts and stops the fake: in the running event loop, or in a thread of its own."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import aiohttp
from aiohttp import web

from tests.support.fake_messenger.records_api import explain_problems
from tests.support.fake_messenger.threads import in_thread

from .bot_api import BotApi
from .control_api import ControlApi
from .customer_api import CustomerApi
from .delivery import Courier
from .files_api import FilesApi
from .rules import MAX_BODY_BYTES, Rules
from .world import World


@contextlib.asynccontextmanager
async def running(*, rules: Rules | None = None, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve in the running loop and yield the base URL; port 0 takes a free one.

    The URL is what a client uses in place of https://platform-api2.max.ru; the control door is below it.
    """
    world = World(rules or Rules())
    async with aiohttp.ClientSession() as session:
        courier = Courier(world, session)
        runner = web.AppRunner(_application(world, courier=courier), handler_cancellation=True,
                               access_log=None, shutdown_timeout=0.2)  # fmt: skip
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await courier.close()
            await runner.cleanup()


@contextlib.contextmanager
def running_in_thread(*, rules: Rules | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in a thread with a loop of its own and yield the base URL; an OSError says that the port is taken."""
    with in_thread(lambda: running(rules=rules, host=host, port=port), name="fake-max") as url:
        yield url


def _application(world: World, *, courier: Courier) -> web.Application:
    application = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[_in_maxs_words, explain_problems])
    for api in (
        BotApi(world, courier),
        FilesApi(world),
        ControlApi(world, world, courier),
        CustomerApi(world, courier),
    ):
        application.add_routes(api.routes())
    return application


@web.middleware
async def _in_maxs_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        code = "not.found" if error.status == 404 else "proto.payload"
        return web.json_response({"code": code, "message": error.reason}, status=error.status)
