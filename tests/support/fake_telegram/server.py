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
from .nouns import JsonObject
from .refusals import NOT_FOUND
from .rules import MAX_UPLOAD_BYTES, Rules
from .world import World

SLACK_BYTES = 1024 * 1024


@contextlib.asynccontextmanager
async def running(*, rules: Rules | None = None, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve in the running loop and yield the base URL; port 0 takes a free one.

    The URL is what a client uses in place of https://api.telegram.org; the control door is below it.
    """
    world = World(rules or Rules())
    async with aiohttp.ClientSession() as session:
        courier = Courier(world, session)
        runner = web.AppRunner(_application(world, session=session, courier=courier), handler_cancellation=True,
                               access_log=None, shutdown_timeout=0.2)  # fmt: skip
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            bound_port = runner.addresses[0][1]
            yield f"http://{host}:{bound_port}"
        finally:
            await courier.close()
            await runner.cleanup()


@contextlib.contextmanager
def running_in_thread(*, rules: Rules | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in a thread with a loop of its own and yield the base URL; an OSError says that the port is taken."""
    with in_thread(lambda: running(rules=rules, host=host, port=port), name="fake-telegram") as url:
        yield url


def _application(world: World, *, session: aiohttp.ClientSession, courier: Courier) -> web.Application:
    application = web.Application(
        client_max_size=MAX_UPLOAD_BYTES + SLACK_BYTES, middlewares=[_envelope_of_unknown_paths, explain_problems]
    )
    bot_api = BotApi(world, session, courier)
    courier.run_answer = bot_api.run_answer
    application.add_routes(bot_api.routes())
    application.add_routes(ControlApi(world, world, courier).routes())
    application.add_routes(CustomerApi(world, courier).routes())
    return application


@web.middleware
async def _envelope_of_unknown_paths(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        description = NOT_FOUND if error.status == 404 else error.reason
        body: JsonObject = {"ok": False, "error_code": error.status, "description": description}
        return web.json_response(body, status=error.status)
