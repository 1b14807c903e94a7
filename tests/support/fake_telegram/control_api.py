"""The control door, /control/...: tests and demonstrations register bots, act as customers and read what happened."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel

from tests.support.fake_messenger.records_api import RecordsApi, json_list, read_body

from .bot import Bot
from .control_views import message_view, press_view
from .delivery import Courier
from .shapes import BotShape, MessageView, PressView, RuleChanges
from .world import World

Body = TypeVar("Body", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class ControlApi(RecordsApi):
    """Registering, reading and scripting; what customers do is in `customer_api`."""

    world: World
    courier: Courier

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        return [
            *super().routes(),
            web.post("/control/bots", self.register_bot),
            web.post("/control/chats/{chat_id:\\d+}/known", self.know),
            web.get("/control/chats/{chat_id:\\d+}/transcript", self.transcript),
            web.get("/control/chats/{chat_id:\\d+}/presses", self.presses),
            web.patch("/control/rules", self.change_rules),
            web.post("/control/reset", self.reset),
        ]

    async def register_bot(self, request: web.Request) -> web.Response:
        """Make a bot; a token that is there already keeps its chats and takes the new names."""
        shape = await read_body(request, BotShape)
        bot = self.world.register(
            token=shape.token, bot_id=shape.id, username=shape.username, first_name=shape.first_name
        )
        made = BotShape(token=bot.token, id=bot.id, username=bot.username, first_name=bot.first_name)
        return web.json_response(made.model_dump(), status=201)

    async def know(self, request: web.Request) -> web.Response:
        """Let every bot write to this chat, as though the customer had started it."""
        self.world.known.add(int(request.match_info["chat_id"]))
        return web.Response(status=204)

    async def transcript(self, request: web.Request) -> web.Response:
        """The chat's messages in order; with several bots, bot after bot unless the query names one."""
        chat_id = int(request.match_info["chat_id"])
        chats = [(bot, bot.chats[chat_id]) for bot in self._asked_bots(request) if chat_id in bot.chats]
        views = [message_view(bot, message) for bot, chat in chats for message in chat.messages.values()]
        return json_list(list[MessageView], views)

    async def presses(self, request: web.Request) -> web.Response:
        """The chat's button presses and their answers."""
        chat_id = int(request.match_info["chat_id"])
        found = [(bot, press) for bot in self._asked_bots(request) for press in bot.presses.values()]
        return json_list(list[PressView], [press_view(bot, press) for bot, press in found if press.chat_id == chat_id])

    async def change_rules(self, request: web.Request) -> web.Response:
        """Change the rules that the body names."""
        changes = await read_body(request, RuleChanges)
        self.world.change_rules(**changes.model_dump(exclude_none=True))
        return web.json_response(asdict(self.world.rules))

    async def reset(self, request: web.Request) -> web.Response:
        """Forget bots, chats, faults, records and changed rules."""
        await self.courier.close()
        self.world.reset()
        return web.Response(status=204)

    def _asked_bots(self, request: web.Request) -> list[Bot]:
        bot_id = request.query.get("bot_id")
        return [bot for bot in self.world.bots.values() if bot_id in (None, str(bot.id))]
